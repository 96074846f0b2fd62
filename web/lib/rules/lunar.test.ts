import { describe, expect, it } from 'vitest';
import { lunarToSolar, solarToLunar } from './lunar.ts';

const text = (date: { year: number; month: number; day: number } | undefined) =>
  date && `${date.year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
const tet = (year: number, zone?: number) => text(lunarToSolar({ year, month: 1, day: 1 }, zone));

describe('lunar calendar', () => {
  it.each([
    [1954, '1954-02-03'],
    [1975, '1975-02-11'],
    [1985, '1985-01-21'],
    [2000, '2000-02-05'],
    [2007, '2007-02-17'],
    [2020, '2020-01-25'],
    [2021, '2021-02-12'],
    [2022, '2022-02-01'],
    [2023, '2023-01-22'],
    [2024, '2024-02-10'],
    [2025, '2025-01-29'],
    [2026, '2026-02-17'],
    [2030, '2030-02-02'],
  ])('new year of %i is on %s', (year, day) => expect(tet(year)).toBe(day));

  it('differs from the calendar of China where the time zone says so', () => {
    expect(tet(2007, 8)).toBe('2007-02-18');
    expect(tet(1985, 8)).toBe('1985-02-20');
    expect(tet(2030, 8)).toBe('2030-02-03');
  });

  it('knows leap months', () => {
    expect(text(lunarToSolar({ year: 2023, month: 2, day: 1, leap: true }))).toBe('2023-03-22');
    expect(text(lunarToSolar({ year: 2025, month: 6, day: 1, leap: true }))).toBe('2025-07-25');
    expect(text(lunarToSolar({ year: 2020, month: 4, day: 1, leap: true }))).toBe('2020-05-23');
    expect(lunarToSolar({ year: 2024, month: 2, day: 1, leap: true })).toBeUndefined();
    expect(lunarToSolar({ year: 2024, month: 13, day: 1 })).toBeUndefined();
  });

  it('knows days that people remember', () => {
    expect(text(lunarToSolar({ year: 2024, month: 8, day: 15 }))).toBe('2024-09-17');
    expect(text(lunarToSolar({ year: 2025, month: 3, day: 10 }))).toBe('2025-04-07');
    expect(solarToLunar({ year: 1987, month: 5, day: 20 })).toEqual({ year: 1987, month: 4, day: 23 });
  });

  it('goes there and back for every day of two centuries', () => {
    for (let year = 1900; year <= 2099; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        for (const day of [1, 9, 17, 25, 28]) {
          const solar = { year, month, day };
          expect(lunarToSolar(solarToLunar(solar))).toEqual(solar);
        }
      }
    }
  });
});
