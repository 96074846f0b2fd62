/** What people know instead of a date: the lunar day, an age as it is counted here, the animal of the year. */
import { birthYearOfTuoiMu } from '$lib/rules/ages.ts';
import { canChi, yearsOfBranch, type Branch } from '$lib/rules/canChi.ts';
import { lunarToSolar, solarToLunar } from '$lib/rules/lunar.ts';
import { parsePartialDate } from '$lib/rules/partialDate.ts';
import type { DateEntry } from './types.ts';
import { noDate } from './dates.ts';

export { BRANCHES, type Branch } from '$lib/rules/canChi.ts';

export interface LunarEntry {
  day: string;
  month: string;
  year: string;
  leap: boolean;
}

/** The lunar year that a day lies in. */
export function lunarYearOf(today: string): number {
  const { year, month = 7, day = 1 } = parsePartialDate(today) ?? { year: 2000 };
  return solarToLunar({ year, month, day }).year;
}

const guess = (year: number, month?: number): DateEntry => ({
  ...noDate,
  year: String(year),
  ...(month === undefined ? { noMonth: true } : { month: String(month) }),
  noDay: true,
  guessed: true,
});

/**
 * The solar date of what is known of a lunar one. Without a day the month is that in which most of the lunar month lies, and a guess;
 * without a month the year alone. `undefined` when there is no such date.
 */
export function fromLunar({ day, month, year, leap }: LunarEntry): DateEntry | undefined {
  const [d, m, y] = [day, month, year].map((part) => (/^\d+$/.test(part) ? Number(part) : undefined));
  if (y === undefined || y < 1850 || y > 2100) return undefined;
  if (m === undefined) return day === '' ? guess(y) : undefined;
  const solar = lunarToSolar({ year: y, month: m, day: d ?? 15, ...(leap && { leap: true as const }) });
  if (!solar) return undefined;
  if (d === undefined) return guess(solar.year, solar.month);
  return { ...noDate, day: String(solar.day), month: String(solar.month), year: String(solar.year) };
}

/** The year of birth of someone who says an age: "tuổi mụ" counts the year of birth as one and goes up at Tết. */
export function fromAge(age: string, counted: 'mu' | 'full', today: string): DateEntry | undefined {
  if (!/^\d{1,3}$/.test(age) || Number(age) > 130) return undefined;
  const years = Number(age);
  if (counted === 'mu') return years < 1 ? undefined : guess(birthYearOfTuoiMu(years, lunarYearOf(today)));
  return guess(Number(today.slice(0, 4)) - years);
}

export interface YearChoice {
  entry: DateEntry;
  /** Such as "Đinh Mão". */
  name: string;
  year: number;
  /** Years old in the lunar year of today, as counted from one. */
  age: number;
}

/** The years of an animal, latest first. */
export function yearsOf(branch: Branch, today: string): YearChoice[] {
  const now = lunarYearOf(today);
  return yearsOfBranch(branch, now).map((year) => ({ entry: guess(year), name: canChi(year), year, age: now - year + 1 }));
}

/** The lunar date of a solar one and the name of its year, to be read beside it; `undefined` while the day is not known. */
export function inLunar(text: string): { day: number; month: number; leap: boolean; year: string } | undefined {
  const { year, month, day } = parsePartialDate(text) ?? {};
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const lunar = solarToLunar({ year, month, day });
  return { day: lunar.day, month: lunar.month, leap: lunar.leap ?? false, year: canChi(lunar.year) };
}

