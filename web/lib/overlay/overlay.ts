import type { EntryState, OutboxEntry } from '$lib/store';
import type { HouseholdDocument, Id } from '$lib/wire';
import { layOver, personsOf, type Households } from './apply.ts';
import { undoneEvents } from './force.ts';
import { readAs, sheetsOf } from './same.ts';

/** A mark of an own act that the server's document does not show yet, or of one sent back. */
export interface Mark {
  event: Id;
  kind: OutboxEntry['event']['kind'];
  state: EntryState;
}

/** A household as the phone shows it: the server's document with own acts laid over. */
export interface HouseholdView {
  document: HouseholdDocument;
  marks: Mark[];
  /** Person → marks. */
  personMarks: ReadonlyMap<Id, Mark[]>;
  /** True when the server does not know the household yet. */
  isNew: boolean;
}

/** Whether an act still has to be laid over: the server's documents do not have it in them. */
export function isPending(entry: OutboxEntry, pulledTo: number): boolean {
  switch (entry.state) {
    case 'waiting':
    case 'submitted':
    case 'parked':
      return true;
    case 'accepted':
      return (entry.position ?? 0) > pulledTo;
    case 'returned':
    case 'withdrawn':
      return false;
  }
}

/** Own acts that the documents do not show yet, without those undone. */
function pendingActs(entries: readonly OutboxEntry[], pulledTo: number): OutboxEntry[] {
  const undone = undoneEvents(entries);
  return entries.filter((entry) => !undone.has(entry.event.id) && isPending(entry, pulledTo));
}

/**
 * Lays own acts over the server's documents. `pulledTo` is the log position the documents are as of.
 * Pure: the same input gives the same views.
 */
export function overlay(
  documents: readonly HouseholdDocument[],
  entries: readonly OutboxEntry[],
  pulledTo = 0,
): Map<Id, HouseholdView> {
  const served: Households = new Map(documents.map((document) => [document.id, document]));
  const acts = pendingActs(entries, pulledTo);
  const events = acts.map(({ event }) => event);
  const laid = layOver(served, events);
  const kept = sheetsOf(served, events);

  const undone = undoneEvents(entries);
  const marked = entries.filter(
    (entry) => acts.includes(entry) || (entry.state === 'returned' && !undone.has(entry.event.id)),
  );
  const views = new Map<Id, HouseholdView>();
  for (const document of laid.values()) {
    const own = marked.filter((entry) => entry.household === document.id);
    const personMarks = new Map<Id, Mark[]>();
    const marks = own.map(({ event, state }): Mark => ({ event: event.id, kind: event.kind, state }));
    own.forEach(({ event }, i) => {
      const mark = marks[i];
      if (mark) for (const person of personsOf(readAs(event, kept))) personMarks.set(person, [...(personMarks.get(person) ?? []), mark]);
    });
    views.set(document.id, { document, marks, personMarks, isNew: !served.has(document.id) });
  }
  return views;
}
