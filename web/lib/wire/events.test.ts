import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { applyEvent, overlay, personsOf } from '$lib/overlay';
import { parsePartialDate } from '$lib/rules/partialDate.ts';
import { changeFields, isPersonalField, type Event, type EventKind, type HouseholdDocument, type Id } from '$lib/wire';

const events = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../conformance/wire/events.json', import.meta.url)), 'utf8'),
) as Event[];

/** The compiler asks for each kind here, the test for each in the samples. */
const kinds: Record<EventKind, true> = {
  household: true,
  household_change: true,
  birth: true,
  adoption: true,
  death: true,
  move_in: true,
  move_out: true,
  transfer: true,
  transfer_receipt: true,
  split: true,
  merge: true,
  head_change: true,
  marriage: true,
  divorce: true,
  separation: true,
  widowed: true,
  contraception_start: true,
  contraception_stop: true,
  pregnancy: true,
  prenatal_screen: true,
  newborn_screen: true,
  elderly_checkup: true,
  disability: true,
  change: true,
  reviewed: true,
  withdrawal: true,
  same_person: true,
};

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const envelope = [
  'v', 'id', 'kind', 'date', 'recorded_at', 'by', 'for', 'device', 'counter', 'supersedes', 'source', 'data', 'personal', 'overrides',
];
const named = events.map((event) => [`${event.kind} ${event.id.slice(-4)}`, event] as const);

/** Keys and values at any depth. */
function walk(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    visit(key, inner);
    walk(inner, visit);
  }
}

test('every kind and every field that can change has a sample, and no other', () => {
  expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
  const fields = events.flatMap((event) => (event.kind === 'change' ? [event.data.field] : []));
  expect(new Set(fields)).toEqual(new Set(changeFields));
});

test.each(named)('envelope of %s', (_, event) => {
  expect(envelope).toEqual(expect.arrayContaining(Object.keys(event)));
  expect(event.v).toBe(1);
  expect([event.id, event.by].every((id) => ID.test(id))).toBe(true);
  expect(parsePartialDate(event.date)).toBeDefined();
  expect(Number.isNaN(Date.parse(event.recorded_at))).toBe(false);
  expect(event.device === undefined).toBe(event.counter === undefined);
});

test.each(named)('nothing is null, every date is one: %s', (_, event) => {
  walk(event, (key, value) => {
    expect(value, key).not.toBeNull();
    if (['birth', 'mother_birth', 'lmp', 'date'].includes(key)) expect(parsePartialDate(String(value)), key).toBeDefined();
  });
});

test.each(named)('what is personal is kept apart: %s', (_, event) => {
  walk(event.data, (key) => expect(['name', 'pin', 'health_card', 'phone', 'address', 'note', 'health']).not.toContain(key));
  if (event.kind === 'change') expect(event.data.value === undefined).toBe(isPersonalField(event.data.field));
});

test('all samples can be laid over one after the other, and at once', () => {
  let households: ReadonlyMap<Id, HouseholdDocument> = new Map();
  for (const event of events) households = applyEvent(households, event);
  expect(households.size).toBe(3);
  for (const event of events) for (const person of personsOf(event)) expect(ID.test(person), event.kind).toBe(true);

  const entries = events.map((event) => ({ event, household: '', subject: '', state: 'waiting' as const }));
  const atOnce = [...overlay([], entries).values()].map(({ document }) => document);
  expect(atOnce.map(({ id }) => id).sort()).toEqual([...households.keys()].sort());
  const members = (documents: Iterable<HouseholdDocument>) =>
    [...documents].flatMap((document) => document.members.map(({ id }) => `${document.id} ${id}`)).sort();
  expect(members(atOnce)).toEqual(members(households.values()));
});
