import type { FigureRow, FigureTable } from './table';

/** A number with its interval, as charts draw it. */
export interface Estimate {
  key: string;
  label: string;
  value?: number | undefined;
  low?: number | undefined;
  high?: number | undefined;
  /** Drawn hollow: made from more than its own period or place. */
  hollow?: boolean;
  remark?: string;
  open?: () => void;
}

/** Heads of the table behind a chart of estimates. */
export interface EstimateWords { label: string; value: string; low: string; high: string; remark: string }

/** The table behind a chart of estimates; interval and remark only where a row has one. */
export function estimateTable(caption: string, rows: readonly Estimate[], words: EstimateWords, decimals: number, sort?: (column: string) => string): FigureTable {
  const wide = rows.some((row) => row.low !== undefined);
  const told = rows.some((row) => row.remark);
  return {
    caption,
    columns: [words.label, words.value, ...(wide ? [words.low, words.high] : [])],
    rows: rows.map((row): FigureRow => ({
      key: row.key, label: row.label, values: [row.value, ...(wide ? [row.low, row.high] : [])], ...(row.open && { open: row.open }), ...(row.remark && { remark: row.remark }),
    })),
    ...(decimals > 0 && { decimals: { 0: decimals, 1: decimals, 2: decimals } }),
    ...(told && { remark: words.remark }),
    ...(sort && { sort }),
  };
}

/**
 * From where to where the axis of some estimates goes: from 0 where the numbers reach down to less than half of the largest or below,
 * else with a little room on either side. Undefined without a number.
 */
export function extent(rows: readonly Estimate[]): [number, number] | undefined {
  const all = rows.flatMap((row) => [row.value, row.low, row.high].filter((value) => value !== undefined));
  if (all.length === 0) return undefined;
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (least === most) return least === 0 ? [0, 1] : least > 0 ? [0, most * 1.2] : [least * 1.2, 0];
  const room = (most - least) * 0.08;
  if (least >= 0) return least < most / 2 ? [0, most + room] : [Math.max(0, least - room), most + room];
  return [least - room, most <= 0 ? 0 : most + room];
}

/** The ends of `count` classes with about as many values each, ascending: the last value of each class. Fewer where values repeat. */
export function quantiles(values: readonly number[], count: number): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const ends = Array.from({ length: count }, (_, index) => sorted[Math.ceil(((index + 1) * sorted.length) / count) - 1]).filter((end) => end !== undefined);
  return [...new Set(ends)];
}

/** The class of a value among the ends of {@link quantiles}. */
export function classOf(value: number, ends: readonly number[]): number {
  const found = ends.findIndex((end) => value <= end);
  return found === -1 ? ends.length - 1 : found;
}

/** A text cut to fit, with a sign that it was cut. */
export function fitText(text: string, width: number, fontSize: number): string {
  const room = Math.max(3, Math.floor(width / (fontSize * 0.54)));
  return text.length <= room ? text : `${text.slice(0, room - 1).trimEnd()}…`;
}
