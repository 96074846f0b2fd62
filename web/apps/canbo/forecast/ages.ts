/** Ages of a forecast: rows of single ages as bands and tables; pure. */
import type { Forecast, ForecastYear } from '$lib/api';
import { fiveYearBands, type PyramidBand } from '$lib/charts/groups';
import type { FigureTable } from '$lib/charts/table';
import { f } from './text';

/** Five-year bands of two rows of single ages. */
export function bandsOf(male: readonly number[] = [], female: readonly number[] = []): PyramidBand[] {
  return fiveYearBands([
    ...male.map((count, age) => ({ sex: 'm' as const, age, count })),
    ...female.map((count, age) => ({ sex: 'f' as const, age, count })),
  ]);
}

/** The largest band of all years, so that the scale stays while the pyramid moves. */
export function largestBand(pyramid: Forecast['pyramid']): number {
  return Math.max(1, ...pyramid.male.flatMap((male, at) => bandsOf(male, pyramid.female[at]).flatMap((band) => [band.male, band.female])));
}

/** Between what each age group of a year runs in four of five cases; undefined without trajectories and for the base, which was counted. */
export function ageTable(caption: string, { age_bands: bands, pyramid }: Pick<Forecast, 'age_bands' | 'pyramid'>, at: number): FigureTable | undefined {
  const [male, female] = [bands?.male[at - 1], bands?.female[at - 1]];
  if (!bands || !male || !female) return undefined;
  const people = (row: readonly number[] = [], from: number) => row.slice(from, from + 5).reduce((sum, count) => sum + count, 0);
  return {
    caption, columns: [f('ages.age'), f('column.male'), f('column.low80'), f('column.high80'), f('column.female'), f('column.low80'), f('column.high80')],
    rows: bands.from.map((from, group) => ({
      key: String(from), label: `${from}–${from + 4}`,
      values: [people(pyramid.male[at], from), male[group]?.[1], male[group]?.[2], people(pyramid.female[at], from), female[group]?.[1], female[group]?.[2]],
    })),
  };
}

/** Where childhood ends and old age begins, found from the numbers themselves; undefined where they do not tell. */
export interface Bounds { children?: number; older?: number }

/** The ages whose sums are `children` and `older`: counted up from birth, and down from the oldest. */
export function boundsOf(year: Pick<ForecastYear, 'children' | 'older'> | undefined, male: readonly number[] = [], female: readonly number[] = []): Bounds {
  if (!year || male.length === 0) return {};
  const both = male.map((count, age) => count + (female[age] ?? 0));
  const nearest = (sums: number[], wanted: number): number | undefined => {
    const at = sums.reduce((best, sum, index) => (Math.abs(sum - wanted) < Math.abs((sums[best] ?? Infinity) - wanted) ? index : best), 0);
    return Math.abs((sums[at] ?? Infinity) - wanted) <= Math.max(0.5, wanted * 0.001) ? at : undefined;
  };
  const from = both.map((_, age) => both.slice(0, age).reduce((sum, count) => sum + count, 0));
  const upwards = both.map((_, age) => both.slice(age).reduce((sum, count) => sum + count, 0));
  const [children, older] = [nearest(from, year.children), nearest(upwards, year.older)];
  return { ...(children !== undefined && children > 0 && { children }), ...(older !== undefined && older > 0 && { older }) };
}

/** `0–14`, `15–59`, `60+`, as far as known. */
export function boundWords({ children, older }: Bounds): { children?: string; working?: string; older?: string } {
  return {
    ...(children !== undefined && { children: `0–${children - 1}` }),
    ...(children !== undefined && older !== undefined && { working: `${children}–${older - 1}` }),
    ...(older !== undefined && { older: `${older}+` }),
  };
}

/** All years with all that is known of them. */
export function yearTable(caption: string, years: readonly ForecastYear[], bounds: Bounds): FigureTable {
  const banded = years.some((year) => year.total_band !== undefined);
  const words = boundWords(bounds);
  const columns: { head: string; of: (year: ForecastYear) => number | undefined; decimals?: number }[] = [
    { head: f('column.total'), of: (year) => year.total },
    ...(banded ? [
      { head: f('column.low95'), of: (year: ForecastYear) => year.total_band?.[0] }, { head: f('column.low80'), of: (year: ForecastYear) => year.total_band?.[1] },
      { head: f('column.high80'), of: (year: ForecastYear) => year.total_band?.[3] }, { head: f('column.high95'), of: (year: ForecastYear) => year.total_band?.[4] },
    ] : []),
    { head: f('column.male'), of: (year) => year.male },
    { head: f('column.female'), of: (year) => year.female },
    { head: f('column.births'), of: (year) => year.births },
    { head: f('column.deaths'), of: (year) => year.deaths },
    { head: f('column.net_migration'), of: (year) => year.net_migration },
    { head: words.children ? f('column.children_ages', { ages: words.children }) : f('column.children'), of: (year) => year.children },
    { head: words.working ? f('column.working_ages', { ages: words.working }) : f('column.working'), of: (year) => year.working },
    { head: words.older ? f('column.older_ages', { ages: words.older }) : f('column.older'), of: (year) => year.older },
    { head: f('column.median_age'), of: (year) => year.median_age, decimals: 1 },
    { head: f('column.dependency'), of: (year) => year.dependency, decimals: 1 },
  ];
  return {
    caption, columns: [f('column.year'), ...columns.map(({ head }) => head)],
    rows: years.map((year) => ({ key: String(year.year), label: String(year.year), values: columns.map(({ of }) => of(year)) })),
    decimals: Object.fromEntries(columns.flatMap(({ decimals }, at) => (decimals === undefined ? [] : [[at, decimals]]))),
  };
}

/** Ages from 23 to 62 that end in 0 or 5 and stand out most over the mean of the four ages around them, by at least a quarter; at most three. */
export function heapedAges(male: readonly number[], female: readonly number[]): number[] {
  const at = (age: number) => (male[age] ?? 0) + (female[age] ?? 0);
  const rises = Array.from({ length: 8 }, (_, index) => 25 + index * 5).map((age) => {
    const around = (at(age - 2) + at(age - 1) + at(age + 1) + at(age + 2)) / 4;
    return { age, rise: around > 0 ? at(age) / around : 0 };
  });
  return rises.filter(({ rise }) => rise >= 1.25).toSorted((a, b) => b.rise - a.rise).slice(0, 3).map(({ age }) => age).toSorted((a, b) => a - b);
}
