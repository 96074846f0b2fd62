import { expect, test } from 'vitest';
import { overlay } from '$lib/overlay';
import { households } from '../../test/samples.ts';
import { search, searchable } from './search.ts';

const all = [...overlay(households(), []).values()].map(searchable);
const found = (query: string) => search(all, query).map((view) => view.document.number);

test('accents, capitals and đ do not matter', () => {
  expect(found('nguyen van binh')).toEqual(['11']);
  expect(found('ĐÀO')).toEqual(['12']);
  expect(found('dao')).toEqual(['12']);
  expect(found('  Thị  ')).toEqual(['11', '12', '13']);
});

test('every word must match, in any order, also across members', () => {
  expect(found('binh nguyen')).toEqual(['11']);
  expect(found('khoi hoa')).toEqual(['11']);
  expect(found('binh dao')).toEqual([]);
});

test('number, year and address are found', () => {
  expect(found('13')[0]).toBe('13');
  expect(found('1952')).toEqual(['12']);
  expect(found('tram y te')).toEqual(['14']);
});

test('what matches with its accents comes first', () => {
  expect(found('hoà')[0]).toBe('11');
  expect(found('hoà')).toEqual(['11', '14']);
});
