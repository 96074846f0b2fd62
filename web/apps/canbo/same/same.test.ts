import { expect, test } from 'vitest';
import type { DuplicatePair, PairLine, PairSide } from '$lib/api';
import { fieldRows, lineText, linesTold, pairKey, sameCommand, withoutPerson } from './same.ts';

const press = (key: string, more: Partial<Parameters<typeof sameCommand>[0]> = {}) =>
  sameCommand({ key, ctrlKey: false, altKey: false, metaKey: false, typing: false, control: false, dialog: false, ...more });

test('keys are commands outside fields and dialogs, in small and capital letters', () => {
  expect(['j', 'J', 'ArrowUp', '1', '2', 'N', 'z', '?', 'Escape', 'q'].map((key) => press(key))).toEqual([
    'next', 'next', 'previous', 'keep_one', 'keep_other', 'apart', 'undo', 'help', 'close', undefined,
  ]);
  expect(press('1', { typing: true })).toBeUndefined();
  expect(press('n', { dialog: true })).toBeUndefined();
  expect(press('z', { ctrlKey: true })).toBeUndefined();
  expect(press('Escape', { typing: true })).toBe('close');
});

const side = (id: string, more: Partial<PairSide['person']>, has_pin = false): PairSide => ({
  person: { id, sex: 'f', birth: '1990-03-04', relationship: '3', residence: '1', since: '2026-01-01', name: 'Lê Thị Hoa', ...more },
  has_pin,
  household: {
    id: `h${id}`, hamlet: 'x', number: '12', type: 'family', opened: '2026-01-01', position: 1,
    members: [{ id: 'mother', name: 'Trần Thị Mận', sex: 'f', birth: '1960', relationship: '2', residence: '1', since: '2026-01-01' }],
  },
  hamlet_name: 'thôn Bình 1',
  events: [],
});
const glossary = { lists: { sex: [{ code: 'f', label: 'Nữ' }] }, names: new Map<string, string>() };
const rows = (one: PairSide, other: PairSide, lines: DuplicatePair['lines'] = []) =>
  new Map(fieldRows({ one, other, probability: 0.9, weight: 3.2, before: 3.2, lines }, glossary).map((row) => [row.field, row]));

test('what both tell differently is marked, what only one tells is not', () => {
  const told = rows(side('a', { birth: '1990', education: '3', mother: 'mother' }), side('b', { name: 'Lê Thị Hoà', mother: 'elsewhere' }));
  expect(told.get('name')).toEqual({ field: 'name', one: 'Lê Thị Hoa', other: 'Lê Thị Hoà', differs: true });
  expect(told.get('birth')?.differs).toBe(true);
  expect(told.get('sex')).toEqual({ field: 'sex', one: 'Nữ', other: 'Nữ', differs: false });
  expect(told.get('education')?.differs).toBe(false);
  expect(told.get('mother')).toMatchObject({ one: 'Trần Thị Mận', differs: true });
  expect(told.has('phone')).toBe(false);
});

test('numbers are told apart by what the server found, and never shown', () => {
  const same = [{ field: 'number', level: 'same', weight: 26.5 }];
  expect(rows(side('a', {}, true), side('b', {}, true), same).get('pin')).toEqual({ field: 'pin', one: 'có', other: 'có', differs: false });
  expect(rows(side('a', {}, true), side('b', {}, true)).get('pin')?.differs).toBe(true);
  expect(rows(side('a', {}, true), side('b', {})).get('pin')?.differs).toBe(false);
});

const pair = (one: string, other: string): PairLine => {
  const sheet = (id: string) => ({ id, sex: 'f' as const, birth: '1990' });
  return { one: sheet(one), other: sheet(other), probability: 0.5, weight: 0, before: 0, lines: [] };
};

test('with a merged person all its pairs go', () => {
  const left = withoutPerson([pair('a', 'b'), pair('b', 'c'), pair('c', 'd')], 'b');
  expect(left.map(pairKey)).toEqual(['c_d']);
});

test('every level that the server may tell of two sheets has words', () => {
  const part = ['same', 'tone_near', 'tone', 'vowel', 'doublet', 'sound', 'edit', 'short', 'alias', 'other'];
  const levels = {
    surname: part, given: part, middle: ['same', 'marks', 'near', 'lacks_common', 'lacks', 'partly', 'other', 'neither'], order: ['straight', 'moved'],
    birth: ['same', 'years', 'year_only', 'exchanged', 'day', 'month', 'next_year', 'year_digit', 'moon', 'same_year', 'year_near', 'near', 'sibling', 'far'],
    sex: ['same', 'other'], number: ['same', 'other'], household: ['same', 'other'],
    place: ['house', 'hamlet', 'other_house', 'house_other_hamlet', 'commune', 'other_hamlet', 'house_other_commune', 'other'],
  };
  for (const [field, all] of Object.entries(levels)) for (const level of all) expect(lineText({ field, level })).not.toContain(':');
  expect(lineText({ field: 'eyes', level: 'blue' })).toBe('eyes: blue');
});

test('lines are told from half a bit on, the weightiest first', () => {
  const line = (field: string, weight: number) => ({ field, level: 'same', weight });
  expect(linesTold([line('sex', 0.4), line('given', 6.5), line('household', -7), line('birth', 14)]).map(({ field }) => field)).toEqual(['birth', 'household', 'given']);
});
