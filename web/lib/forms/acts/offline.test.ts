import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { overlay } from '$lib/overlay';
import { ONLY, openDatabase, openVault } from '$lib/store';
import { submit } from '$lib/sync';
import { systemRandom, uuidV7, type Act, type Event } from '$lib/wire';
import { DEVICE, householdId, households, USER } from '../../../test/samples.ts';

const acts = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../../conformance/wire/acts.json', import.meta.url)), 'utf8'),
) as { name: string; event: Event }[];

const clock = () => Date.parse('2026-03-06T02:03:04.123Z');
const user = { id: USER, login: 'hoa', name: 'Hoa', roles: [] };

async function phone(name: string) {
  const database = await openDatabase(`acts-${name}`);
  const vault = openVault({ database, clock, randomBytes: systemRandom, iterations: 10 });
  const records = await vault.create({ ...user, device: DEVICE }, '123456');
  await records.write([{ put: 'session', id: ONLY, value: { token: '', user, device: DEVICE } }]);
  return { records, clock, newId: uuidV7(clock, systemRandom) };
}

test('each act is kept on the phone without any network, and shown at once', async () => {
  const network = vi.fn();
  vi.stubGlobal('fetch', network);
  const config = await phone('all');
  for (const { name, event } of acts) {
    const { kind, date, data, personal } = event;
    const act = { kind, date, data, ...(personal && { personal }) } as Act;
    const kept = await submit(config, { act, household: householdId(1), subject: name });
    expect(kept.event).toMatchObject(act);
  }
  const entries = (await config.records.all('outbox')).sort((a, b) => (a.event.counter ?? 0) - (b.event.counter ?? 0));
  expect(entries.map(({ event }) => event.counter)).toEqual(acts.map((_, index) => index + 1));
  expect(entries.every(({ state }) => state === 'waiting')).toBe(true);
  const members = [...overlay(households(), entries).values()].flatMap(({ document }) => document.members.map(({ id }) => id));
  expect(new Set(members).size).toBe(members.length);
  expect(network).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});

test('moving, splitting and joining keep the same persons', async () => {
  const moving = acts.filter(({ event }) => ['transfer', 'split', 'merge', 'head_change'].includes(event.kind));
  expect(moving.length).toBeGreaterThanOrEqual(4);
  const before = households().flatMap(({ members }) => members.map(({ id }) => id)).sort();
  for (const { name, event } of moving) {
    const views = overlay(households(), [{ event, household: '', subject: '', state: 'waiting' }]);
    const after = [...views.values()].flatMap(({ document }) => document.members.map(({ id }) => id)).sort();
    expect(after, name).toEqual(before);
  }
});
