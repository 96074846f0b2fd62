import type { OutboxEntry } from '$lib/store';
import type { Event, HouseholdDocument, Id } from '$lib/wire';
import { undoneEvents } from './force.ts';
import { homeOf, type Households } from './households.ts';
import { inPlacingOrder, inTellingOrder, placedBy } from './order.ts';
import { isPending } from './overlay.ts';
import { open, place } from './place.ts';
import { merged, readAs, sheetsOf } from './same.ts';

/** Persons who were born, died, came and left by own acts, whatever their residence status. */
export interface Flows {
  births: number;
  deaths: number;
  movedIn: number;
  movedOut: number;
}

type Flow = keyof Flows;

function arrivalBy(event: Event): Flow | undefined {
  if (event.kind === 'birth') return 'births';
  return event.kind === 'move_in' || event.kind === 'adoption' ? 'movedIn' : undefined;
}

function departureBy(event: Event): Flow | undefined {
  if (event.kind === 'death') return 'deaths';
  return event.kind === 'move_out' || event.kind === 'transfer' || event.kind === 'split' ? 'movedOut' : undefined;
}

/** Whether an area is held on this phone. */
export type IsHeld = (area: Id) => boolean;

/** The household that an act puts into an area which is not held here. */
function sentAway(event: Event, held: IsHeld): Id | undefined {
  if (event.kind === 'split') return held(event.data.area) ? undefined : event.data.household;
  if (event.kind !== 'transfer' || event.data.from_household !== event.data.to_household) return undefined;
  const { to_area: area, to_household: household } = event.data;
  return area === undefined || held(area) ? undefined : household;
}

const without = (households: Households, id: Id): Households => new Map([...households].filter(([each]) => each !== id));

/** Who begins and who ends living in the households held here; an act without effect brings nobody. */
function steps(before: Households, after: Households, event: Event): Flow[] {
  return placedBy(event).flatMap((person: Id) => {
    const [lived, lives] = [homeOf(before, person) !== undefined, homeOf(after, person) !== undefined];
    if (lived === lives) return [];
    return (lives ? arrivalBy(event) : departureBy(event)) ?? [];
  });
}

/**
 * Counts what own acts in force brought about, as the server counts it (`conformance/figures.json`). `documents` are the server's as of
 * `pulledTo`; of an act that they show already the server has found that it had its effect. Who goes to an area that is not held here
 * has moved out of those that are.
 */
export function flows(documents: readonly HouseholdDocument[], entries: readonly OutboxEntry[], pulledTo = 0, held: IsHeld = () => true): Flows {
  const undone = undoneEvents(entries);
  const inForce = entries.filter(({ event, state }) => !undone.has(event.id) && state !== 'returned' && state !== 'withdrawn');
  const pending = inForce.filter((entry) => isPending(entry, pulledTo)).map(({ event }) => event);
  const shown = inForce.filter((entry) => !isPending(entry, pulledTo)).map(({ event }) => event);

  const counts: Flows = { births: 0, deaths: 0, movedIn: 0, movedOut: 0 };
  for (const event of shown) {
    const within = (event.kind === 'transfer' || event.kind === 'split') && sentAway(event, held) === undefined;
    const flow = within ? undefined : (arrivalBy(event) ?? departureBy(event));
    if (flow) counts[flow] += placedBy(event).length;
  }
  const served: Households = new Map(documents.map((document) => [document.id, document]));
  const kept = sheetsOf(served, pending);
  const read = pending.map((event) => readAs(event, kept));
  let now = inTellingOrder(read).reduce(open, merged(served, kept));
  for (const event of inPlacingOrder(read)) {
    const placed = place(now, event);
    const gone = sentAway(event, held);
    const after = gone === undefined ? placed : without(placed, gone);
    for (const flow of steps(now, after, event)) counts[flow] += 1;
    now = after;
  }
  return counts;
}
