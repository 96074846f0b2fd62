import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { ONLY, openDatabase, openVault, type DifferenceRecord, type Records } from '$lib/store';
import { systemRandom, uuidV7 } from '$lib/wire';
import { FakeServer } from '../../test/fakeServer.ts';
import { handed, householdId, personId } from '../../test/samples.ts';
import { afterList, afterReplies, answered, differenceId, isAnswered } from './differences.ts';
import { syncOnce } from './engine.ts';
import { submit } from './outbox.ts';
import { nothingSynced, standing } from './plan.ts';
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
  const database = await openDatabase(`differences-${scenes++}`);
  const clock = () => Date.parse('2026-03-06T02:03:04.123Z');
  const transport = httpTransport(server.url);
  const session = await transport.logIn('hoa', 'matkhau-hoa', { name: 'máy thử' });
  if (!session.ok || !session.value.device) throw new Error('log-in failed');
  const { token, user, device } = session.value;
  const records = await openVault({ database, clock, randomBytes: systemRandom, iterations: 10 }).create({ ...user, device: device.id }, '123456');
  await records.write([
    { put: 'session', id: ONLY, value: { token, user, device: device.id } },
    { put: 'sync', id: ONLY, value: { ...nothingSynced, ground: server.state.ground } },
  ]);
  server.state.handed = handed();
  const config = { records, transport, clock };
  return { server, port, records, sync: () => syncOnce(config), outbox: { records, clock, newId: uuidV7(clock, systemRandom) } };
}

const keys = async (records: Records) => (await records.all('difference')).map(({ key }) => key).sort();
const found = (at: string) => ({ outcome: 'ours' as const, at });
const get = async (records: Records, key: string) => {
  const record = (await records.all('difference')).find((one) => one.key === key);
  if (!record) throw new Error(`no ${key}`);
  return record;
};
const moveOut = (difference: DifferenceRecord) => ({
  act: { kind: 'move_out' as const, date: '2026-03-05', data: { household: householdId(2), persons: [personId(2, 2)], to: { kind: 'unknown' as const } } },
  household: householdId(2),
  subject: '',
  answers: { difference: differenceId(difference), outcome: 'moved' as const },
});

test('what is to be asked comes with the sync, sealed, and goes when it is taken back', async () => {
  const { server, records, sync } = await scene();
  expect(await sync()).toEqual({ outcome: 'done' });
  expect(await keys(records)).toEqual(['o:5', 'o:6', 't:9', 'v:3:birth', 'v:4:number']);
  server.state.handed = server.state.handed.filter(({ kind }) => kind === 'value');
  await sync();
  expect(await keys(records)).toEqual(['v:3:birth', 'v:4:number']);
  server.state.handed = [];
  await sync();
  expect(await keys(records)).toEqual([]);
});

test('an older server has none, and holds nothing else up', async () => {
  const { server, records, sync } = await scene();
  server.trouble = { withoutDifferences: true };
  await records.write([{ put: 'declaration', id: 'a 2026-01', value: { area: 'a', month: '2026-01', what: 'nothing', at: '', acts: 0, state: 'waiting' } }]);
  expect(await sync()).toEqual({ outcome: 'done' });
  expect([await keys(records), server.state.declared.size]).toEqual([[], 1]);
});

test('an answer waits, goes after the event it names, and counts once however often it comes', async () => {
  const { server, port, records, sync, outbox } = await scene();
  await sync();
  await server.stop();
  const entry = await submit(outbox, moveOut(await get(records, 'o:5')));
  await records.write([answered(await get(records, 'v:3:birth'), found('2026-03-06T03:00:00.000Z'))]);
  expect(await get(records, 'o:5')).toMatchObject({ answer: { outcome: 'moved', event: entry.event.id, at: entry.event.recorded_at } });
  expect(await sync()).toEqual({ outcome: 'unreachable' });
  const waiting = (await records.all('difference')).filter(isAnswered).length;
  expect(waiting).toBe(2);
  expect(standing(await records.all('outbox'), nothingSynced, 1, waiting)).toMatchObject({ unsent: 3, allConfirmed: false });
  await server.start(port);
  server.trouble = { loseAnswer: '/differences' };
  expect(await sync()).toEqual({ outcome: 'unreachable' });
  expect((await records.all('difference')).filter(isAnswered)).toHaveLength(2);
  server.trouble = {};
  expect(await sync()).toEqual({ outcome: 'done' });
  expect(server.state.answers.map(({ key, outcome, event, after }) => [key, outcome, event, after])).toEqual([
    ['o:5', 'moved', entry.event.id, 11],
    ['v:3:birth', 'ours', undefined, 11],
  ]);
  expect(await keys(records)).toEqual(['o:6', 't:9', 'v:4:number']);
});

test('what the officer settled meanwhile is told, and nothing of the list stays with it', async () => {
  const { server, records, sync } = await scene();
  await sync();
  await records.write([answered(await get(records, 't:9'), found('2026-03-06T03:00:00.000Z'))]);
  server.state.handed = [];
  await sync();
  const [left, ...more] = await records.all('difference');
  expect(more).toEqual([]);
  expect(left).toEqual({ reconciliation: left?.reconciliation, key: 't:9', source: 'insurance', as_of: '2026-03-01', kind: 'theirs_only', over: 'settled', answer: found('2026-03-06T03:00:00.000Z') });
  await sync();
  expect(await keys(records)).toEqual(['t:9']);
});

test('an answer given while another one was on its way is sent, too', () => {
  const [one] = handed();
  if (!one) throw new Error('no sample');
  const sent = { ...one, answer: found('t1') };
  const now = { ...one, answer: { outcome: 'theirs' as const, at: 't2' } };
  const reply = (result: 'taken' | 'later' | 'refused') => ({ replies: [{ reconciliation: one.reconciliation, key: one.key, result }] });
  expect(afterReplies([now], [sent], reply('taken'))).toEqual([]);
  expect(afterReplies([sent], [sent], reply('later'))).toEqual([]);
  expect(afterReplies([sent], [sent], reply('taken'))).toEqual([{ delete: 'difference', id: differenceId(one) }]);
  expect(afterReplies([sent], [sent], reply('refused'))).toEqual([{ put: 'difference', id: differenceId(one), value: { ...sent, over: 'refused' } }]);
});

test('a list keeps what was found out, and what came back of it is open anew', () => {
  const [one, two] = handed();
  if (!one || !two) throw new Error('no sample');
  const kept = (record: DifferenceRecord) => afterList([record], [one]).map((change) => ('value' in change ? change.value : change));
  expect(kept({ ...one, answer: found('t') })).toEqual([{ ...one, answer: found('t') }]);
  expect(kept({ ...one, answer: found('t'), over: 'refused' })).toEqual([{ ...one, answer: found('t'), over: 'refused' }]);
  expect(kept({ ...one, answer: found('t'), over: 'gone' })).toEqual([one]);
  expect(afterList([{ ...two, answer: found('t') }], [])).toEqual([]);
  expect(afterList([two], [])).toEqual([{ delete: 'difference', id: differenceId(two) }]);
  expect(answered({ ...one, answer: found('t'), over: 'refused' })).toEqual({ put: 'difference', id: differenceId(one), value: one });
});
