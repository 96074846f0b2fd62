import { describe, expect, it } from 'vitest';
import { ageInWords, birthYearOfTuoiMu, tuoiMu } from './ages.ts';
import { branchOf, canChi, yearsOfBranch } from './canChi.ts';
import { read } from './conformance.ts';
import {
  type PartialDate, after, ageAt, comparePartialDates, daysBetween, displayPartialDate, formatPartialDate, imputed, overlaps, parsePartialDate,
} from './partialDate.ts';

type Case =
  | { text: string; valid: boolean; precision?: string; estimated?: boolean; display?: string; imputed?: string }
  | { birth: string; at: string; age: number }
  | { a: string; b: string; overlaps: boolean };

function date(text: string): PartialDate {
  const found = parsePartialDate(text);
  if (!found) {
    throw new Error(text);
  }
  return found;
}

describe('partial dates', () => {
  it.each(read<Case[]>('conformance/partial_date.json'))('%j', (one) => {
    if ('age' in one) {
      expect(ageAt(date(one.birth), date(one.at))).toBe(one.age);
    } else if ('overlaps' in one) {
      expect(overlaps(date(one.a), date(one.b))).toBe(one.overlaps);
      expect(overlaps(date(one.b), date(one.a))).toBe(one.overlaps);
    } else if (!one.valid) {
      expect(parsePartialDate(one.text)).toBeUndefined();
    } else {
      const read = date(one.text);
      expect(formatPartialDate(read)).toBe(one.text);
      expect(displayPartialDate(read)).toBe(one.display);
      expect(formatPartialDate(imputed(read))).toBe(one.imputed);
      expect(read.day ? 'day' : read.month ? 'month' : 'year').toBe(one.precision);
      expect(read.estimated ?? false).toBe(one.estimated);
    }
  });

  it('compares', () => {
    expect(comparePartialDates(date('1987'), date('1987-06'))).toBeGreaterThan(0);
    expect(after(date('1987'), date('1987-05'))).toBe(false);
    expect(after(date('1988'), date('1987-05'))).toBe(true);
    expect(daysBetween(date('2024-02-28'), date('2024-03-01'))).toBe(2);
    expect(daysBetween(date('2025'), date('2025-07'))).toBe(14);
  });
});

describe('ages as people say them', () => {
  it('says an age in words', () => {
    const words = (birth: string) => ageInWords(date(birth), date('2026-03-20'));
    expect(words('1987-05-20')).toBe('38 tuổi');
    expect(words('1987')).toBe('khoảng 38 tuổi');
    expect(words('2025-08-20')).toBe('7 tháng tuổi');
    expect(words('2025-08-21')).toBe('6 tháng tuổi');
    expect(words('2026-03-08')).toBe('12 ngày tuổi');
    expect(words('2027')).toBe('chưa sinh');
  });

  it('knows can chi', () => {
    expect([1987, 1984, 2026, 2000].map(canChi)).toEqual(['Đinh Mão', 'Giáp Tý', 'Bính Ngọ', 'Canh Thìn']);
    expect(branchOf(2023)).toBe('Mão');
    expect(yearsOfBranch('Mão', 2026).slice(0, 4)).toEqual([2023, 2011, 1999, 1987]);
    expect(yearsOfBranch('Ngọ', 2026)[0]).toBe(2026);
  });

  it('counts tuổi mụ', () => {
    expect(tuoiMu(1987, 2026)).toBe(40);
    expect(birthYearOfTuoiMu(40, 2026)).toBe(1987);
  });
});
