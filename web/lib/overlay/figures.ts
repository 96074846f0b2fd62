import type { OutboxEntry } from '$lib/store';
import type { EventKind, HouseholdDocument } from '$lib/wire';
import { undoneEvents } from './force.ts';

/** Residence codes of those who count as usual residents. */
export type IsResident = (residence: string) => boolean;

export interface KindFigures {
  recorded: number;
  waiting: number;
  submitted: number;
  accepted: number;
  returned: number;
  parked: number;
}

export interface Figures {
  households: number;
  persons: number;
  residents: number;
  kinds: [EventKind, KindFigures][];
}

const none: KindFigures = { recorded: 0, waiting: 0, submitted: 0, accepted: 0, returned: 0, parked: 0 };

/**
 * The collaborator's own numbers, so that they can be held against those of the commune: `conformance/figures.json` is what the server
 * counts for the same acts. `documents` are those with own acts laid over.
 */
export function figures(
  documents: readonly HouseholdDocument[],
  entries: readonly OutboxEntry[],
  isResident: IsResident,
): Figures {
  const open = documents.filter((document) => document.closed === undefined);
  const members = open.flatMap((document) => document.members);
  const undone = undoneEvents(entries);
  const kinds = new Map<EventKind, KindFigures>();
  for (const { event, state } of entries) {
    if (undone.has(event.id) || state === 'withdrawn' || event.kind === 'withdrawal') continue;
    const before = kinds.get(event.kind) ?? none;
    kinds.set(event.kind, { ...before, recorded: before.recorded + 1, [state]: before[state] + 1 });
  }
  return {
    households: open.length,
    persons: members.length,
    residents: members.filter((member) => isResident(member.residence)).length,
    kinds: [...kinds],
  };
}
