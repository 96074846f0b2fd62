import type { DifferenceRecord, Draft, OutboxEntry } from '$lib/store';
import type { Act, ChangeField, DifferenceOutcome, HouseholdDocument, Id } from '$lib/wire';
import { dateEntry } from '$lib/forms/dates.ts';
import { isFormKind, type FormKind, type Scene, type Values } from '$lib/forms/index.ts';
import { sceneOf as sceneFrom } from '$lib/forms/scene.ts';
import { differenceId } from '$lib/sync';
import { dayInVietNam } from '$lib/forms/time.ts';
import { t } from '../text.ts';
import type { App } from './app.svelte.ts';

export interface About {
  household?: Id;
  person?: Id;
}

/** What a form about this household may know. `without`: the own event being corrected. */
export function sceneOf(app: App, household: Id | undefined, without?: Id): Scene {
  const views = app.viewsWithout(without);
  const households = [...views.values()].map((view) => view.document);
  const where = { places: app.area, households, household, entries: app.entries, without, lists: app.lists };
  return sceneFrom(where, { today: dayInVietNam(app.config.clock()), text: t, newId: app.config.newId });
}

/** A new draft, ready to be opened; `undefined`, with a word to the person, when its form is not on the phone. */
export async function startForm(app: App, kind: FormKind, about: About): Promise<Draft | undefined> {
  const form = await app.forms.take(kind);
  if (!form) {
    app.notice = { text: t('form.unloaded') };
    return undefined;
  }
  return app.newDraft(kind, form.start(sceneOf(app, about.household), about.person), about);
}

const changed: Record<string, ChangeField> = { number: 'pin' };

/** What a list says, as the answers of a form. */
function told({ kind, field = 'name', theirs_value: value = '', name = '', sex, birth = '' }: DifferenceRecord, form: FormKind): Values {
  if (kind === 'ours_only') return {};
  const born = dateEntry(birth);
  if (form === 'birth') return { name, sex, date: born };
  if (kind === 'theirs_only') return { 'm0.name': name, 'm0.sex': sex, 'm0.birth': born };
  if (field === 'birth') return { field, birth: dateEntry(value) };
  return { field: changed[field] ?? field, ...(field !== 'number' && { value }) };
}

/** A form that answers a difference, filled in with what is known; the one that was begun, where there is one. */
export async function startAnswer(app: App, id: string, outcome: DifferenceOutcome, kind: FormKind, household?: Id): Promise<Draft | undefined> {
  const begun = app.openDrafts.find((draft) => draft.kind === kind && draft.household === household && draft.answers?.difference === id);
  const record = app.differences.find((one) => differenceId(one) === id);
  if (begun || !record) return begun;
  const { person } = record;
  const about = { ...(household && { household }), ...(person && record.kind !== 'theirs_only' && { person }) };
  const draft = await startForm(app, kind, about);
  if (!draft) return undefined;
  const filled = { ...draft, answers: { difference: id, outcome }, values: { ...draft.values, ...told(record, kind) } };
  app.keepDraft(filled);
  return filled;
}

/** A draft that takes up an own event again; `undefined` when it was not made with a form of this app. */
export function correctSheet(app: App, entry: OutboxEntry): Draft | undefined {
  const { event, values, household, subject } = entry;
  if (!isFormKind(event.kind) || values === undefined) return undefined;
  return app.newDraft(event.kind, values as Values, { household, subject, supersedes: event.id });
}

/** Records that a household was asked and nothing changed. Where a rule has a question, a draft comes back to be answered instead. */
export async function confirmUnchanged(app: App, household: HouseholdDocument): Promise<Draft | undefined> {
  const today = dayInVietNam(app.config.clock());
  const act: Act = { kind: 'reviewed', date: today, data: { household: household.id } };
  const { catalog } = app;
  const found = catalog ? await app.config.judge({ act, households: [household], today, now: app.config.clock() }, catalog) : [];
  if (found.some(({ severity }) => severity !== 'warn')) return startForm(app, 'reviewed', { household: household.id });
  await app.submit(act, { household: household.id, subject: '' });
  const made = app.entries.findLast(({ event }) => event.kind === 'reviewed' && event.data.household === household.id && event.date === today);
  const text = t('household.unchanged_done', { number: household.number });
  app.notice = { text, ...(made && { undo: () => void takeBack(app, made, today) }) };
  return undefined;
}

async function takeBack(app: App, entry: OutboxEntry, today: string): Promise<void> {
  await app.withdraw(entry, today, 'mistake');
  app.notice = { text: t('sheet.withdrawn') };
}
