import type { Draft, OutboxEntry } from '$lib/store';
import type { Id } from '$lib/wire';
import { formOf, isFormKind, type FormKind, type Scene, type Values } from '../forms/index.ts';
import { optionsOf } from '../model/lists.ts';
import { dayInVietNam } from '../model/time.ts';
import { t } from '../text.ts';
import type { App } from './app.svelte.ts';

export interface About {
  household?: Id;
  person?: Id;
}

/** What a form about this household may know. `without`: the own event being corrected. */
export function sceneOf(app: App, household: Id | undefined, without?: Id): Scene {
  const document = household === undefined ? undefined : app.viewsWithout(without).get(household)?.document;
  const { areas, hamlets, communes, provinces = [] } = app.area;
  return {
    ...(document && { household: document }),
    areas,
    hamlets,
    communes,
    provinces,
    numbers: app.households.map(({ number }) => number),
    today: dayInVietNam(app.config.clock()),
    list: (id) => optionsOf(app.lists, id),
    text: t,
    newId: app.config.newId,
  };
}

/** A new draft, ready to be opened. */
export function startForm(app: App, kind: FormKind, about: About): Draft {
  const values = formOf(kind).start(sceneOf(app, about.household), about.person);
  return app.newDraft(kind, values, about);
}

/** A draft that takes up an own event again; `undefined` when it was not made with a form of this app. */
export function correctSheet(app: App, entry: OutboxEntry): Draft | undefined {
  const { event, values, household, subject } = entry;
  if (!isFormKind(event.kind) || values === undefined) return undefined;
  return app.newDraft(event.kind, values as Values, { household, subject, supersedes: event.id });
}
