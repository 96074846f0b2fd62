import type { Catalog, Coverage, CoverageCell, CoverageGroup } from '$lib/api';
import type { Estimate } from '$lib/charts/estimate';
import { formatCount, formatDecimal } from '$lib/charts/numbers';
import { codeLabel } from '../words.ts';
import { r } from './text.ts';
import { percent } from './words.ts';

/** What coverage is divided by, in the order of the buttons. */
export const groupings = ['hamlet', 'age', 'sex'] as const satisfies readonly (keyof Coverage)[];
export type Grouping = (typeof groupings)[number];

/** Below so many who are in both lists, an interval says little. */
export const fewBoth = 30;
export const isSmall = (cell: CoverageCell): boolean => cell.both < fewBoth;

/** From here on all ages are one group. */
const oldest = 80;

/** What a group is called. */
export function groupName(by: Grouping, { code, name }: Pick<CoverageGroup, 'code' | 'name'>, lists: Catalog['lists']): string {
  if (name !== undefined && name !== '') return name;
  if (by === 'sex') return codeLabel(lists, 'sex', code);
  if (by === 'hamlet' || !/^\d+$/.test(code)) return r('cover.unknown');
  const from = Number(code);
  return from >= oldest ? r('cover.age_open', { from }) : r('cover.age', { from, to: from + 9 });
}

/** A share as a number of percent with one decimal; a dash where nothing was estimated. */
export const shareText = (value: number | undefined): string => (value === undefined ? '–' : formatDecimal(value * 100));
export const countText = (value: number | undefined): string => (value === undefined ? '–' : formatCount(Math.round(value)));

/** Coverage in sentences, without a word of statistics. */
export function coverageSentences(all: CoverageCell, unit: string): { main: string; more: string } {
  if (all.ours_covers === undefined) return { main: r('cover.sentence_none'), more: r('cover.sentence_counts', { both: formatCount(all.both), ours_only: formatCount(all.ours_only), theirs_only: formatCount(all.theirs_only) }) };
  return {
    main: r('cover.sentence', { ours: percent(all.ours_covers), low: shareText(all.ours_low), high: shareText(all.ours_high) }),
    more: r('cover.sentence_more', {
      unit, estimate: countText(all.estimate), least: countText(all.low), most: countText(all.high), both: formatCount(all.both), ours_only: formatCount(all.ours_only),
      theirs_only: formatCount(all.theirs_only), missed: countText(all.missed), theirs: all.theirs_covers === undefined ? '–' : percent(all.theirs_covers),
    }),
  };
}

const hundred = (share: number | undefined): number | undefined => (share === undefined ? undefined : share * 100);

/** The groups as the chart draws them; those of few persons hollow. */
export function coverageEstimates(by: Grouping, groups: readonly CoverageGroup[], lists: Catalog['lists']): Estimate[] {
  return groups.map((group) => ({
    key: group.code, label: groupName(by, group, lists), value: hundred(group.ours_covers), low: hundred(group.ours_low), high: hundred(group.ours_high),
    ...(isSmall(group) && { hollow: true, remark: r('cover.small') }),
  }));
}
