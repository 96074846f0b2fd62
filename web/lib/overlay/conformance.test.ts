import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { OutboxEntry } from '$lib/store';
import type { Event, HouseholdDocument } from '$lib/wire';
import { figures } from './figures.ts';
import { flows } from './flows.ts';
import { overlay } from './overlay.ts';

interface Case {
  name: string;
  before: HouseholdDocument[];
  events: Event[];
  after: HouseholdDocument[];
}

interface Expected {
  name: string;
  households: number;
  persons: number;
  residents: number;
  births: number;
  deaths: number;
  moved_in: number;
  moved_out: number;
}

const read = <T>(file: string): T =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../conformance/${file}`, import.meta.url)), 'utf8')) as T;
const cases = read<Case[]>('overlay.json');
const expected = new Map(read<Expected[]>('figures.json').map((each) => [each.name, each]));
const counted = new Set(
  read<{ items: { code: string; counted: boolean }[] }>('../catalog/lists/residence.json')
    .items.filter((item) => item.counted)
    .map((item) => item.code),
);

const waiting = (events: Event[]): OutboxEntry[] =>
  events.map((event) => ({ event, household: '', subject: '', state: 'waiting' }));
const laid = ({ before, events }: Case) => [...overlay(before, waiting(events)).values()].map(({ document }) => document);
/** Without the log position, which only the server gives. */
const plain = (documents: HouseholdDocument[]) =>
  documents.map(({ position: _position, ...document }) => document).sort((a, b) => (a.id < b.id ? -1 : 1));

test.each(cases.map((one) => [one.name, one] as const))('documents: %s', (_, one) => {
  expect(plain(laid(one))).toEqual(plain(one.after));
});

test.each(cases.map((one) => [one.name, one] as const))('the order of writing does not matter: %s', (_, one) => {
  expect(plain(laid({ ...one, events: [...one.events].reverse() }))).toEqual(plain(one.after));
});

test.each(cases.map((one) => [one.name, one] as const))('figures: %s', (name, one) => {
  const entries = waiting(one.events);
  const { households, persons, residents } = figures(laid(one), entries, (residence) => counted.has(residence));
  const { births, deaths, movedIn, movedOut } = flows(one.before, entries);
  const own = { name, households, persons, residents, births, deaths, moved_in: movedIn, moved_out: movedOut };
  expect(own).toEqual(expected.get(name));
});
