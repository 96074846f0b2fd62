/** Dates as they are typed in one box, without slashes where that is quicker. */
import { dateEntry, noDate, readDate } from '$lib/forms/dates.ts';
import { dayBefore } from '$lib/forms/time.ts';
import type { DateEntry } from '$lib/forms/index.ts';

const GUESSED = /^[~≈]|~$/;

function entry(day: string | undefined, month: string | undefined, year: string, guessed: boolean): DateEntry {
  return { day: day ?? '', month: month ?? '', year, noDay: day === undefined, noMonth: month === undefined, guessed };
}

/** Two digits of a year: of this century up to next year, of the last one otherwise. */
function fullYear(digits: string, today: string): string {
  if (digits.length === 4) return digits;
  const [century, now] = [Number(today.slice(0, 2)), Number(today.slice(2, 4))];
  return String((Number(digits) > now + 1 ? century - 1 : century) * 100 + Number(digits));
}

/** A date of the month that a paper is about: `dd`, or `ddmm` of the last twelve months before the end of it. */
function ofMonth(digits: string, month: string): DateEntry | undefined {
  const [day, said] = [digits.slice(0, 2), digits.slice(2, 4) || month.slice(5, 7)];
  const year = Number(month.slice(0, 4)) - (said > month.slice(5, 7) ? 1 : 0);
  return entry(day, said, String(year), false);
}

/**
 * Reads `5/3/2026`, `05032026`, `050326`, `03/1987`, `031987`, `1987`, with `~` for a guess, `h` for today and `q` for yesterday; with
 * the month of a paper also `05` and `0503`. What cannot be read comes back as a year that is none, so that the form asks for it.
 */
export function readTyped(text: string, today: string, month?: string): DateEntry {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return noDate;
  if (trimmed === 'h') return dateEntry(today);
  if (trimmed === 'q') return dateEntry(dayBefore(today));
  const guessed = GUESSED.test(trimmed);
  const bare = trimmed.replace(/[~≈]/g, '').trim();
  const parts = bare.split(/[/.\- ]+/);
  if (parts.every((part) => /^\d{1,4}$/.test(part))) {
    const [first = '', second, third] = parts;
    if (third !== undefined) return entry(first, second, fullYear(third, today), guessed);
    if (second?.length === 4) return entry(undefined, first, second, guessed);
    if (second !== undefined && month !== undefined) return ofMonth(first.padStart(2, '0') + second.padStart(2, '0'), month) ?? noDate;
    if (second === undefined && first.length === 4 && month === undefined) return entry(undefined, undefined, first, guessed);
    if (second === undefined && month !== undefined && (first.length === 2 || first.length === 4)) return ofMonth(first, month) ?? noDate;
  }
  if (/^\d{8}$/.test(bare)) return entry(bare.slice(0, 2), bare.slice(2, 4), bare.slice(4), guessed);
  if (/^\d{6}$/.test(bare)) {
    const monthly = entry(undefined, bare.slice(0, 2), bare.slice(2), guessed);
    const read = readDate(monthly);
    if (read.ok && Number(bare.slice(2)) <= Number(today.slice(0, 4))) return monthly;
    return entry(bare.slice(0, 2), bare.slice(2, 4), fullYear(bare.slice(4), today), guessed);
  }
  return { ...noDate, year: text };
}

/** What a box shows for a date that is there already. */
export function typedOf(date: DateEntry | undefined): string {
  if (!date || date === noDate) return '';
  const parts = [date.noDay || date.noMonth ? '' : date.day, date.noMonth ? '' : date.month, date.year].filter((part) => part !== '');
  return parts.join('/') + (date.guessed ? '~' : '');
}
