import type { OutboxEntry, Records } from '$lib/store';
import type { Event, HouseholdDocument, Id } from '$lib/wire';

export interface ReadBack {
  /** Sheets that wait to be sent again. */
  taken: number;
  /** Sheets that were here already. */
  known: number;
  /** Sheets that someone else recorded; they are left in the file. */
  foreign: number;
}

/** The household that an event is shown with: the one it names, or where the person it names lives. */
export function householdOf(event: Event, households: readonly HouseholdDocument[]): Id {
  const data = event.data as Record<string, unknown>;
  const named = data['household'] ?? data['from_household'] ?? data['to_household'];
  if (typeof named === 'string') return named;
  const persons = [data['person'], ...(Array.isArray(data['persons']) ? (data['persons'] as unknown[]) : [])];
  const home = households.find(({ members, past = [] }) => [...members, ...past].some(({ id }) => persons.includes(id)));
  return home?.id ?? '';
}

/** The name that an event tells. */
export function subjectOf({ personal }: Event): string {
  return Object.values(personal ?? {}).find(({ name }) => name !== undefined)?.name ?? '';
}

/**
 * Takes what was saved to a file back into the outbox. Each event keeps its id, device and counter, so that it is taken in once whoever
 * brings it — this phone, the old one or the officer — and the count of the old phone closes.
 */
export async function readBack(records: Records, user: Id, events: readonly Event[]): Promise<ReadBack> {
  const known = new Set((await records.all('outbox')).map(({ event }) => event.id));
  const households = await records.all('household');
  const own = events.filter(({ by }) => by === user);
  const fresh = own.filter(({ id }) => !known.has(id));
  await records.write(
    fresh.map((event) => {
      const value: OutboxEntry = { event, household: householdOf(event, households), subject: subjectOf(event), state: 'waiting' };
      return { put: 'outbox' as const, id: event.id, value };
    }),
  );
  return { taken: fresh.length, known: own.length - fresh.length, foreign: events.length - own.length };
}
