/** What the desk's forms know: the area as its phone has it, the rules, and what was sent meanwhile. Pure but for what is handed in. */
import type { DataSource, Result } from '$lib/api';
import type { Scene } from '$lib/forms/index.ts';
import { judgeByRules, type Judge } from '$lib/forms/judge.ts';
import { listsOf, type Lists } from '$lib/forms/lists.ts';
import { sceneOf } from '$lib/forms/scene.ts';
import { t } from '$lib/forms/text.ts';
import { overlay } from '$lib/overlay';
import type { CatalogData } from '$lib/rules/types.ts';
import type { OutboxEntry } from '$lib/store';
import type { Act, Event, HouseholdDocument, Id, NewId, Snapshot } from '$lib/wire';

/** An area with what is needed to judge acts in it. */
export interface Book {
  snapshot: Snapshot;
  catalog: CatalogData;
  lists: Lists;
  judge: Judge;
}

const judge = judgeByRules();

/** Reads an area and the rules. */
export async function openBook(source: Pick<DataSource, 'entryArea' | 'rulebook'>, area: Id, today: string): Promise<Result<Book>> {
  const [snapshot, catalog] = await Promise.all([source.entryArea(area), source.rulebook()]);
  if (!snapshot.ok) return snapshot;
  if (!catalog.ok) return catalog;
  return { ok: true, value: { snapshot: snapshot.value, catalog: catalog.value, lists: listsOf(catalog.value, today), judge } };
}

/** An act that the documents of the server do not show yet, as if it waited on a phone. */
export function waiting(event: Event, household: Id): OutboxEntry {
  return { event, household, subject: '', state: 'waiting' };
}

/** The households with acts laid over that the server has not shown yet. */
export function householdsWith(book: Book, entries: readonly OutboxEntry[]): HouseholdDocument[] {
  if (entries.length === 0) return book.snapshot.households;
  return [...overlay(book.snapshot.households, entries, book.snapshot.position).values()].map(({ document }) => document);
}

/** What a form about a household may know. */
export function sceneAt(
  book: Book,
  about: { household: Id | undefined; households: readonly HouseholdDocument[]; entries?: readonly OutboxEntry[]; today: string; newId: NewId },
): Scene {
  const { household, households, entries = [], today, newId } = about;
  return sceneOf({ places: book.snapshot, households, household, entries, lists: book.lists }, { today, text: t, newId });
}

/** The event that an act makes at the desk: without a device, in the name of the officer, perhaps on behalf of a collaborator. */
export function eventOf(act: Act, stamp: { id: Id; by: Id; behalf?: Id | undefined; now: number }): Event {
  const { id, by, behalf, now } = stamp;
  return { v: 1, id, recorded_at: new Date(now).toISOString(), by, ...(behalf && { for: behalf }), source: 'interview', ...act } as Event;
}
