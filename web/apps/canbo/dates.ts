function isRealDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function iso(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Reads a typed day: `31/3/2026`, `31-03-2026`, `31.3.2026` or `31032026`. Undefined when there is no such day. */
export function parseTypedDay(text: string): string | undefined {
  const trimmed = text.trim();
  const match = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(trimmed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(trimmed);
  if (!match) return undefined;
  const [day, month, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1800 && isRealDay(year, month, day) ? iso(year, month, day) : undefined;
}

/** `2026-03-31` → `31/03/2026`. */
export function showDay(day: string): string {
  return day.split('-').reverse().join('/');
}

/** The civil day in Viet Nam at an instant given in milliseconds. */
export function vietnamDay(instant: number): string {
  return new Date(instant + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** An instant as `31/03/2026 14:05`, Viet Nam time. */
export function showInstant(instant: string): string {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) return instant;
  const local = new Date(milliseconds + 7 * 3_600_000).toISOString();
  return `${showDay(local.slice(0, 10))} ${local.slice(11, 16)}`;
}

/** The first day of the month that lies `months` before the month of `day`. */
export function firstOfMonth(day: string, months = 0): string {
  const [year, month] = day.split('-').map(Number) as [number, number, number];
  const count = year * 12 + (month - 1) - months;
  return iso(Math.floor(count / 12), (count % 12) + 1, 1);
}

/** The last day of the month `2026-02`, but not after `limit`. */
export function lastOfMonth(month: string, limit: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const last = iso(year, number, new Date(Date.UTC(year, number, 0)).getUTCDate());
  return last < limit ? last : limit;
}
