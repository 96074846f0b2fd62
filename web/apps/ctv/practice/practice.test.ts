import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { commonForms } from '$lib/forms/index.ts';
import { openDatabase, openVault, type OutboxEntry } from '$lib/store';
import type { Transport } from '$lib/sync';
import { systemRandom } from '$lib/wire';
import { entry } from '../../../test/samples.ts';
import { practiceArea, practiceCatalog, practiceHouseholds, returnedSheet } from './hamlet.ts';
import { openGround, PRACTICE_DATABASE } from './open.ts';
import { practiceServer } from './server.ts';
import { tellTraining } from './tell.ts';
import { isDone, lessons, scoreOf, Training } from './training.svelte.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const clock = () => NOW;
let names = 0;

test('the hamlet is small, whole, and the same on every phone', () => {
  const all = practiceHouseholds(NOW);
  expect(practiceHouseholds(NOW)).toEqual(all);
  expect(all).toHaveLength(6);
  const members = all.flatMap((household) => household.members);
  expect(new Set(members.map(({ id }) => id)).size).toBe(members.length);
  for (const { members: own } of all) expect(own.filter(({ relationship }) => relationship === '1')).toHaveLength(1);
  for (const { birth, mother, father } of members) {
    expect(birth < '2026-11-22').toBe(true);
    for (const parent of [mother, father]) expect(parent === undefined || members.some(({ id }) => id === parent)).toBe(true);
  }
  expect(practiceArea().areas[0]?.hamlets).toEqual([all[0]?.hamlet]);
});

test('the forms find every list they offer, without any download', () => {
  const lists = new Map(practiceCatalog().lists.map(({ id, items }) => [id, items]));
  for (const id of ['sex', 'relationship', 'residence', 'birth_place', 'death_place', 'origin_kind', 'move_reason', 'newborn_result']) {
    expect(lists.get(id)?.length, id).toBeGreaterThan(1);
  }
});

test('the returned sheet opens in its form with what was written', () => {
  const { values = {}, event } = returnedSheet(NOW);
  const household = practiceHouseholds(NOW).at(-1);
  if (!household) throw new Error('no household');
  const scene = {
    household, ...practiceArea(), provinces: [], households: [household], transfers: [], today: '2026-11-22',
    list: () => [{ value: 'station', label: '' }, { value: '01', label: '' }], text: (key: string) => key, newId: () => 'new',
  };
  const act = commonForms.birth.act({ ...values, order: '2' } as never, scene as never);
  expect(act).toMatchObject({ kind: 'birth', date: event.date, data: { order: 2, child: { mother: household.members[1]?.id } } });
});

test('the server of the practice area takes each sheet once and calls nobody', async () => {
  const server = practiceServer();
  const sheet = entry(2, 'death', { person: 'p' });
  const request = { device: 'd', last_counter: 2, events: [sheet.event] };
  const first = await server.push('tap-lam', request);
  const second = await server.push('tap-lam', request);
  expect([first, second].map((answer) => answer.ok && answer.value.outcomes[0]?.outcome)).toEqual(['queued', 'duplicate']);
  expect(first.ok && first.value.received).toEqual({ count: 2, upto: 2, missing: [] });
});

test('a lesson is done by its act, by sending, by a correction, and by nothing that was there before', () => {
  const lesson = (id: string) => lessons.find((one) => one.id === id) ?? lessons[0]!;
  const old = entry(1, 'birth', { household: 'h', hamlet: 'x', child: { person: 'c', sex: 'f', birth: '2026', relationship: '3', residence: '1' }, place: 'home' });
  const fresh = (extra: Partial<OutboxEntry['event']> = {}, state: OutboxEntry['state'] = 'waiting') => ({ ...old, event: { ...old.event, id: 'new', ...extra } as OutboxEntry['event'], state });
  const before = new Set([old.event.id]);
  expect(isDone(lesson('birth'), [old], before)).toBe(false);
  expect(isDone(lesson('birth'), [old, fresh()], before)).toBe(true);
  expect(isDone(lesson('death'), [old, fresh()], before)).toBe(false);
  expect(isDone(lesson('correction'), [old, fresh()], before)).toBe(false);
  expect(isDone(lesson('correction'), [old, fresh({ supersedes: old.event.id })], before)).toBe(true);
  const sent = { ...old, state: 'submitted' as const };
  expect([fresh(), fresh({}, 'submitted')].map((one) => isDone(lesson('sending'), [sent, one], before))).toEqual([false, true]);
});

test('lessons are short, and each check has one right answer', () => {
  expect(lessons.map(({ id }) => id)).toEqual(['birth', 'death', 'arrival', 'departure', 'pregnancy', 'unchanged', 'sending', 'correction']);
  for (const { id, pages, questions } of lessons) {
    expect([pages.length <= 5, questions.length], id).toEqual([true, 3]);
    for (const { answers, right } of questions) expect(answers[right], id).toBeDefined();
  }
  expect([[1, 1, 1], [1, 2, 1], [2, 3, 2]].map(scoreOf)).toEqual([100, 67, 0]);
});

test('what was learned stays, is told once, and nobody else is told to have learned it', async () => {
  const name = `practice-${names++}`;
  const ground = await openGround(clock, systemRandom, name);
  const open = async (learner: string | undefined) => {
    const training = new Training(ground.records, clock);
    await training.open(learner);
    return training;
  };
  await (await open(undefined)).complete('birth', 67);
  const hoa = await open('hoa');
  await hoa.complete('death', 100);
  await hoa.complete('death', 33);
  expect(hoa.of('death')?.score).toBe(100);
  ground.database.close();

  const heard: unknown[] = [];
  let reachable = false;
  const transport = {
    tellTraining: async (_token: string, completions: unknown) => {
      if (!reachable) return { ok: false, failure: { kind: 'unreachable' } };
      heard.push(completions);
      return { ok: true, value: undefined };
    },
  } as unknown as Transport;
  const tell = (user: string) => tellTraining({ transport, clock, randomBytes: systemRandom }, user, 'token', name);
  await tell('hoa');
  reachable = true;
  await tell('hoa');
  await tell('hoa');
  await tell('lan');
  expect(heard).toEqual([[{ lesson: 'death', day: '2026-11-22', score: 100 }, { lesson: 'birth', day: '2026-11-22', score: 67 }]]);
});

test('the practice area has a database of its own, and the register stays as it is', async () => {
  const database = await openDatabase('danso-ctv');
  const vault = openVault({ database, clock, randomBytes: systemRandom, iterations: 10 });
  const records = await vault.create({ id: 'hoa', login: 'hoa', name: 'Hoa', device: 'd' }, '123456');
  await records.write([{ put: 'setting', id: 'only', value: { language: 'vi' } }], { from: 0, to: 3 });
  const rows = await database.getAll('records');
  const { records: practice } = await openGround(clock, systemRandom, PRACTICE_DATABASE);
  await practice.write([{ clear: 'outbox' }, { put: 'outbox', id: 'x', value: returnedSheet(NOW) }], { from: 0, to: 1 });
  expect(await database.getAll('records')).toEqual(rows);
  expect([await records.counter(), (await vault.users()).length]).toEqual([3, 1]);
});
