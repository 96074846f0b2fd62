import type { EventStatusName } from '../wire/index.ts';
import type { Sex } from './types.ts';

/** What a column of another agency's list can hold. */
export const listFields = ['id', 'name', 'given', 'sex', 'birth', 'number', 'old_number', 'commune', 'address', 'house', 'phone', 'household'] as const;
export type ListField = (typeof listFields)[number];
/** Whose list it is. */
export const listSources = ['insurance', 'labour', 'statistics', 'civil_status', 'health', 'education', 'police', 'other'] as const;
export type ListSource = (typeof listSources)[number];
export type ListEncoding = 'utf8' | 'utf16' | 'tcvn3' | 'vni' | 'windows1258';
export const listEncodings: readonly ListEncoding[] = ['utf8', 'utf16', 'tcvn3', 'vni', 'windows1258'];
export type Mapping = Partial<Record<ListField, string>>;

export interface ListColumn { name: string; samples: string[]; /** Share of rows that have a value, 0 to 1. */ filled: number; field?: ListField }
export interface BadLine { line: number; reason: string; cells: string[] }
/** A list as it was read; nothing is kept of it. */
export interface ListPreview {
  format: 'csv' | 'xlsx' | 'parquet';
  encoding?: ListEncoding;
  sheets?: string[];
  sheet?: string;
  rows: number;
  columns: ListColumn[];
  first: string[][];
  bad_total: number;
  bad: BadLine[];
  mapping: Mapping;
  remembered: boolean;
  missing: ListField[];
  ready: boolean;
  same_file?: { id: string; made_at: string };
}
export interface PreviewAsk { unit?: string | undefined; source?: ListSource | undefined; sheet?: string | undefined; encoding?: ListEncoding | undefined; mapping?: Mapping | undefined }
export interface ReconciliationAsk {
  unit: string; name: string; source: ListSource; purpose: string; legal_basis: string; as_of: string; mapping: Mapping;
  sheet?: string | undefined; encoding?: ListEncoding | undefined;
  /** Nothing that was said of the office's last list is to hold for this one. */
  afresh?: true | undefined;
}

export type ReconciliationState = 'open' | 'settled' | 'destroyed';
export interface Reconciliation {
  id: string; unit: string; unit_name: string; name: string; source: ListSource; purpose: string; legal_basis: string; as_of: string; made_at: string; by_name: string; known_at: number;
  file: { name: string; format: string; encoding?: ListEncoding; hash: string };
  model_hash: string;
  /** The list of a larger unit of which it is a part; the parts of one list have the same. */
  batch?: string;
  /** What holds of what was said of the office's last list. */
  carried?: { from: string; answers: number; outcomes: number };
  thresholds: { link: number; review: number; margin: number };
  rows: number; bad: number; residents: number; linked: number;
  /** Still to be decided. */
  doubtful: number;
  answered: number; theirs_only: number; ours_only: number;
  differences: { open: number; settled: number };
  state: ReconciliationState;
}

/** One person as a list or the register tells of them; what a list tells is as it is written there. */
export interface Sheet {
  row?: number;
  /** The line of the file that a row came from. */
  line?: number;
  person?: string; name?: string; sex?: Sex; birth?: string; number_tail?: string; old_number_tail?: string; phone?: string; commune?: string; commune_name?: string;
  hamlet_name?: string; address?: string; house?: string; household?: string; household_number?: string; relationship?: string;
  /** When and why someone left who lives there no more. */
  left?: string; left_reason?: string;
}
export type DoubtBand = 'doubtful' | 'margin' | 'contradiction' | 'second' | 'disagree';
export interface Doubt { row: number; band: DoubtBand; theirs: Sheet; ours?: Sheet; probability?: number; weight?: number }
/** What asks for the next page. */
export type After = string | number;
export interface DoubtPage { items: Doubt[]; next?: After; total: number }
/** What one field adds to the weight, in bits; of it `rarity`, because the values are rarer than others. */
export interface WeightLine { field: string; level: string; weight: number; rarity: number }
export interface Candidate {
  person: string; sheet: Sheet; household_members: Sheet[]; probability: number; weight: number; before: number; against_kin: boolean; other_explanation: number;
  lines: WeightLine[];
  /** The row of the list that counts as this person already. */
  taken_by?: number;
}
export type PairVerdict = 'same' | 'none' | 'unsure';
export interface PairAnswer { verdict: PairVerdict; person?: string; by_name: string; at: string; own: boolean; undone?: true; carried?: true }
export type RowStatus = 'linked' | 'doubtful' | 'none' | 'same' | 'different' | 'unsure';
export interface Facing { row: number; status: RowStatus; theirs: Sheet; theirs_household: Sheet[]; candidates: Candidate[]; answers: PairAnswer[]; person?: string }

export type DifferenceKind = 'theirs_only' | 'ours_only' | 'value';
export const differenceKinds: readonly DifferenceKind[] = ['value', 'theirs_only', 'ours_only'];
export const differenceOutcomes = ['ours', 'theirs', 'both', 'moved', 'dead', 'duplicate', 'definition'] as const;
export type DifferenceOutcome = (typeof differenceOutcomes)[number];
export interface Outcome {
  outcome: DifferenceOutcome; note?: string; by_name: string; at: string; event?: string; event_status?: EventStatusName;
  /** The earlier list of the same office of which it was said. */
  carried?: string;
}
export interface Difference {
  key: string; kind: DifferenceKind; field?: 'name' | 'sex' | 'birth' | 'number' | 'phone'; theirs?: Sheet; ours?: Sheet; theirs_value?: string; ours_value?: string;
  hamlet?: string; hamlet_name?: string; area?: string; owner_name?: string; hints: string[]; outcome?: Outcome;
}
export type DifferenceState = 'open' | 'settled';
export interface DifferenceQuery { kind?: DifferenceKind | undefined; hamlet?: string | undefined; state: DifferenceState; owner?: string | undefined; after?: After | undefined; limit: number }
/** An area with its differences; `handed_at` since they are on the phone of whoever has it, `reported` how many of the settled ones were answered there. */
export interface DifferenceOwner { area: string; area_name: string; owner_name?: string; open: number; settled: number; handed_at?: string; reported?: number }
export interface DifferencePage {
  items: Difference[]; next?: After; total: number;
  counts: { kind: DifferenceKind; open: number; settled: number }[];
  hamlets: { id: string; name: string; open: number; settled: number }[];
  owners: DifferenceOwner[];
}
export interface OutcomeAsk { outcome: DifferenceOutcome; note?: string | undefined; date?: string | undefined; to?: { kind: string; unit?: string } | undefined; event?: string | undefined;
  /** Where somebody of the list alone lives: they come in as the list names them. */
  enter?: { household: string; relationship: string; residence: string; from?: { kind: string; unit?: string } } | undefined }

/** What the register was told of the person of a difference since the lists were compared, the latest first. */
export interface EventSince { event: string; kind: string; date: string; status: EventStatusName; name?: string; by_name: string; position: number }

/** Who is in both lists, in one, and by the estimate in none; shares are 0 to 1. Nothing is estimated where too few are in both. */
export interface CoverageCell {
  both: number; ours_only: number; theirs_only: number;
  estimate?: number; low?: number; high?: number; ours_covers?: number; ours_low?: number; ours_high?: number; theirs_covers?: number; missed?: number;
}
/** A sex by its code, an age by the first of its ten years, a hamlet by its id; only hamlets have a name. */
export interface CoverageGroup extends CoverageCell { code: string; name?: string }
export interface Coverage { all: CoverageCell; /** As if everyone were as easily found. */ collapsed?: CoverageCell; sex: CoverageGroup[]; age: CoverageGroup[]; hamlet: CoverageGroup[]; definitions: { code: string; count: number }[]; doubtful: number; notes: string[] }

export interface FieldWeight { field: string; level: string; weight: number; matched: number; unrelated: number }
export interface WeightBin { from: number; to: number; link: number; review: number; none: number }
export interface ThresholdLine { at: number; links: number; precision?: number; precision_low?: number; precision_high?: number; recall?: number }
export interface LinkageBoard {
  match_rate: number; weights: FieldWeight[]; histogram: WeightBin[]; thresholds: ThresholdLine[]; answered: number;
  calibration: { from: number; to: number; mean: number; share: number; answers: number }[];
  /** Whether enough was answered to correct the probabilities. */
  calibrated?: boolean;
  second: { read: number; agreed: number };
  completeness: { field: string; theirs: number; ours: number }[];
  unlinkable: { reason: string; theirs: number; ours: number }[];
  doubts: string[];
}
export interface AuditLine { at: string; by_name: string; what: string; row?: number; key?: string; detail?: string }
export interface AuditPage { items: AuditLine[]; next?: After }
export type ListPart = 'links' | 'differences' | 'bad' | 'coverage';
