import type { Count, CountRow } from '$lib/api';
import { formatDecimal } from '$lib/charts/numbers';
import { t } from '../text';

function sum(rows: readonly CountRow[], wanted: (row: CountRow) => boolean): number {
  return rows.reduce((total, row) => total + (wanted(row) ? row.count : 0), 0);
}

export interface PopulationSummary {
  male: number;
  female: number;
  /** Males for 100 females; undefined where there are no females. */
  sexRatio?: number;
}

export function populationSummary(count: Count): PopulationSummary {
  const male = sum(count.rows, (row) => row.sex === 'm');
  const female = sum(count.rows, (row) => row.sex === 'f');
  return female === 0 ? { male, female } : { male, female, sexRatio: (male / female) * 100 };
}

/** One sentence on the age structure, from rows by single age: shares of 0–14, 15–64 and 65 and over. */
export function ageSummary(rows: readonly CountRow[]): string {
  const all = sum(rows, (row) => row.age !== undefined);
  if (all === 0) return '';
  const share = (from: number, to: number) =>
    formatDecimal((sum(rows, (row) => row.age !== undefined && row.age >= from && row.age <= to) / all) * 100);
  return t('pyramid.finding', { young: share(0, 14), working: share(15, 64), old: share(65, Infinity) });
}

/** The figures of a period, added up, with whether the balance closes. */
export interface PeriodBalance {
  start: number;
  births: number;
  deaths: number;
  movedIn: number;
  movedOut: number;
  corrections: number;
  end: number;
  closes: boolean;
}

/** Adds up months that follow each other; undefined without months. */
export function periodBalance(
  rows: readonly { births: number; deaths: number; moved_in: number; moved_out: number; corrections: number; start: number; end: number }[],
): PeriodBalance | undefined {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return undefined;
  const balance = { start: first.start, births: 0, deaths: 0, movedIn: 0, movedOut: 0, corrections: 0, end: last.end };
  for (const row of rows) {
    balance.births += row.births;
    balance.deaths += row.deaths;
    balance.movedIn += row.moved_in;
    balance.movedOut += row.moved_out;
    balance.corrections += row.corrections;
  }
  const computed = balance.start + balance.births - balance.deaths + balance.movedIn - balance.movedOut + balance.corrections;
  return { ...balance, closes: computed === balance.end };
}
