import { daysInMonth, displayPartialDate, formatPartialDate, parsePartialDate, partialDate } from '$lib/rules/partialDate.ts';

/** Viet Nam keeps one offset all year. */
const vietnamOffset = 7 * 3_600_000;

/** Reads a typed day: `31/3/2026`, `31-03-2026`, `31.3.2026` or `31032026`. Undefined when there is no such day. */
export function parseTypedDay(text: string): string | undefined {
  const trimmed = text.trim();
  const match = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(trimmed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(trimmed);
  const date = match ? partialDate(Number(match[3]), Number(match[2]), Number(match[1])) : undefined;
  return date && formatPartialDate(date);
}

/** A partial date as people read it: `31/03/2026`, `05/1987`, `khoảng 1987`. What is no date is shown as it is. */
export function showDate(text: string): string {
  const date = parsePartialDate(text);
  return date ? displayPartialDate(date) : text;
}

/** The civil day in Viet Nam at an instant given in milliseconds. */
export function vietnamDay(instant: number): string {
  return new Date(instant + vietnamOffset).toISOString().slice(0, 10);
}

/** An instant as `31/03/2026 14:05`, Viet Nam time. */
export function showInstant(instant: string): string {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) return instant;
  const local = new Date(milliseconds + vietnamOffset).toISOString();
  return `${showDate(local.slice(0, 10))} ${local.slice(11, 16)}`;
}

function yearAndMonth(day: string): [year: number, month: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
}

/** The first day of the month that lies `months` before the month of `day`. */
export function firstOfMonth(day: string, months = 0): string {
  const [year, month] = yearAndMonth(day);
  const count = year * 12 + (month - 1) - months;
  return formatPartialDate({ year: Math.floor(count / 12), month: (count % 12) + 1, day: 1 });
}

/** The last day of the month `2026-02`, but not after `limit`. */
export function lastOfMonth(month: string, limit: string): string {
  const [year, number] = yearAndMonth(month);
  const last = formatPartialDate({ year, month: number, day: daysInMonth(year, number) });
  return last < limit ? last : limit;
}
