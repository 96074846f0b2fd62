/**
 * Dates as people know them: a day, a month, or only a year, and perhaps a guess. On the wire `1987`, `1987-05`, `1987-05-20`, with `~` at
 * the end of a guess. The clock and the time zone never come in: no `Date` is made from a text.
 */

import { t } from './words.ts';

export interface PartialDate {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
  readonly estimated?: true;
}

/** A day of which everything is known. */
export interface FullDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const SHAPE = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)$/;
const FIRST_YEAR = 1850;
const LAST_YEAR = 2150;

export function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The date of its parts, or undefined when there is no such date. */
export function partialDate(year: number, month?: number, day?: number, estimated = false): PartialDate | undefined {
  const whole = [year, month ?? 1, day ?? 1].every(Number.isInteger);
  if (!whole || year < FIRST_YEAR || year > LAST_YEAR || (month === undefined && day !== undefined)) {
    return undefined;
  }
  if (month !== undefined && (month < 1 || month > 12)) {
    return undefined;
  }
  if (month !== undefined && day !== undefined && (day < 1 || day > daysInMonth(year, month))) {
    return undefined;
  }
  return {
    year,
    ...(month === undefined ? {} : { month }),
    ...(day === undefined ? {} : { day }),
    ...(estimated ? { estimated: true } : {}),
  };
}

/** Reads the form on the wire. */
export function parsePartialDate(text: string): PartialDate | undefined {
  const found = SHAPE.exec(text);
  if (!found) {
    return undefined;
  }
  const number = (part: string | undefined) => (part === undefined ? undefined : Number(part));
  return partialDate(Number(found[1]), number(found[2]), number(found[3]), found[4] === '~');
}

const two = (value: number) => String(value).padStart(2, '0');

/** The form on the wire. */
export function formatPartialDate(date: PartialDate): string {
  const { year, month, day } = date;
  const parts = [String(year).padStart(4, '0'), ...(month === undefined ? [] : [two(month)]), ...(day === undefined ? [] : [two(day)])];
  return parts.join('-') + (date.estimated ? '~' : '');
}

/** What a screen shows: `20/05/1987`, `05/1987`, `1987`; a guess begins with “khoảng”. */
export function displayPartialDate(date: PartialDate): string {
  const { year, month, day } = date;
  const parts = [...(day === undefined ? [] : [two(day)]), ...(month === undefined ? [] : [two(month)]), String(year)];
  const said = parts.join('/');
  return date.estimated ? t('about', { what: said }) : said;
}

/** The one day used for counting: an unknown part is the middle of what is possible, 1 July or the 15th. */
export function imputed(date: PartialDate): FullDate {
  const { year, month, day } = date;
  return month === undefined ? { year, month: 7, day: 1 } : { year, month, day: day ?? 15 };
}

/** The earliest day it may be. */
export function earliest(date: PartialDate): FullDate {
  return { year: date.year, month: date.month ?? 1, day: date.day ?? 1 };
}

/** The latest day it may be. */
export function latest(date: PartialDate): FullDate {
  const month = date.month ?? 12;
  return { year: date.year, month, day: date.day ?? daysInMonth(date.year, month) };
}

const number = (date: FullDate) => date.year * 10000 + date.month * 100 + date.day;

/** Order by the imputed day. */
export function comparePartialDates(a: PartialDate, b: PartialDate): number {
  return number(imputed(a)) - number(imputed(b));
}

/** Whether both may be the same day. */
export function overlaps(a: PartialDate, b: PartialDate): boolean {
  return number(earliest(a)) <= number(latest(b)) && number(earliest(b)) <= number(latest(a));
}

/** Whether `a` is certainly later than `b`: compared only as far as both are known. */
export function after(a: PartialDate, b: PartialDate): boolean {
  if (a.year !== b.year) {
    return a.year > b.year;
  }
  if (a.month === undefined || b.month === undefined || a.month !== b.month) {
    return a.month !== undefined && b.month !== undefined && a.month > b.month;
  }
  return a.day !== undefined && b.day !== undefined && a.day > b.day;
}

/** Completed years from one date to another; negative when the other is earlier. */
export function ageAt(birth: PartialDate, at: PartialDate): number {
  return Math.floor((number(imputed(at)) - number(imputed(birth))) / 10000);
}

/** Days from one date to another. */
export function daysBetween(from: PartialDate, to: PartialDate): number {
  return serial(imputed(to)) - serial(imputed(from));
}

/** Days since 1 March of the year 0; years start in March, so that a leap day is the last of its year. */
function serial(date: FullDate): number {
  const year = date.month > 2 ? date.year : date.year - 1;
  const month = date.month > 2 ? date.month - 3 : date.month + 9;
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + Math.floor((month * 153 + 2) / 5) + date.day;
}
