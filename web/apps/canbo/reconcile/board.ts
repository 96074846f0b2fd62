import type { FieldWeight, LinkageBoard, ThresholdLine, WeightBin } from '$lib/api';
import { formatDecimal } from '$lib/charts/numbers';
import type { FigureTable } from '$lib/charts/table';
import { r, say } from './text.ts';
import { bits, fieldWord, levelWord, percent } from './words.ts';

/** Below so many answers of officers, shares are told with a warning. */
export const fewAnswers = 50;

export interface WeightBar { key: string; field: string; level: string; label: string; weight: number; matched: number; unrelated: number }

const barOf = (one: FieldWeight, label: string): WeightBar => ({ ...one, key: `${one.field}.${one.level}`, label });

/** The fields in the order in which the model has them. */
export const boardFields = (weights: readonly FieldWeight[]): string[] => [...new Set(weights.map(({ field }) => field))];

/** All levels of one field; or of each field what speaks most for and what speaks most against. */
export function weightBars(weights: readonly FieldWeight[], field: string | undefined): WeightBar[] {
  if (field !== undefined) return weights.filter((one) => one.field === field).map((one) => barOf(one, levelWord(one.field, one.level)));
  return boardFields(weights).flatMap((each) => {
    const inOrder = weights.filter((one) => one.field === each).toSorted((a, b) => b.weight - a.weight);
    const ends = [inOrder[0], inOrder.length > 1 ? inOrder.at(-1) : undefined].filter((one) => one !== undefined);
    return ends.map((one) => barOf(one, `${fieldWord(each)}: ${levelWord(each, one.level)}`));
  });
}

export function weightTable(caption: string, bars: readonly WeightBar[]): FigureTable {
  return {
    caption, columns: [r('board.level'), r('board.weight'), r('board.matched'), r('board.unrelated')],
    rows: bars.map((bar) => ({ key: bar.key, label: bar.label, values: [bar.weight, bar.matched * 100, bar.unrelated * 100] })), decimals: { 0: 1, 1: 1, 2: 2 },
  };
}

export const binLabel = ({ from, to }: Pick<WeightBin, 'from' | 'to'>): string => r('board.bin_range', { from: bits(from), to: bits(to) });

/** The bins from the first to the last that have a pair. */
export function filledBins(bins: readonly WeightBin[]): WeightBin[] {
  const has = ({ link, review, none }: WeightBin) => link + review + none > 0;
  return bins.slice(Math.max(0, bins.findIndex(has)), bins.findLastIndex(has) + 1);
}

export function histogramTable(caption: string, bins: readonly WeightBin[]): FigureTable {
  return {
    caption, columns: [r('board.bin'), r('board.link'), r('board.review'), r('board.none')],
    rows: bins.map((bin) => ({ key: String(bin.from), label: binLabel(bin), values: [bin.link, bin.review, bin.none] })),
  };
}

/** A threshold as it is said: a probability as a share, a weight in bits. */
export function thresholdWords(at: number, lines: readonly ThresholdLine[]): string {
  return lines.every((line) => line.at >= 0 && line.at <= 1) ? percent(at, at > 0.99 && at < 1 ? 2 : 1) : bits(at);
}

const share = (value: number | undefined): number | undefined => (value === undefined ? undefined : value * 100);

export function thresholdTable(caption: string, lines: readonly ThresholdLine[]): FigureTable {
  return {
    caption, columns: [r('board.at'), r('board.links'), r('board.precision'), r('board.precision_low'), r('board.precision_high'), r('board.recall')],
    rows: lines.map((line) => ({ key: String(line.at), label: thresholdWords(line.at, lines), values: [line.links, share(line.precision), share(line.precision_low), share(line.precision_high), share(line.recall)] })),
    decimals: { 1: 1, 2: 1, 3: 1, 4: 1 },
  };
}

export function calibrationTable(caption: string, bins: LinkageBoard['calibration']): FigureTable {
  return {
    caption, columns: [r('board.band'), r('board.said'), r('board.found'), r('board.answers')],
    rows: bins.map((bin) => ({ key: String(bin.from), label: `${formatDecimal(bin.from * 100, 0)}–${formatDecimal(bin.to * 100, 0)}\u00a0%`, values: [bin.mean * 100, bin.share * 100, bin.answers] })), decimals: { 0: 1, 1: 1 },
  };
}

/** Fields of the list are named as they are mapped, those of the model as they are compared. */
export const completenessWord = (field: string): string => say(`list_field.${field}`, fieldWord(field));

export function completenessTable(caption: string, rows: LinkageBoard['completeness']): FigureTable {
  return {
    caption, columns: [r('queue.field'), r('board.theirs_percent'), r('board.ours_percent')],
    rows: rows.map((row) => ({ key: row.field, label: completenessWord(row.field), values: [row.theirs * 100, row.ours * 100] })), decimals: { 0: 1, 1: 1 },
  };
}
