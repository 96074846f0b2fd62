import type { Coverage, CoverageCell, CoverageGroup } from '$lib/api';
import type { Estimate } from '$lib/charts/estimate';
import { formatCount, formatDecimal } from '$lib/charts/numbers';
import { r } from './text.ts';
import { percent } from './words.ts';

/** What coverage is divided by, in the order of the buttons. */
export const groupings = ['hamlet', 'age', 'sex'] as const satisfies readonly (keyof Coverage)[];
export type Grouping = (typeof groupings)[number];

/** Below so many who are in both lists, an interval says little. */
export const fewBoth = 30;
export const isSmall = (cell: CoverageCell): boolean => cell.both < fewBoth;

/** Coverage in sentences, without a word of statistics. */
export function coverageSentences(all: CoverageCell, unit: string): { main: string; more: string } {
  const share = (value: number) => formatDecimal(value * 100);
  return {
    main: r('cover.sentence', { ours: percent(all.ours_covers), low: share(all.ours_low), high: share(all.ours_high) }),
    more: r('cover.sentence_more', {
      unit, estimate: formatCount(all.estimate), least: formatCount(all.low), most: formatCount(all.high), both: formatCount(all.both), ours_only: formatCount(all.ours_only),
      theirs_only: formatCount(all.theirs_only), missed: formatCount(all.missed), theirs: percent(all.theirs_covers),
    }),
  };
}

/** The groups as the chart draws them; those of few persons hollow. */
export function coverageEstimates(groups: readonly CoverageGroup[]): Estimate[] {
  return groups.map((group) => ({
    key: group.code, label: group.name, value: group.ours_covers * 100, low: group.ours_low * 100, high: group.ours_high * 100, ...(isSmall(group) && { hollow: true, remark: r('cover.small') }),
  }));
}
