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
  return event.kind === 'move_out' || event.kind === 'transfer' ? 'movedOut' : undefined;
}

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
 * `pulledTo`; of an act that they show already the server has found that it had its effect.
 */
export function flows(documents: readonly HouseholdDocument[], entries: readonly OutboxEntry[], pulledTo = 0): Flows {
  const undone = undoneEvents(entries);
  const inForce = entries.filter(({ event, state }) => !undone.has(event.id) && state !== 'returned' && state !== 'withdrawn');
  const pending = inForce.filter((entry) => isPending(entry, pulledTo)).map(({ event }) => event);
  const shown = inForce.filter((entry) => !isPending(entry, pulledTo)).map(({ event }) => event);

  const counts: Flows = { births: 0, deaths: 0, movedIn: 0, movedOut: 0 };
  for (const event of shown) {
    const flow = event.kind === 'transfer' ? undefined : (arrivalBy(event) ?? departureBy(event));
    if (flow) counts[flow] += placedBy(event).length;
  }
  const served: Households = new Map(documents.map((document) => [document.id, document]));
  const kept = sheetsOf(served, pending);
  const read = pending.map((event) => readAs(event, kept));
  let now = inTellingOrder(read).reduce(open, merged(served, kept));
  for (const event of inPlacingOrder(read)) {
    const after = place(now, event);
    for (const flow of steps(now, after, event)) counts[flow] += 1;
    now = after;
  }
  return counts;
}
