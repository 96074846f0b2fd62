import type { Person } from './types.ts';

/** Shapes of indicators and figures (`docs/indicators.md`, `GET /api/indicators`, `GET /api/figures`). */

export type PeriodKind = 'month' | 'quarter' | 'half' | 'year' | 'years';
export type IndicatorKind = 'count' | 'proportion' | 'ratio' | 'rate' | 'mean' | 'index';
export type IntervalMethod = 'none' | 'poisson' | 'wilson' | 'sex_ratio' | 'poisson_sum' | 'poisson_difference';
/** `by_subtraction`: another one could be computed from it; `not_known`: the program does not know what it needs; `live_only`: not of an earlier position; `shared_hamlet`: an area that has part of a hamlet. */
export type HiddenWhy = 'small_numbers' | 'undefined' | 'by_subtraction' | 'not_known' | 'live_only' | 'shared_hamlet';

/** What a name in a formula stands for. */
export interface Term {
  operational?: string;
  count?: string;
  when?: 'end' | 'start' | 'average';
  /** Ranges of values by dimension, both ends included. */
  only?: Record<string, [number, number][]>;
  by?: { dimension: string; from: number; to: number; step: number };
}

/** One version of one indicator. */
export interface Indicator {
  code: string;
  /** As printed. */
  symbol: string;
  /** The first day of this version. */
  version: string;
  valid_to?: string;
  group: string;
  vi: string;
  unit_of_measure: string;
  kind: IndicatorKind;
  reference: 'end' | 'period';
  terms: Record<string, Term>;
  formula: string;
  scale: number;
  decimals: number;
  interval: IntervalMethod;
  small?: { require: { of: string; min: number }[]; pool?: number[] };
  /** Names of breakdowns. */
  breakdowns: string[];
  /** Kinds of period it means something for; all when empty. */
  periods: PeriodKind[];
  /** Known now only. */
  live: boolean;
  note?: string;
  legal_basis: string;
  source: string;
  verified: boolean;
}

export interface Breakdown { name: string; vi: string }

/** All versions of all indicators, in the order in which they are listed. */
export interface IndicatorCatalogue { version: string; indicators: Indicator[]; breakdowns: Breakdown[] }

/** A category of a breakdown. */
export interface ByValue { breakdown: string; code: string; vi: string }

/** The value of one indicator for one unit, period and category. */
export interface Figure {
  indicator: string;
  /** First day of the version that was used. */
  version: string;
  unit: string;
  unit_name: string;
  period: string;
  /** Its category of each breakdown asked for; empty for the total. */
  by: ByValue[];
  value?: number;
  numerator?: number;
  denominator?: number;
  exposure?: number;
  low?: number;
  high?: number;
  interval: IntervalMethod;
  hidden?: HiddenWhy;
  /** What is not known, where that is why. */
  missing: string[];
  /** The years it was pooled over because the period alone is too small. */
  pooled?: string;
  /** Some people were placed on this map by weights. */
  estimated: boolean;
  /** How many of the happenings it counts were accepted after their month's deadline. */
  late?: number;
  decimals: number;
  unit_of_measure: string;
}

export interface FigureQuery {
  indicators: readonly string[];
  unit: string;
  period: string;
  /** Those of the units next below instead. */
  children?: boolean;
  /** Names of breakdowns. */
  by?: readonly string[];
  knownAt?: number | undefined;
  /** The day of the map. */
  boundaries?: string | undefined;
}

export interface FigureSet {
  unit: string;
  unit_name: string;
  period: string;
  boundaries: string;
  known_at: number;
  units: { code: string; name: string; level: string }[];
  figures: Figure[];
}

/** Behind which number: a name in the formula of an indicator. */
export interface BehindQuery {
  indicator: string;
  term?: string | undefined;
  unit: string;
  period: string;
  /** `sex:f`, one for each breakdown. */
  cut?: readonly string[] | undefined;
  knownAt?: number | undefined;
  boundaries?: string | undefined;
  after?: number | undefined;
}
/** One happening, person or household behind a number. */
export interface BehindLine { day: string; person?: Person; household?: { id: string; number: string; head_name?: string } }
export interface BehindPage { indicator: string; term: string; known_at: number; items: BehindLine[]; next?: number; total: number }
