/** Households interviewed a second time, as `docs/http.md` and `docs/network.md` say. */

export interface SampleAsk { unit: string; name: string; area?: string; collaborator?: string; households?: number; percent?: number }
export interface Sample {
  id: string; unit: string; name: string; day: string; position: number; seed: number; by_name: string; households: number; read: number; absent: number;
}
export interface Samples { unit: string; unit_name: string; may_read: boolean; samples: Sample[] }
/** What is needed to find a household, and nothing that was written of anyone. */
export interface SampledHousehold {
  household: string; place: number; number: string; address?: string; head?: string; hamlet_name: string; collaborator_name: string;
  state: 'waiting' | 'read' | 'absent'; reader_name?: string; read_at?: string; differences: number; open: number;
}
export interface SampleReply { sample: Sample; may_read: boolean; households: SampledHousehold[]; readers: { id: string; name: string }[] }

export const readingFields = ['name', 'sex', 'birth', 'relationship', 'residence', 'marital', 'education', 'ethnic'] as const;
export type ReadingField = (typeof readingFields)[number];
export type ReadingRow = Partial<Record<ReadingField, string>>;
export interface ReadingAsk { reader?: string; met: boolean; persons: ReadingRow[] }
export interface ReadingReply { points: number; differences: number }

export type Verdict = 'register' | 'reading' | 'changed';
export const verdicts: readonly Verdict[] = ['register', 'reading', 'changed'];
export interface SampleDifference {
  household: string; place: number; household_number: string; number: number; kind: 'omission' | 'inclusion' | 'value'; field: ReadingField | 'person';
  who: string; was?: string; said?: string; now?: string; verdict?: Verdict; by_name?: string;
}

export interface Rate { rate: number; low: number; high: number }
export interface RateLine {
  points: number; differences: number; register: number; reading: number; changed: number; open: number; found?: Rate; gross?: Rate; net?: number;
}
export interface ResultLine extends RateLine { of: string }
export interface SampleResult { sample: Sample; total: RateLine; fields: ResultLine[]; collaborators: ResultLine[] }
