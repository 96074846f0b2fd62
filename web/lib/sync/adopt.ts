import { ONLY, type Records, type SessionRecord } from '$lib/store';
import { counterOf, nothingSynced } from './plan.ts';

/**
 * Keeps a new session. When the server made a new device of this phone, its counters start again there: what still
 * waits is stamped anew with the new device and the counters that follow, in the order it was written.
 */
export async function adoptSession(records: Records, session: SessionRecord, deviceCounter: number): Promise<void> {
  for (;;) {
    const before = await records.get('session', ONLY);
    const from = await records.counter();
    const keep = { put: 'session' as const, id: ONLY, value: session };
    if (!before || before.device === session.device) {
      if (await records.write([keep], { from, to: Math.max(from, deviceCounter) })) return;
      continue;
    }
    const waiting = (await records.all('outbox'))
      .filter((entry) => entry.state === 'waiting')
      .sort((a, b) => counterOf(a) - counterOf(b))
      .map((entry, i) => ({
        ...entry,
        event: { ...entry.event, device: session.device, counter: deviceCounter + 1 + i },
      }));
    const sync = (await records.get('sync', ONLY)) ?? nothingSynced;
    const written = await records.write(
      [
        keep,
        ...waiting.map((value) => ({ put: 'outbox' as const, id: value.event.id, value })),
        { put: 'sync', id: ONLY, value: { ...sync, receivedUpto: deviceCounter, receivedCount: deviceCounter } },
      ],
      { from, to: deviceCounter + waiting.length },
    );
    if (written) return;
  }
}
