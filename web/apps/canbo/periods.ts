import type { PeriodKind } from '$lib/api';
import { daysInMonth, formatPartialDate } from '$lib/rules/partialDate.ts';
import { t } from './text';

/** A period as docs/indicators.md writes it: `2026-10`, `2026-Q3`, `2026-H1`, `2026`, `2024..2026`. */
export interface Period { kind: PeriodKind; year: number; /** Month, quarter or half, from 1; 1 for years. */ part: number; /** The last year, for several. */ last?: number }

/** Kinds that one calendar year is made of, and into how many parts. */
export const parts = { month: 12, quarter: 4, half: 2, year: 1 } as const;
export type SteppedKind = keyof typeof parts;
export const steppedKinds: readonly SteppedKind[] = ['month', 'quarter', 'half', 'year'];

/** Undefined for what names no period. */
export function parsePeriod(text: string): Period | undefined {
  const match = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12]))|\.\.(\d{4}))?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, quarter, half, last] = match;
  const of = (kind: PeriodKind, part: string | undefined): Period => ({ kind, year: Number(year), part: Number(part ?? 1) });
  if (month) return of('month', month);
  if (quarter) return of('quarter', quarter);
  if (half) return of('half', half);
  if (last) return Number(last) > Number(year) ? { ...of('years', undefined), last: Number(last) } : undefined;
  return of('year', undefined);
}

export function writePeriod({ kind, year, part, last }: Period): string {
  switch (kind) {
    case 'month': return `${year}-${String(part).padStart(2, '0')}`;
    case 'quarter': return `${year}-Q${part}`;
    case 'half': return `${year}-H${part}`;
    case 'year': return String(year);
    case 'years': return `${year}..${last ?? year}`;
  }
}

/** The period of the same kind some steps later, or earlier for a negative number. */
export function stepPeriod(period: Period, steps: number): Period {
  if (period.kind === 'years') {
    const length = (period.last ?? period.year) - period.year + 1;
    return { ...period, year: period.year + steps * length, last: period.year + steps * length + length - 1 };
  }
  const count = parts[period.kind];
  const index = period.year * count + period.part - 1 + steps;
  return { kind: period.kind, year: Math.floor(index / count), part: (((index % count) + count) % count) + 1 };
}

function monthsOf(period: Period): [first: number, last: number] {
  if (period.kind === 'years' || period.kind === 'year') return [1, 12];
  const length = 12 / parts[period.kind];
  return [(period.part - 1) * length + 1, period.part * length];
}

export function firstDay(period: Period): string {
  return formatPartialDate({ year: period.year, month: monthsOf(period)[0], day: 1 });
}

export function lastDay(period: Period): string {
  const [year, month] = [period.last ?? period.year, monthsOf(period)[1]];
  return formatPartialDate({ year, month, day: daysInMonth(year, month) });
}

/** The period of a kind in which a day lies. */
export function periodOn(kind: SteppedKind, day: string): Period {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return { kind, year, part: Math.ceil((month * parts[kind]) / 12) };
}

/** The last period of a kind that has ended before a day. */
export function lastEnded(kind: SteppedKind, day: string): Period {
  return stepPeriod(periodOn(kind, day), -1);
}

/** So many periods up to one, the oldest first. */
export function periodsUpTo(period: Period, count: number): Period[] {
  return Array.from({ length: count }, (_, index) => stepPeriod(period, index - count + 1));
}

const roman = ['I', 'II', 'III', 'IV'];

/** `Tháng 10/2026`, `Quý III/2026`, in words. What is no period is shown as it is. */
export function periodLabel(text: string): string {
  const period = parsePeriod(text);
  if (!period) return text;
  const { kind, year, part } = period;
  switch (kind) {
    case 'month': return t('period.month', { month: String(part).padStart(2, '0'), year });
    case 'quarter': return t('period.quarter', { quarter: roman[part - 1] ?? part, year });
    case 'half': return t(part === 1 ? 'period.half.1' : 'period.half.2', { year });
    case 'year': return t('period.year', { year });
    case 'years': return t('period.years', { from: year, to: period.last ?? year });
  }
}

/** The same for the axis of a chart: `10/26`, `III/26`, `2026`. */
export function periodTick(text: string): string {
  const period = parsePeriod(text);
  if (!period) return text;
  const short = String(period.year).slice(2);
  switch (period.kind) {
    case 'month': return `${String(period.part).padStart(2, '0')}/${short}`;
    case 'quarter': return `${roman[period.part - 1] ?? ''}/${short}`;
    case 'half': return t('period.half.tick', { half: period.part, year: short });
    case 'year': return String(period.year);
    case 'years': return `${period.year}–${String(period.last ?? period.year).slice(2)}`;
  }
}

/** How many periods a series has, by kind. */
export const seriesLength: Record<PeriodKind, number> = { month: 12, quarter: 8, half: 6, year: 6, years: 3 };
