import { ageInWords } from '$lib/rules/ages.ts';
import {
  after,
  ageAt,
  displayPartialDate,
  formatPartialDate,
  parsePartialDate,
  partialDate,
} from '$lib/rules/partialDate.ts';
import type { DateEntry } from './types.ts';

/** Nothing typed yet. */
export const noDate: DateEntry = { day: '', month: '', year: '', noDay: false, noMonth: false, guessed: false };

/** A date of the wire as the boxes hold it. */
export function dateEntry(text: string): DateEntry {
  const date = parsePartialDate(text);
  if (!date) return noDate;
  return {
    day: date.day === undefined ? '' : String(date.day),
    month: date.month === undefined ? '' : String(date.month),
    year: String(date.year),
    noDay: date.day === undefined,
    noMonth: date.month === undefined,
    guessed: date.estimated ?? false,
  };
}

export type DateReading = { ok: true; text: string } | { ok: false; fault: 'missing' | 'incomplete' | 'impossible' };

/** What the boxes say, as a partial date of the wire. */
export function readDate(entry: DateEntry): DateReading {
  const year = entry.year.trim();
  const month = entry.noMonth ? undefined : entry.month.trim();
  const day = entry.noMonth || entry.noDay ? undefined : entry.day.trim();
  const wanted = [year, month, day].filter((part) => part !== undefined);
  if (wanted.every((part) => part === '')) return { ok: false, fault: 'missing' };
  if (wanted.includes('')) return { ok: false, fault: 'incomplete' };
  const number = (part: string | undefined) => (part === undefined ? undefined : Number(part));
  const digits = wanted.every((part) => /^\d+$/.test(part));
  const date = digits ? partialDate(Number(year), number(month), number(day), entry.guessed) : undefined;
  return date ? { ok: true, text: formatPartialDate(date) } : { ok: false, fault: 'impossible' };
}

/** `2026-03-05` → `05/03/2026`, `1987~` → `khoảng 1987`. */
export function showDate(text: string): string {
  const date = parsePartialDate(text);
  return date ? displayPartialDate(date) : text;
}

/** Whether a date is certainly later than another; false when one cannot be read. */
export function isLater(text: string, than: string): boolean {
  const [a, b] = [parsePartialDate(text), parsePartialDate(than)];
  return a !== undefined && b !== undefined && after(a, b);
}

/** Completed years, 0 when a date cannot be read. */
export function yearsAt(birth: string, at: string): number {
  const [from, to] = [parsePartialDate(birth), parsePartialDate(at)];
  return from && to ? ageAt(from, to) : 0;
}

/** "38 tuổi", "7 tháng tuổi"; empty when a date cannot be read. */
export function ageWords(birth: string, at: string): string {
  const [from, to] = [parsePartialDate(birth), parsePartialDate(at)];
  return from && to ? ageInWords(from, to) : '';
}
