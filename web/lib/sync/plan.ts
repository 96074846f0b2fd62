import { householdOf, subjectOf } from './readBack.ts';
import type { EntryState, OutboxEntry, SyncRecord } from '$lib/store';
import {
  PUSH_LIMIT,
  type EventStatus,
  type EventStatusName,
  type Id,
  type Instant,
  type PushOutcome,
  type PushOutcomeName,
  type PushResponse,
  type Snapshot,
} from '$lib/wire';

/** What to send and what an answer means, computed without doing anything. */

export const nothingSynced: SyncRecord = { position: 0, receivedUpto: 0, receivedCount: 0 };

export function counterOf(entry: OutboxEntry): number {
  return entry.event.counter ?? 0;
}

/** Waiting entries in the order they were written, cut into pushes. One refused alone goes last, on its own. */
export function pushBatches(entries: readonly OutboxEntry[], limit = PUSH_LIMIT): OutboxEntry[][] {
  const waiting = entries
    .filter((entry) => entry.state === 'waiting')
    .sort((a, b) => counterOf(a) - counterOf(b));
  const sound = waiting.filter((entry) => entry.refusal === undefined);
  const batches: OutboxEntry[][] = [];
  for (let i = 0; i < sound.length; i += limit) batches.push(sound.slice(i, i + limit));
  for (const entry of waiting) if (entry.refusal !== undefined) batches.push([entry]);
  return batches;
}

/** A push refused as a whole is tried again in halves until the one bad event stands alone. */
export function halves(batch: readonly OutboxEntry[]): OutboxEntry[][] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)].filter((half) => half.length > 0);
}

const stateAfterPush: Record<PushOutcomeName, EntryState> = {
  accepted: 'accepted',
  queued: 'submitted',
  parked: 'parked',
  duplicate: 'submitted',
};

const stateOfStatus: Record<EventStatusName, EntryState> = {
  submitted: 'submitted',
  accepted: 'accepted',
  returned: 'returned',
  withdrawn: 'withdrawn',
  parked: 'parked',
};

/** An outcome says something new only of an entry that still waits: what came by pull is later knowledge. */
function afterOutcome(entry: OutboxEntry, outcome: PushOutcome): OutboxEntry {
  if (entry.state !== 'waiting') return entry;
  const { refusal: _refusal, ...rest } = entry;
  return {
    ...rest,
    state: stateAfterPush[outcome.outcome],
    ...(outcome.position !== undefined && { position: outcome.position }),
    ...(outcome.issues && outcome.issues.length > 0 && { issues: outcome.issues }),
  };
}

/** Entries changed by the answer to a push, those the server says it lacks put back to waiting. */
export function afterPush(
  entries: readonly OutboxEntry[],
  response: PushResponse,
  device: Id,
): OutboxEntry[] {
  const outcomes = new Map(response.outcomes.map((outcome) => [outcome.id, outcome]));
  const missing = new Set(response.received.missing);
  return entries.flatMap((entry) => {
    const outcome = outcomes.get(entry.event.id);
    if (outcome) {
      const changed = afterOutcome(entry, outcome);
      return changed === entry ? [] : [changed];
    }
    if (entry.state !== 'waiting' && entry.event.device === device && missing.has(counterOf(entry))) {
      return [{ ...entry, state: 'waiting' as const }];
    }
    return [];
  });
}

/** The place in the log of the last word on an event; before all others when it has none. */
function placeOf(said: { position?: number } | undefined): number {
  return said?.position ?? 0;
}

/** Entries changed by statuses of a pull or a snapshot; an older status never replaces a newer one. */
export function afterStatuses(
  entries: readonly OutboxEntry[],
  statuses: readonly EventStatus[],
): OutboxEntry[] {
  const latest = new Map<string, EventStatus>();
  for (const status of statuses) {
    if (placeOf(latest.get(status.id)) <= placeOf(status)) latest.set(status.id, status);
  }
  return entries.flatMap((entry) => {
    const status = latest.get(entry.event.id);
    if (!status) return [];
    if (entry.state !== 'waiting' && placeOf(entry) > placeOf(status)) return [];
    const { refusal: _refusal, reason: _reason, ...rest } = entry;
    return [
      {
        ...rest,
        state: stateOfStatus[status.status],
        ...(status.position !== undefined && { position: status.position }),
        ...(status.reason !== undefined && { reason: status.reason }),
        ...(status.by_name !== undefined && { byName: status.by_name }),
        ...(status.issues && status.issues.length > 0 && { issues: status.issues }),
      },
    ];
  });
}

/**
 * Entries changed by a snapshot. It names those that do not count; one that the server held and that is not named counts, and the
 * documents have it in them.
 */
export function afterSnapshot(
  entries: readonly OutboxEntry[],
  { events, position, households = [] }: Pick<Snapshot, 'events' | 'position'> & Partial<Pick<Snapshot, 'households'>>,
): OutboxEntry[] {
  const named = new Set(events.map(({ id }) => id));
  const counts = entries.filter(({ event, state }) => !named.has(event.id) && ['submitted', 'parked', 'returned'].includes(state));
  const here = new Set(entries.map(({ event }) => event.id));
  // A phone that is new does not have them: it was told what they are.
  const fresh = events.flatMap(({ id, event }): OutboxEntry[] =>
    event && !here.has(id) ? [{ event, household: householdOf(event, households), subject: subjectOf(event), state: 'submitted' }] : [],
  );
  return [...afterStatuses([...entries, ...fresh], events), ...counts.map((entry): OutboxEntry => ({ ...entry, state: 'accepted', position }))];
}

/**
 * What a pull's count of this device means. It is the highest counter the server has: with nothing waiting it
 * confirms all up to there; if it fell behind what was confirmed before, the server has lost some (an old backup
 * was restored), and they wait to be sent again.
 */
export function afterCounter(
  entries: readonly OutboxEntry[],
  receivedUpto: number,
  counter: number,
  device: Id,
): { receivedUpto: number; resend: OutboxEntry[] } {
  if (counter < receivedUpto) {
    const lost = entries.filter(
      (entry) => entry.state !== 'waiting' && entry.event.device === device && counterOf(entry) > counter,
    );
    return { receivedUpto: counter, resend: lost.map((entry) => ({ ...entry, state: 'waiting' })) };
  }
  const anyWaiting = entries.some((entry) => entry.state === 'waiting');
  return { receivedUpto: anyWaiting ? receivedUpto : counter, resend: [] };
}

/** What the strip under the header says. */
export interface Standing {
  unsent: number;
  /** Counters given out by this device, and how many of them the server holds without a gap. */
  made: number;
  received: number;
  /** True only when the server has confirmed every one. */
  allConfirmed: boolean;
  lastContact?: Instant;
  lastSent?: Instant;
}

export function standing(
  entries: readonly OutboxEntry[],
  sync: SyncRecord,
  madeCounter: number,
  /** Answers that wait. */
  answers = 0,
): Standing {
  const unsent = entries.filter((entry) => entry.state === 'waiting').length + answers;
  return {
    unsent,
    made: madeCounter,
    received: Math.min(sync.receivedUpto, madeCounter),
    allConfirmed: unsent === 0 && sync.lastContact !== undefined && sync.receivedUpto >= madeCounter,
    ...(sync.lastContact && { lastContact: sync.lastContact }),
    ...(sync.lastSent && { lastSent: sync.lastSent }),
  };
}

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 900_000;

/** Pause before the next try of its own accord after `failures` in a row; `chance` in [0, 1) spreads phones apart. */
export function pauseAfter(failures: number, chance: number): number {
  if (failures === 0) return 0;
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
  return Math.round(pause * (0.75 + chance / 2));
}
