import { ONLY, type Change, type OutboxEntry, type Records, type SyncRecord } from '$lib/store';
import type { Clock, PullResponse, PushResponse } from '$lib/wire';
import { arrivals } from './arrivals.ts';
import { sendDeclarations } from './declarations.ts';
import { syncDifferences } from './differences.ts';
import { downloadArea } from './download.ts';
import { afterCounter, afterPush, afterStatuses, halves, nothingSynced, pushBatches } from './plan.ts';
import type { Failure, Transport } from './transport.ts';

export interface SyncConfig {
  records: Records;
  transport: Transport;
  clock: Clock;
}

export type SyncEnd =
  | { outcome: 'done' }
  /** Nobody answered; nothing was lost, the next run goes on. */
  | { outcome: 'unreachable' }
  /** The token is no longer good: log in again. Work goes on without. */
  | { outcome: 'logged_out' }
  /** The commune has revoked this device. */
  | { outcome: 'revoked' }
  | { outcome: 'problem'; title: string };

function endOf(failure: Failure): SyncEnd {
  switch (failure.kind) {
    case 'unreachable':
      return { outcome: 'unreachable' };
    case 'unreadable':
      return { outcome: 'problem', title: '' };
    case 'problem':
      if (failure.problem.code === 'device_revoked') return { outcome: 'revoked' };
      if (failure.problem.status === 401) return { outcome: 'logged_out' };
      return { outcome: 'problem', title: failure.problem.title };
  }
}

/** Whether the fault lies with what was sent, so that a smaller push may succeed. */
function faultOfContent(failure: Failure): boolean {
  return (
    failure.kind === 'problem' &&
    failure.problem.status >= 400 &&
    failure.problem.status < 500 &&
    ![401, 403, 404, 408, 429].includes(failure.problem.status)
  );
}

const puts = (entries: readonly OutboxEntry[]): Change[] =>
  entries.map((value) => ({ put: 'outbox', id: value.event.id, value }));

/**
 * One run: send everything that waits, then fetch what is new; answers to differences go after the events that they name. Each answer is stored in one transaction before
 * the next call, so a run may be cut off anywhere. When the areas are others than before, they are downloaded anew; the
 * old ones stay until that is whole, and what waits to be sent stays in any case. Only one run at a time may use the same records.
 */
export async function syncOnce(config: SyncConfig): Promise<SyncEnd> {
  const { records, transport, clock } = config;
  const session = await records.get('session', ONLY);
  if (!session) return { outcome: 'logged_out' };
  const { token, device } = session;

  const known = async (): Promise<SyncRecord> => (await records.get('sync', ONLY)) ?? nothingSynced;
  const instant = () => new Date(clock()).toISOString();

  async function storePush(response: PushResponse): Promise<void> {
    const entries = await records.all('outbox');
    const sync: SyncRecord = {
      ...(await known()),
      receivedUpto: response.received.upto,
      receivedCount: response.received.count,
      receipt: response.receipt,
      lastContact: instant(),
      lastSent: instant(),
    };
    await records.write([...puts(afterPush(entries, response, device)), { put: 'sync', id: ONLY, value: sync }]);
  }

  async function storePull(response: PullResponse): Promise<void> {
    const entries = await records.all('outbox');
    const before = await known();
    const changed = new Map(afterStatuses(entries, response.events).map((entry) => [entry.event.id, entry]));
    const now = entries.map((entry) => changed.get(entry.event.id) ?? entry);
    const { receivedUpto, resend } = afterCounter(now, before.receivedUpto, response.counter, device);
    const sync: SyncRecord = {
      ...before,
      position: Math.max(before.position, response.position),
      receivedUpto,
      lastContact: instant(),
    };
    const lying = await Promise.all(response.households.map(({ id }) => records.get('household', id)));
    const here = new Set(lying.flatMap((document) => (document ? [document.id] : [])));
    const areas = new Set((await records.get('area', ONLY))?.areas.map(({ id }) => id));
    await records.write([
      ...response.households.map((value): Change => ({ put: 'household', id: value.id, value })),
      ...response.gone.flatMap((id): Change[] => [{ delete: 'household', id }, { delete: 'arrival', id }]),
      ...arrivals(response.households, here, areas, entries, clock()),
      ...puts([...changed.values(), ...resend]),
      { put: 'sync', id: ONLY, value: sync },
    ]);
  }

  async function push(): Promise<Failure | undefined> {
    const queue = pushBatches(await records.all('outbox'));
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      const answer = await transport.push(token, {
        device,
        last_counter: await records.counter(),
        events: batch.map((entry) => entry.event),
      });
      if (answer.ok) {
        await storePush(answer.value);
      } else if (faultOfContent(answer.failure) && answer.failure.kind === 'problem') {
        if (batch.length > 1) queue.unshift(...halves(batch));
        else {
          const { title, code } = answer.failure.problem;
          await records.write(puts(batch.map((entry) => ({ ...entry, refusal: title || code }))));
        }
      } else {
        return answer.failure;
      }
    }
    return undefined;
  }

  /** The area anew: it is another one, or goes by other names, than what is held here. */
  async function downloadAnew(): Promise<Failure | undefined> {
    const download = await downloadArea(config, token);
    return download.ok ? undefined : download.failure;
  }

  async function pull(): Promise<Failure | undefined> {
    for (;;) {
      const after = (await known()).position;
      const answer = await transport.pull(token, after);
      if (!answer.ok) return answer.failure;
      // Households of an area that is not held here yet must not lie among those that are.
      if (answer.value.ground !== (await known()).ground) return downloadAnew();
      await storePull(answer.value);
      if (answer.value.catalog !== (await records.get('catalog', ONLY))?.version) {
        const catalog = await transport.catalog(token);
        if (catalog.ok) await records.write([{ put: 'catalog', id: ONLY, value: catalog.value }]);
      }
      if (!answer.value.more || answer.value.position <= after) return undefined;
    }
  }

  /** The day in Viet Nam (UTC+7), where months end. */
  const today = new Date(clock() + 7 * 3_600_000).toISOString().slice(0, 10);
  const failed = (await push()) ?? (await pull()) ?? (await syncDifferences(records, transport, token)) ?? (await sendDeclarations(records, transport, token, today));
  return failed ? endOf(failed) : { outcome: 'done' };
}
