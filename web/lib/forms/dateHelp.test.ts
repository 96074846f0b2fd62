import { expect, test } from 'vitest';
import { fromAge, fromLunar, inLunar, yearsOf } from './dateHelp.ts';
import { readDate } from './dates.ts';

const said = (entry: ReturnType<typeof fromLunar>) => {
  const reading = entry && readDate(entry);
  return reading?.ok ? reading.text : undefined;
};
const lunar = (day: string, month: string, year: string, leap = false) => said(fromLunar({ day, month, year, leap }));

test('a lunar day is a solar day: Tết of 2024, 2025 and 2026', () => {
  expect(lunar('1', '1', '2024')).toBe('2024-02-10');
  expect(lunar('1', '1', '2025')).toBe('2025-01-29');
  expect(lunar('1', '1', '2026')).toBe('2026-02-17');
});

test('a leap month is another month, and only where there is one', () => {
  expect(lunar('1', '6', '2025')).toBe('2025-06-25');
  expect(lunar('1', '6', '2025', true)).toBe('2025-07-25');
  expect(lunar('1', '5', '2025', true)).toBeUndefined();
});

test('what is not known of a lunar date stays unknown, and what follows is a guess', () => {
  expect(lunar('', '8', '1960')).toBe('1960-10~');
  expect(lunar('', '', '1960')).toBe('1960~');
  expect(lunar('31', '1', '1960')).toBeUndefined();
  expect(lunar('5', '', '1960')).toBeUndefined();
  expect(lunar('1', '1', '')).toBeUndefined();
});

test('an age counted from one goes up at Tết, a full age counts from the calendar year', () => {
  expect(said(fromAge('40', 'mu', '2026-02-16'))).toBe('1986~');
  expect(said(fromAge('40', 'mu', '2026-02-17'))).toBe('1987~');
  expect(said(fromAge('39', 'full', '2026-11-22'))).toBe('1987~');
  expect(fromAge('0', 'mu', '2026-11-22')).toBeUndefined();
  expect(fromAge('200', 'full', '2026-11-22')).toBeUndefined();
});

test('years of the cat', () => {
  const years = yearsOf('Mão', '2026-11-22');
  expect(years.slice(0, 4).map(({ year }) => year)).toEqual([2023, 2011, 1999, 1987]);
  expect(years[3]).toMatchObject({ name: 'Đinh Mão', age: 40 });
});

test('a solar day is read in the lunar calendar', () => {
  expect(inLunar('2026-02-17')).toEqual({ day: 1, month: 1, leap: false, year: 'Bính Ngọ' });
  expect(inLunar('2026-02')).toBeUndefined();
});
