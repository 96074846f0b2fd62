/** Geometry of charts over years: a fan of quantiles, and lines of several series; pure. */

/** One year of a fan; `band` are the quantiles 2.5, 10, 50, 90 and 97.5 %. */
export interface FanPoint { year: number; value: number; band?: readonly [number, number, number, number, number] | undefined }

/** Where a day lies on an axis of years whose first point is the day `base` in the year `first`. */
export function yearOfDay(day: string, base: string, first: number): number {
  return first + (Date.parse(day) - Date.parse(base)) / (365.25 * 86_400_000);
}

/** The numbers between which an axis goes, with a little room; from nought where they reach down to less than half of the largest. */
export function yearExtent(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least < 0) return [least * 1.08, most <= 0 ? 0 : most * 1.08];
  if (most <= 0) return [0, 1];
  if (least < most / 2) return [0, most * 1.06];
  const room = Math.max((most - least) * 0.1, most * 0.02);
  return [Math.max(0, least - room), most + room];
}

/** All numbers that a fan shows. */
export function fanValues(points: readonly FanPoint[], counted: readonly { value: number }[] = []): number[] {
  return [...points.flatMap((point) => [point.value, ...(point.band ?? [])]), ...counted.map(({ value }) => value)];
}

/** Years to write under an axis: the first, then round ones, so many as fit. */
export function yearTicks(first: number, last: number, most: number): number[] {
  const step = [1, 2, 5, 10, 20, 25, 50].find((size) => (last - first) / size < Math.max(1, most)) ?? 100;
  const ticks: number[] = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) ticks.push(year);
  return ticks;
}
