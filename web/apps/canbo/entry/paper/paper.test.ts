import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commonForms, isCommonKind, type FormKind } from '$lib/forms/index.ts';
import { rareForms, words } from '$lib/forms/acts/index.ts';
import { judgeByRules } from '$lib/forms/judge.ts';
import { listsOf } from '$lib/forms/lists.ts';
import { learnWords } from '$lib/forms/text.ts';
import type { CatalogData } from '$lib/rules/types.ts';
import { householdId, personId, snapshot, USER } from '../../../../test/samples.ts';
import type { Book } from '../book.ts';
import { householdsFor, optionsFor } from './match.ts';
import { PaperSheet, type KeptPaper } from './sheet.svelte.ts';

learnWords(words);
const folder = (name: string) => new URL(`../../../../../catalog/${name}/`, import.meta.url);
const read = (name: string) => readdirSync(folder(name)).filter((file) => file.endsWith('.json')).map((file) => JSON.parse(readFileSync(new URL(file, folder(name)), 'utf8')) as unknown);
const catalog = { version: 'test', lists: read('lists'), rules: read('rules').flat() } as CatalogData;
const today = '2026-03-31';
const book: Book = { snapshot: snapshot(), catalog, lists: listsOf(catalog, today), judge: judgeByRules() };
const form = (kind: FormKind) => (isCommonKind(kind) ? commonForms[kind] : rareForms.get(kind));
const stamp = { by: USER, now: Date.parse('2026-03-31T02:00:00Z') };

function paper(kept?: KeptPaper) {
  let made = 0;
  let last: KeptPaper | undefined;
  const newId = () => `01990000-0000-7000-8000-00090000${String(++made).padStart(4, '0')}`;
  const sheet = new PaperSheet(() => book, { month: '2026-03', today, newId, form, keep: (paper) => (last = paper) }, kept, 'ctv');
  /** Types a line as it stands on the paper: household, name, kind, day, then the cells that follow. */
  const type = async (house: string, who: string, kind: string, day: string, ...cells: string[]) => {
    const open = sheet.lines.at(-1)!;
    sheet.change(open.id, { house, who, kind, day });
    for (const cell of cells) {
      const asked = sheet.readings.at(-1)!.fields.find(({ id }) => sheet.lines.at(-1)!.extra[id] === undefined)!;
      sheet.change(open.id, { extra: { ...sheet.lines.at(-1)!.extra, [asked.id]: cell } });
    }
    await sheet.left(open.id, stamp.now);
    const line = sheet.lines.at(-1)!;
    sheet.add();
    return line;
  };
  return { sheet, type, kept: () => last };
}

test('a household is found by its number, or by words of the name of its head', () => {
  const { households } = book.snapshot;
  expect(householdsFor('012', households).map(({ value }) => value)).toEqual([householdId(2)]);
  expect(householdsFor('dao', households)[0]?.label).toBe('12 · Lê Thị Đào');
  expect(householdsFor('12 · Lê Thị Đào', households)).toHaveLength(1);
  expect(householdsFor('', households)).toEqual([]);
});

test('an option is found by its code, then by its words, those that begin with what was typed first', () => {
  const options = [{ value: '1', label: 'Trạm y tế' }, { value: '2', label: 'Bệnh viện' }, { value: '12', label: 'Y tế tư nhân' }];
  expect(optionsFor('2', options).map(({ value }) => value)).toEqual(['2']);
  expect(optionsFor('y te', options).map(({ value }) => value)).toEqual(['12', '1']);
  expect(optionsFor('zzz', options)).toEqual([]);
  const named = [{ value: 'station', label: 'Trạm y tế' }, { value: 'home', label: 'Tại nhà' }];
  expect(optionsFor('2', named).map(({ value }) => value)).toEqual(['home']);
  expect(optionsFor('0', named)).toEqual([]);
});

test('a death is four cells', async () => {
  const { sheet, type } = paper();
  await type('12', 'dao', '3', '0503');
  const [event] = await sheet.outgoing(stamp);
  expect(event).toMatchObject({ kind: 'death', date: '2026-03-05', by: USER, for: 'ctv', data: { person: personId(2, 1) } });
  expect(event).not.toHaveProperty('device');
});

test('a birth takes the name as that of the child, and asks for what its form asks for', async () => {
  const { sheet, type } = paper();
  await type('11', 'Nguyễn Ngọc Mai', '1', '10', 'hoa', 'gai', 'tram', '2');
  expect(sheet.lines[0]!.extra).toEqual({ mother: 'hoa', sex: 'gai', place: 'tram', order: '2' });
  expect(sheet.readings[0]!.faults.map(({ cell }) => cell)).toEqual(['sex']);
  sheet.change(sheet.lines[0]!.id, { extra: { ...sheet.lines[0]!.extra, sex: 'nu' } });
  const [event] = await sheet.outgoing(stamp);
  expect(event).toMatchObject({ kind: 'birth', date: '2026-03-10', data: { child: { mother: personId(1, 2), sex: 'f', relationship: '3' }, order: 2 } });
  expect(event?.personal?.[(event.data as { child: { person: string } }).child.person]).toEqual({ name: 'Nguyễn Ngọc Mai' });
});

test('a line knows the lines before it', async () => {
  const { sheet, type } = paper();
  await type('11', 'Nguyễn Ngọc Mai', '1', '10', 'hoa', 'nu', 'tram', '2');
  await type('11', 'mai', '2', '12', '1', '1');
  expect(sheet.readings[1]!.faults).toEqual([]);
  const [birth, screen] = await sheet.outgoing(stamp);
  expect(screen?.kind).toBe('newborn_screen');
  expect((screen!.data as { person: string }).person).toBe((birth!.data as { child: { person: string } }).child.person);
});

test('what a rule asks keeps a line back until it is answered', async () => {
  const { sheet, type } = paper();
  const line = await type('12', 'dao', '3', '0203');
  await type('12', 'dao', '7', '0603', '1');
  const second = sheet.lines[1]!;
  expect(sheet.against(second).length + sheet.readings[1]!.faults.length).toBeGreaterThan(0);
  expect((await sheet.outgoing(stamp)).map(({ id }) => id)).toEqual([line.id]);
});

test('someone who may be in the book already is asked about', async () => {
  const { sheet, type } = paper();
  const line = await type('14', 'Trần Thị Hòa', '4', '10', '1', 'co do', 'nu', '071990', '10', '1', '1');
  const { alike } = sheet.findings(sheet.lines[0]!);
  expect(sheet.readings[0]!.faults).toEqual([]);
  expect(alike.map(({ person }) => person)).toEqual([personId(1, 2)]);
  expect(await sheet.outgoing(stamp)).toEqual([]);
  sheet.change(line.id, { said: { [`same.${alike[0]!.newcomer.person}.${alike[0]!.person}`]: 'other' } });
  const [event] = await sheet.outgoing(stamp);
  expect(event?.overrides?.[0]).toMatchObject({ rule: 'V18b', reason: expect.stringContaining(personId(1, 2)) as string });
});

test('a paper comes back as it was typed, answered lines and ids with it', async () => {
  const { sheet, type, kept } = paper();
  await type('12', 'dao', '3', '0503');
  const again = paper(kept());
  const [first] = await sheet.outgoing(stamp);
  const [second] = await again.sheet.outgoing(stamp);
  expect(second).toEqual(first);
  again.sheet.went([second!]);
  again.sheet.answered([{ id: second!.id, outcome: 'accepted' }]);
  expect(await again.sheet.outgoing(stamp)).toEqual([]);
  again.sheet.clearSent();
  expect(again.sheet.lines).toHaveLength(1);
});

test('the same line sent again is the same event, another content is another one', async () => {
  const { sheet, type } = paper();
  await type('12', 'dao', '3', '0503');
  const [first] = await sheet.outgoing(stamp);
  sheet.went([first!]);
  expect((await sheet.outgoing(stamp))[0]?.id).toBe(first!.id);
  sheet.change(first!.id, { day: '0603' });
  expect((await sheet.outgoing(stamp))[0]?.id).not.toBe(first!.id);
});

test('the foot of the paper is compared with the lines', async () => {
  const { sheet, type } = paper();
  await type('12', 'dao', '3', '0503');
  sheet.setFoot('3', '2');
  expect(sheet.totals.find(({ kind }) => kind === 'death')).toEqual({ kind: 'death', typed: 1, foot: 2 });
});
