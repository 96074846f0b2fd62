import { ONLY, type Draft, type OutboxEntry, type Records } from '$lib/store';
import { answered } from './differences.ts';
import type { Act, Clock, Event, Id, NewId } from '$lib/wire';

export interface OutboxConfig {
  records: Records;
  clock: Clock;
  newId: NewId;
}

export interface Submission {
  act: Act;
  household: Id;
  subject: string;
  values?: Record<string, unknown>;
  /** Removed in the same transaction that stores the event. */
  draft?: Draft['id'];
  /** The difference that is answered with it, in the same transaction. */
  answers?: Draft['answers'] | undefined;
}

/** Makes the event from an act: id, author, device, the next counter, the clock. */
function eventOf(act: Act, stamp: { id: Id; by: Id; device: Id; counter: number; now: number }): Event {
  return {
    v: 1,
    id: stamp.id,
    recorded_at: new Date(stamp.now).toISOString(),
    by: stamp.by,
    device: stamp.device,
    counter: stamp.counter,
    source: 'interview',
    ...act,
  } as Event;
}

/**
 * Puts an act into the outbox. The counter is taken and the event stored in one transaction, so two tabs
 * never give out the same counter and none is lost.
 */
export async function submit(config: OutboxConfig, submission: Submission): Promise<OutboxEntry> {
  const { records, clock, newId } = config;
  const session = await records.get('session', ONLY);
  if (!session) throw new Error('no session to submit with');
  const { answers } = submission;
  const difference = answers && (await records.get('difference', answers.difference));
  for (;;) {
    const from = await records.counter();
    const event = eventOf(submission.act, {
      id: newId(),
      by: session.user.id,
      device: session.device,
      counter: from + 1,
      now: clock(),
    });
    const entry: OutboxEntry = {
      event,
      household: submission.household,
      subject: submission.subject,
      ...(submission.values && { values: submission.values }),
      state: 'waiting',
    };
    const written = await records.write(
      [
        { put: 'outbox', id: event.id, value: entry },
        ...(answers && difference ? [answered(difference, { outcome: answers.outcome, event: event.id, at: event.recorded_at })] : []),
        ...(submission.draft ? [{ delete: 'draft' as const, id: submission.draft }] : []),
      ],
      { from, to: from + 1 },
    );
    if (written) return entry;
  }
}
