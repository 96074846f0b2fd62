/** Forecasts, what sectors need and the quality of ages and sexes, as `docs/forecasts.md` says. */

export const scenarios = ['medium', 'low', 'high', 'constant', 'no_migration'] as const;
export type Scenario = (typeof scenarios)[number];

/** What the office assumes itself: in the last year, but for net migrants of every year for 1000 people. */
export interface OwnAssumptions { tfr?: number; life_male?: number; life_female?: number; net_migration?: number }

/** Whose levels of fertility and life: the United Nations' or the General Statistics Office's. */
export const bases = ['un', 'gso'] as const;
export type Basis = (typeof bases)[number];

/** People by age and sex in place of the register's; `text` as reading it gave back. */
export interface BaseTable { text: string; source: string }
/** A table to be read: a pasted text, or the bytes of a file in base64. */
export type BaseAsk = { text: string } | { file: string };
/** A table as it was understood; `method` says how groups become single ages. */
export interface BaseRead { text: string; rows: number; male: number; female: number; open?: number; method: string }
export interface ImportedBase extends BaseTable { hash: string; method: string }

/** `trajectories` 0 asks for one line without bands. */
export interface ForecastAsk {
  unit: string; to: number; scenario: Scenario; trajectories: number; name?: string; base?: string; children?: boolean; own?: OwnAssumptions; basis?: Basis; table?: BaseTable;
}

/** A forecast held against a later count; `error` in percent of the count, above nought where the forecast was too high. */
export interface ForecastScore { at: string; forecast: number; counted: number; error: number; inside80?: boolean }

export interface ForecastSummary {
  id: string; unit: string; unit_name: string; base: string; known_at: number; to: number; scenario: Scenario; basis?: Basis; imported?: boolean; name?: string;
  made_at: string; by_name: string; hash: string; trajectories?: number; first: number; last: number;
  /** The forecast this one was raked to. */
  parent?: string;
  scores?: ForecastScore[];
}

/** Quantiles 2.5, 10, 50, 90 and 97.5 %. */
export type Band = [number, number, number, number, number];
/** Quantiles 2.5, 10, 90 and 97.5 %. */
export type AgeBand = [number, number, number, number];
/** The end of a year; the first is the base and has no events. */
export interface ForecastYear {
  year: number; total: number; male: number; female: number; births?: number; deaths?: number; net_migration?: number;
  children: number; working: number; older: number; median_age: number; dependency: number; total_band?: Band;
}
export interface Assumption { id: string; years: number[]; values: number[]; source: string }
/** How far a rate is the unit's own: `weight` 0 to 1, `factor` on the parent's rate. */
export interface OwnRate { id: string; events: number; expected: number; weight: number; factor: number }
/** `factor`: what raking did to the last year. */
export interface ForecastChild { id: string; unit: string; unit_name: string; first: number; last: number; factor: number }
/** `mape` and `bias` in percent, `covered80` 0 to 1. */
export interface ErrorLine { horizon: number; count: number; mape: number; bias: number; covered80?: number }
export interface Forecast extends ForecastSummary {
  years: ForecastYear[];
  /** A row a year, of 101 single ages. */
  pyramid: { male: number[][]; female: number[][] };
  assumptions: Assumption[];
  own?: OwnRate[];
  children?: ForecastChild[];
  /** Quantiles 2.5, 10, 90 and 97.5 % of groups of five years; a row a year after the base. */
  age_bands?: { from: number[]; male: AgeBand[][]; female: AgeBand[][] };
  /** The table it began with, where it was not the register. */
  table?: ImportedBase;
  past_error?: { vintages: number; lines: ErrorLine[] };
}

export interface SectorLine { id: string; values: number[]; ages?: string; assumption?: string }
export interface SectorGroup { id: string; lines: SectorLine[] }
export interface Sectors { unit: string; unit_name: string; years: number[]; groups: SectorGroup[] }

export type QualityVerdict = 'good' | 'fair' | 'poor';
export interface QualityPart { id: string; value: number }
/** `verdict` is left out where there are few people. */
export interface QualityCheck { id: string; value: number; verdict?: QualityVerdict; parts?: QualityPart[]; low?: number; high?: number; events?: number }
/** A check that cannot be made: too few events, or too young a register. */
export interface QualityMissing { id: string; reason: string; count: number; needed: number }
/** `few`: fewer than 2 000 persons, nothing is called poor. */
export interface Quality { unit: string; unit_name: string; at: string; total: number; few: boolean; checks: QualityCheck[]; missing?: QualityMissing[]; ages: { male: number[]; female: number[] } }
