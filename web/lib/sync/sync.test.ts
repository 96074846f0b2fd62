import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { ONLY, openDatabase, openVault, type Records } from '$lib/store';
import { systemRandom, uuidV7 } from '$lib/wire';
import { FakeServer } from '../../test/fakeServer.ts';
import { AREA, entry as sample, HAMLET, householdId, households, personId } from '../../test/samples.ts';
import { adoptSession } from './adopt.ts';
import { declarationId } from './declarations.ts';
import { downloadArea } from './download.ts';
import { syncOnce } from './engine.ts';
import { submit } from './outbox.ts';
import { readBack } from './readBack.ts';
import { afterSnapshot, afterStatuses, nothingSynced, standing } from './plan.ts';
import { httpTransport } from './transport.ts';

let scenes = 0;
const servers: FakeServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function scene() {
  const server = new FakeServer();
  servers.push(server);
  const port = await server.start();
  const database = await openDatabase(`sync-${scenes++}`);
  const clock = () => Date.parse('2026-03-06T02:03:04.123Z');
  const transport = httpTransport(server.url);
  const session = await transport.logIn('hoa', 'matkhau-hoa', { name: 'máy thử' });
  if (!session.ok || !session.value.device) throw new Error('log-in failed');
  const { token, user, device } = session.value;
  const vault = openVault({ database, clock, randomBytes: systemRandom, iterations: 10 });
  const records = await vault.create({ ...user, device: device.id }, '123456');
  await records.write([
    { put: 'session', id: ONLY, value: { token, user, device: device.id } },
    { put: 'sync', id: ONLY, value: { ...nothingSynced, ground: server.state.ground } },
  ]);
  const newId = uuidV7(clock, systemRandom);
  let child = 50;
  const record = () => {
    const person = personId(1, child++);
    return submit(
      { records, clock, newId },
      {
        act: {
          kind: 'birth',
          date: '2026-03-05',
          data: {
            household: householdId(1),
            hamlet: HAMLET,
            child: { person, sex: 'm', birth: '2026-03-05', relationship: '3', residence: '1' },
            place: 'home',
          },
          personal: { [person]: { name: 'Bé' } },
        },
        household: householdId(1),
        subject: 'Bé',
      },
    );
  };
  const config = { records, transport, clock };
  return { server, port, token, records, config, newId, record, sync: () => syncOnce(config) };
}

const states = async (records: Records) =>
  (await records.all('outbox'))
    .sort((a, b) => (a.event.counter ?? 0) - (b.event.counter ?? 0))
    .map((entry) => entry.state);

async function standingOf(records: Records) {
  return standing(
    await records.all('outbox'),
    (await records.get('sync', ONLY)) ?? nothingSynced,
    await records.counter(),
  );
}

test('counters have no gap even when acts are written at the same moment', async () => {
  const { record } = await scene();
  const entries = await Promise.all(Array.from({ length: 12 }, record));
  expect(entries.map((entry) => entry.event.counter).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
});

test('what waits is sent once and then confirmed', async () => {
  const { record, sync, records, server } = await scene();
  await record();
  await record();
  expect(await standingOf(records)).toMatchObject({ unsent: 2, made: 2, received: 0, allConfirmed: false });
  expect(await sync()).toEqual({ outcome: 'done' });
  await sync();
  expect(server.state.arrivals).toHaveLength(2);
  expect(await standingOf(records)).toMatchObject({ unsent: 0, made: 2, received: 2, allConfirmed: true });
});

test('a lost acknowledgement is made good by sending again, and held once', async () => {
  const { record, sync, records, server } = await scene();
  await record();
  server.trouble = { loseAnswer: '/push' };
  expect(await sync()).toEqual({ outcome: 'unreachable' });
  expect(await standingOf(records)).toMatchObject({ unsent: 1, allConfirmed: false });
  server.trouble = {};
  expect(await sync()).toEqual({ outcome: 'done' });
  expect([server.state.arrivals.length, server.state.held.size]).toEqual([2, 1]);
  expect(await states(records)).toEqual(['submitted']);
});

test('a server that is gone loses nothing, and work goes on', async () => {
  const { record, sync, records, server, port } = await scene();
  await record();
  await server.stop();
  expect(await sync()).toEqual({ outcome: 'unreachable' });
  await record();
  await server.start(port);
  expect(await sync()).toEqual({ outcome: 'done' });
  expect(await states(records)).toEqual(['submitted', 'submitted']);
});

test('a pull that fails after the push keeps what the push confirmed', async () => {
  const { record, sync, records, server } = await scene();
  await record();
  server.trouble = { loseRequest: '/pull' };
  expect(await sync()).toEqual({ outcome: 'unreachable' });
  expect(await states(records)).toEqual(['submitted']);
});

test('one event the server refuses does not hold up the others', async () => {
  const { record, sync, records, server } = await scene();
  for (let i = 0; i < 7; i++) await record();
  server.trouble = { refuseCounter: 4 };
  expect(await sync()).toEqual({ outcome: 'done' });
  expect(await states(records)).toEqual([
    'submitted', 'submitted', 'submitted', 'waiting', 'submitted', 'submitted', 'submitted',
  ]);
  const refused = (await records.all('outbox')).find((entry) => entry.state === 'waiting');
  expect(refused?.refusal).toBe('Máy chủ không đọc được phiếu này.');
  expect(await standingOf(records)).toMatchObject({ unsent: 1, received: 3, allConfirmed: false });
  server.trouble = {};
  await sync();
  expect(await standingOf(records)).toMatchObject({ unsent: 0, received: 7, allConfirmed: true });
});

test('events a restored server has lost are sent again', async () => {
  const { record, sync, records, server } = await scene();
  const first = await record();
  await sync();
  server.state.held.delete(first.event.id);
  await record();
  await sync();
  expect(await states(records)).toEqual(['waiting', 'submitted']);
  await sync();
  expect(await standingOf(records)).toMatchObject({ received: 2, allConfirmed: true });
});

test('a server restored from an old backup gets the last ones again', async () => {
  const { record, sync, records, server } = await scene();
  await record();
  const last = await record();
  await sync();
  server.state.held.delete(last.event.id);
  await sync();
  expect(await standingOf(records)).toMatchObject({ unsent: 1, received: 1, allConfirmed: false });
  await sync();
  expect(await standingOf(records)).toMatchObject({ unsent: 0, received: 2, allConfirmed: true });
});

test('the commune returns one and accepts another', async () => {
  const { record, sync, records, server } = await scene();
  const [first, second] = [await record(), await record()];
  await sync();
  server.state.decide(first.event.id, 'returned', 'Thiếu họ của cháu');
  server.state.decide(second.event.id, 'accepted');
  await sync();
  expect(await states(records)).toEqual(['returned', 'accepted']);
  expect((await records.get('outbox', first.event.id))?.reason).toBe('Thiếu họ của cháu');
  expect((await records.get('household', householdId(1)))?.members).toHaveLength(4);
});

test('a parked event has no place in the log, and gets one when it is read', () => {
  const entry = { event: { id: 'e' }, household: 'h', subject: '', state: 'waiting' } as never;
  const [parked] = afterStatuses([entry], [{ id: 'e', status: 'parked' }]);
  expect(parked).toMatchObject({ state: 'parked' });
  expect(parked && afterStatuses([parked], [{ id: 'e', status: 'submitted', position: 7 }])).toMatchObject([
    { state: 'submitted', position: 7 },
  ]);
});

test('an older status never replaces a newer one', () => {
  const entry = { event: { id: 'e' }, household: 'h', subject: '', state: 'accepted', position: 30 };
  expect(afterStatuses([entry as never], [{ id: 'e', status: 'submitted', position: 20 }])).toEqual([]);
});

test('a phone that was given a new device id stamps anew what waits, and only that', async () => {
  const { record, sync, records, server } = await scene();
  await record();
  await sync();
  await record();
  await record();
  const again = server.state.session('hoa');
  if (!again.device) throw new Error('no device');
  await adoptSession(records, { token: again.token, user: again.user, device: again.device.id }, again.device.counter);
  await record();
  await sync();
  const stamps = [...server.state.held.values()].map(({ event }) => [event.device === again.device?.id, event.counter]);
  expect(stamps).toEqual([[false, 1], [true, 1], [true, 2], [true, 3]]);
  expect(await standingOf(records)).toMatchObject({ made: 3, received: 3, allConfirmed: true });
});

test('an ended session is told and nothing is lost', async () => {
  const { record, sync, records, server } = await scene();
  await record();
  server.state.tokens.clear();
  expect(await sync()).toEqual({ outcome: 'logged_out' });
  expect(await states(records)).toEqual(['waiting']);
});

test('the first download goes on where it broke off', async () => {
  const { server, records, config, token } = await scene();
  server.trouble = { breakSnapshotAfter: 300 };
  expect(await downloadArea(config, token)).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
  const kept = await records.get('download', ONLY);
  expect(kept?.have).toBe(300);
  server.trouble = {};
  const seen: number[] = [];
  expect(await downloadArea({ ...config, onProgress: (have) => seen.push(have) }, token)).toEqual({ ok: true });
  expect([Math.min(...seen) > 300, (await records.all('household')).length]).toEqual([true, 4]);
  expect(await records.getBytes('chunk-0')).toBeUndefined();
});

test('an area that became another is downloaded anew, and what the server took meanwhile is no longer laid over', async () => {
  const { record, sync, records, server } = await scene();
  const [first, second] = [await record(), await record()];
  await sync();
  expect(await records.all('household')).toHaveLength(4);
  server.state.ground = 'g2';
  server.trouble = { breakSnapshotAfter: 300 };
  expect(await sync()).toEqual({ outcome: 'unreachable' });
  expect(await records.all('household'), 'the old one stays until the new one is whole').toHaveLength(4);
  await record();
  server.state.decide(first.event.id, 'accepted');
  server.state.decide(second.event.id, 'returned', 'Thiếu họ');
  server.trouble = {};
  expect(await sync()).toEqual({ outcome: 'done' });
  expect((await records.get('sync', ONLY))?.ground).toBe('g2');
  expect(await states(records)).toEqual(['accepted', 'returned', 'submitted']);
});

test('what came of an area that is not held does not stay when that area goes again', async () => {
  const { record, sync, records, server } = await scene();
  await sync();
  const before = await records.all('household');
  server.state.ground = 'g2';
  server.state.acceptAtOnce = true;
  server.trouble = { loseRequest: '/snapshot' };
  await record();
  expect(await sync()).toEqual({ outcome: 'unreachable' });
  expect(await records.all('household')).toEqual(before);
});

test('of what a snapshot does not name, that which the server held counts', () => {
  const entry = (id: string, state: string) => ({ event: { id }, household: 'h', subject: '', state }) as never;
  const entries = [entry('a', 'waiting'), entry('b', 'submitted'), entry('c', 'submitted'), entry('d', 'parked')];
  const events = [{ id: 'c', status: 'submitted' as const, position: 5 }];
  expect(afterSnapshot(entries, { events, position: 9 }).map(({ event, state, position }) => [event.id, state, position])).toEqual([
    ['c', 'submitted', 5], ['b', 'accepted', 9], ['d', 'accepted', 9],
  ]);
});

test('a new phone shows what waits and what was returned, under the households they belong to', () => {
  const { event } = sample(3, 'death', { person: personId(2, 1) });
  const status = { id: event.id, status: 'returned' as const, position: 7, reason: 'Thiếu nơi chết', event };
  const [entry, ...others] = afterSnapshot([], { events: [status, { id: 'x', status: 'parked' }], position: 9, households: households() });
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ event, household: householdId(2), state: 'returned', reason: 'Thiếu nơi chết', position: 7 });
  if (entry) expect(afterSnapshot([entry], { events: [status], position: 9 })).toHaveLength(1);
});

test('a download begun before the area changed starts again', async () => {
  const { server, records, config, token } = await scene();
  server.trouble = { breakSnapshotAfter: 300 };
  await downloadArea(config, token);
  server.trouble = {};
  server.state.position = 99;
  expect(await downloadArea(config, token)).toEqual({ ok: true });
  expect((await records.get('sync', ONLY))?.position).toBe(99);
});

test('whatever goes wrong in between, each act ends up at the server once', async () => {
  const trouble = fc.constantFrom({}, { loseAnswer: '/push' }, { loseRequest: '/push' }, { loseRequest: '/pull' }, { refuseCounter: 2 });
  const step = fc.oneof(
    fc.constant({ do: 'record' as const }),
    fc.record({ do: fc.constant('sync' as const), trouble }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const { record, sync, records, server } = await scene();
      let made = 0;
      for (const one of steps) {
        if (one.do === 'record') {
          await record();
          made++;
        } else {
          server.trouble = one.trouble;
          await sync();
        }
      }
      server.trouble = {};
      await sync();
      await server.stop();
      expect(server.state.held.size).toBe(made);
      expect((await states(records)).every((state) => state === 'submitted')).toBe(true);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('a month without events is declared once it is over, and a refusal holds nothing up', async () => {
  const { server, config, records, newId, record } = await scene();
  const said = { area: AREA, what: 'nothing' as const, at: '2026-03-06T02:03:04.123Z', acts: 0, state: 'waiting' as const };
  for (const month of ['2026-01', '2026-02', '2026-03']) {
    const value = { ...said, month };
    await records.write([{ put: 'declaration', id: declarationId(value), value }]);
  }
  await submit({ ...config, newId }, {
    act: { kind: 'death', date: '2026-02-03', data: { person: personId(3, 1) } },
    household: householdId(3),
    subject: '',
  });
  await record();
  expect(await syncOnce(config)).toEqual({ outcome: 'done' });
  const kept = new Map((await records.all('declaration')).map((one) => [one.month, one]));
  expect(kept.get('2026-01')).toMatchObject({ state: 'confirmed' });
  expect(kept.get('2026-02')).toMatchObject({ state: 'waiting', refusal: 'Tháng này đã có biến động.' });
  expect(kept.get('2026-03')?.refusal).toBeUndefined();
  expect([...server.state.declared]).toEqual([`${AREA} 2026-01`]);
  expect((await records.all('outbox')).every(({ state }) => state !== 'waiting')).toBe(true);
});

test('what a file of the same person holds waits again, keeps its device and counter, and nobody else\'s is taken', async () => {
  const { record, records, server, sync } = await scene();
  const made = await record();
  await sync();
  const saved = { ...made.event, id: '01990000-0000-7000-8000-00000000f001', device: 'old-phone', counter: 7 };
  const other = { ...saved, id: '01990000-0000-7000-8000-00000000f002', by: 'someone-else' };
  expect(await readBack(records, made.event.by, [made.event, saved, other])).toEqual({ taken: 1, known: 1, foreign: 1 });
  expect(await readBack(records, made.event.by, [saved])).toEqual({ taken: 0, known: 1, foreign: 0 });
  const entry = await records.get('outbox', saved.id);
  expect([entry?.state, entry?.household]).toEqual(['waiting', made.household]);
  await sync();
  expect(server.state.held.get(saved.id)?.event).toEqual(saved);
  expect(await records.counter()).toBe(1);
});
