import type { Instant } from '$lib/wire';
import { t } from './text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in words: "vừa xong", "5 phút trước", "2 ngày trước". */
export function ago(instant: Instant, now: number): string {
  const passed = Math.max(0, now - Date.parse(instant));
  if (passed < MINUTE) return t('ago.now');
  if (passed < HOUR) return t('ago.minutes', { n: Math.floor(passed / MINUTE) });
  if (passed < DAY) return t('ago.hours', { n: Math.floor(passed / HOUR) });
  return t('ago.days', { n: Math.floor(passed / DAY) });
}

/** The calendar day in Viet Nam (UTC+7, no summer time) as `YYYY-MM-DD`. */
export function dayInVietNam(now: number): string {
  return new Date(now + 7 * HOUR).toISOString().slice(0, 10);
}

/** The day before a `YYYY-MM-DD`. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
}
