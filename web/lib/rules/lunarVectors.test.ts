import { describe, expect, it } from 'vitest';
import { read } from './conformance.ts';
import { lunarToSolar } from './lunar.ts';

interface Year {
  readonly year: number;
  readonly tet: string;
  readonly hung: string;
}

const solar = (year: number, month: number, day: number) => {
  const date = lunarToSolar({ year, month, day });
  return date && `${date.year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
};

describe('the same days as the server, as published', () => {
  it.each(read<Year[]>('conformance/lunar.json'))('$year', ({ year, tet, hung }) => {
    expect(solar(year, 1, 1)).toBe(tet);
    expect(solar(year, 3, 10)).toBe(hung);
  });
});
