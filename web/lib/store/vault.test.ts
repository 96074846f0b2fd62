import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { systemRandom } from '$lib/wire';
import { openDatabase } from './database.ts';
import { sealFile, unsealFile } from './crypto.ts';
import { DamagedRecord } from './records.ts';
import { delayAfter, openVault } from './vault.ts';

const HOA = { id: 'user-hoa', login: 'hoa', name: 'Nguyễn Thị Hoa', device: 'device-1' };
let databases = 0;

async function scene() {
  const database = await openDatabase(`vault-${databases++}`);
  let now = 1_000_000;
  const vault = openVault({ database, clock: () => now, randomBytes: systemRandom, iterations: 10 });
  return { database, vault, pass: (milliseconds: number) => (now += milliseconds) };
}

const draft = {
  id: 'd1',
  kind: 'birth' as const,
  subject: 'Bé An',
  step: 2,
  values: { name: 'Bé An' },
  updated: '2026-03-06T02:03:04.123Z',
};

test('what is written comes back after unlocking again', async () => {
  const { vault } = await scene();
  const records = await vault.create(HOA, '123456');
  await records.write([{ put: 'draft', id: 'd1', value: draft }]);
  const opened = await vault.unlock(HOA.id, '123456');
  if (opened.outcome !== 'open') throw new Error(opened.outcome);
  expect(await opened.records.all('draft')).toEqual([draft]);
});

test('nothing readable lies in the database', async () => {
  const { vault, database } = await scene();
  const records = await vault.create(HOA, '123456');
  await records.write([{ put: 'draft', id: 'd1', value: draft }]);
  const [row] = await database.getAll('records');
  expect(new TextDecoder().decode(row?.data)).not.toContain('An');
});

test('a record put in the place of another is refused', async () => {
  const { vault, database } = await scene();
  const records = await vault.create(HOA, '123456');
  await records.write([{ put: 'draft', id: 'd1', value: draft }]);
  const [row] = await database.getAll('records');
  if (row) await database.put('records', { ...row, id: 'd2' });
  await expect(records.get('draft', 'd2')).rejects.toBeInstanceOf(DamagedRecord);
});

test('a PIN of one user does not open the records of another', async () => {
  const { vault } = await scene();
  await vault.create(HOA, '123456');
  const lan = await vault.create({ ...HOA, id: 'user-lan', login: 'lan' }, '222222');
  await lan.write([{ put: 'draft', id: 'd1', value: draft }]);
  const hoa = await vault.unlock(HOA.id, '123456');
  if (hoa.outcome !== 'open') throw new Error(hoa.outcome);
  expect(await hoa.records.all('draft')).toEqual([]);
});

test('after five wrong tries the delay grows, and the right PIN must wait as well', async () => {
  const { vault, pass } = await scene();
  await vault.create(HOA, '123456');
  for (let i = 0; i < 4; i++) expect(await vault.unlock(HOA.id, '000000')).toMatchObject({ outcome: 'wrong', lockedUntil: 0 });
  const fifth = await vault.unlock(HOA.id, '000000');
  expect(fifth).toEqual({ outcome: 'wrong', triesLeft: 0, lockedUntil: 1_030_000 });
  expect(await vault.unlock(HOA.id, '123456')).toMatchObject({ outcome: 'locked' });
  pass(30_000);
  expect(await vault.unlock(HOA.id, '000000')).toMatchObject({ lockedUntil: 1_090_000 });
  pass(60_000);
  expect(await vault.unlock(HOA.id, '123456')).toMatchObject({ outcome: 'open' });
  expect(await vault.unlock(HOA.id, '000000')).toMatchObject({ triesLeft: 4 });
  expect([4, 5, 6, 7, 30].map(delayAfter)).toEqual([0, 30_000, 60_000, 120_000, 3_600_000]);
});

test('the counter moves only from where it was expected, and the records move with it', async () => {
  const { vault } = await scene();
  const records = await vault.create(HOA, '123456');
  expect(await records.write([{ put: 'draft', id: 'd1', value: draft }], { from: 0, to: 1 })).toBe(true);
  expect(await records.write([{ delete: 'draft', id: 'd1' }], { from: 0, to: 1 })).toBe(false);
  expect([await records.counter(), (await records.all('draft')).length]).toEqual([1, 1]);
});

test('wiping a user leaves the others whole', async () => {
  const { vault } = await scene();
  await (await vault.create(HOA, '123456')).write([{ put: 'draft', id: 'd1', value: draft }]);
  const lan = await vault.create({ ...HOA, id: 'user-lan' }, '222222');
  await lan.write([{ put: 'draft', id: 'd1', value: draft }], { from: 0, to: 4 });
  await vault.wipe(HOA.id);
  expect(await vault.unlock(HOA.id, '123456')).toEqual({ outcome: 'unknown_user' });
  expect([await lan.all('draft'), await lan.counter()]).toEqual([[draft], 4]);
});

test('a backup file opens with its code and with nothing else', async () => {
  const plain = new TextEncoder().encode('[]');
  const file = await sealFile('ABCD-EFGH', plain, systemRandom, 10);
  expect(await unsealFile('ABCD-EFGH', file, 10)).toEqual(plain);
  expect(await unsealFile('ABCD-EFGX', file, 10)).toBeUndefined();
});

test('what was read ahead is taken once, and what another tab wrote since is not hidden by it', async () => {
  const { vault, database } = await scene();
  const first = await vault.create(HOA, '123456');
  await first.write([{ put: 'draft', id: 'd1', value: draft }]);
  const open = async () => {
    const opened = await vault.unlock(HOA.id, '123456');
    if (opened.outcome !== 'open') throw new Error(opened.outcome);
    return opened.records;
  };
  await vault.readAhead(HOA.id);
  await database.clear('records');
  const ahead = await open();
  expect(await ahead.all('draft')).toEqual([draft]);
  expect(await ahead.all('draft')).toEqual([]);
  await first.write([{ put: 'draft', id: 'd1', value: draft }]);
  await vault.readAhead(HOA.id);
  await database.clear('records');
  vault.forgetAhead();
  expect(await (await open()).all('draft')).toEqual([]);
});

test('a write of its own ends what was read ahead', async () => {
  const { vault } = await scene();
  await (await vault.create(HOA, '123456')).write([{ put: 'draft', id: 'd1', value: draft }]);
  await vault.readAhead(HOA.id);
  const opened = await vault.unlock(HOA.id, '123456');
  if (opened.outcome !== 'open') throw new Error(opened.outcome);
  await opened.records.write([{ delete: 'draft', id: 'd1' }]);
  expect(await opened.records.all('draft')).toEqual([]);
});

test('a key begun before the PIN is given is no try, and another PIN does not use it', async () => {
  const { vault } = await scene();
  await vault.create(HOA, '123456');
  for (let i = 0; i < 9; i++) await vault.deriveAhead(HOA.id, '000000');
  await vault.deriveAhead(HOA.id, '123456');
  expect(await vault.unlock(HOA.id, '999999')).toMatchObject({ outcome: 'wrong', triesLeft: 4 });
  await vault.deriveAhead(HOA.id, '123456');
  expect(await vault.unlock(HOA.id, '123456')).toMatchObject({ outcome: 'open' });
});
