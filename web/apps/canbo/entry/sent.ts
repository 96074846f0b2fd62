import type { EntryOutcome } from '$lib/api';
import type { Event, Id } from '$lib/wire';

/** An act sent from this desk, with what the server said of it. */
export interface SentAct {
  event: Event;
  household: Id;
  subject: string;
  outcome: EntryOutcome['outcome'];
  messages: string[];
  withdrawn?: boolean;
}

/** Acts are remembered for so long: a move waits for its receipt, and a mistake is seen within days. */
const DAYS = 60;
const DAY = 86_400_000;

/** The acts sent with one more, latest first, without those of long ago. */
export function sentActs(before: readonly SentAct[], one: SentAct, now: number): SentAct[] {
  return [one, ...before.filter(({ event }) => now - Date.parse(event.recorded_at) < DAYS * DAY)];
}
