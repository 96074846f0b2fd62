import type { Change, OutboxEntry } from '$lib/store';
import type { HouseholdDocument, Id } from '$lib/wire';

const dayOf = (now: number) => new Date(now + 7 * 3_600_000).toISOString().slice(0, 10);

/**
 * Notes the households that came into areas held here without an act of this phone, and are open: someone moved them here, or another one
 * wrote them down. `known`: those held before.
 */
export function arrivals(
  households: readonly HouseholdDocument[],
  known: ReadonlySet<Id>,
  areas: ReadonlySet<Id>,
  entries: readonly OutboxEntry[],
  now: number,
): Change[] {
  const own = new Set(
    entries.flatMap(({ event }) => (event.kind === 'household' || event.kind === 'split' ? [event.data.household] : [])),
  );
  return households
    .filter(({ id, area, closed }) => !known.has(id) && !own.has(id) && area !== undefined && areas.has(area) && closed === undefined)
    .map(({ id }) => ({ put: 'arrival', id, value: { household: id, day: dayOf(now) } }));
}
