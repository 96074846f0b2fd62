import type { Candidate, Difference, Reconciliation, Sheet, WeightLine } from '$lib/api';
import { formatDecimal, formatSigned } from '$lib/charts/numbers';
import { r, say } from './text.ts';

/** A share as people read it: `0.974` → `97,4 %`. */
export function percent(share: number, digits = 1): string {
  return `${formatDecimal(share * 100, digits)}\u00a0%`;
}

/** A probability, never said to be more certain than can be told. */
export function probabilityWords(share: number): string {
  if (share > 0.999) return r('percent.over');
  if (share < 0.001) return r('percent.under');
  return percent(share);
}

/** Bits with their sign: `11.8` → `+11,8`, `-3.25` → `−3,3`. */
export function bits(value: number): string {
  const size = formatDecimal(Math.abs(value));
  if (Number(Math.abs(value).toFixed(1)) === 0) return formatDecimal(0);
  return value > 0 ? `+${size}` : `−${size}`;
}

/** A mark on an axis of bits, without decimals where it has none. */
export const bitsTick = (value: number): string => (Number.isInteger(value) ? formatSigned(value) : bits(value));

export const fieldWord = (field: string): string => say(`field.${field}`, field);
export const levelWord = (field: string, level: string): string => say(`level.${field}.${level}`, level);

/** What one line of the weight says: field and level in words, and what rarity did to it. */
export function lineNote(line: WeightLine): string {
  if (Math.abs(line.rarity) < 0.5) return '';
  return line.rarity > 0 ? r('why.rare', { bits: bits(line.rarity) }) : r('why.common', { bits: bits(line.rarity) });
}

export interface Step { key: string; label: string; note: string; value: number; from: number; to: number }
/** The weight as a sum that runs from 0 over each line to the whole. */
export function waterfall(candidate: Candidate): { steps: Step[]; total: number; least: number; most: number } {
  const parts = [
    { key: 'before', label: r('why.before'), note: r(candidate.against_kin ? 'why.before_kin' : 'why.before_unrelated'), value: candidate.before },
    ...candidate.lines.map((line) => ({ key: line.field, label: `${fieldWord(line.field)}: ${levelWord(line.field, line.level)}`, note: lineNote(line), value: line.weight })),
    ...(Math.abs(candidate.other_explanation) < 0.05 ? [] : [{ key: 'other', label: r(candidate.against_kin ? 'why.other_unrelated' : 'why.other_kin'), note: '', value: candidate.other_explanation }]),
  ];
  let sum = 0;
  const steps = parts.map((part) => {
    const from = sum;
    sum += part.value;
    return { ...part, from, to: sum };
  });
  const ends = [0, ...steps.flatMap(({ from, to }) => [from, to])];
  return { steps, total: sum, least: Math.min(...ends), most: Math.max(...ends) };
}

/** What is to be done next, for those who may see rows. */
export function nextStep({ doubtful, differences, state }: Pick<Reconciliation, 'doubtful' | 'differences' | 'state'>): 'queue' | 'differences' | 'coverage' {
  if (state === 'destroyed') return 'coverage';
  return doubtful > 0 ? 'queue' : differences.open > 0 ? 'differences' : 'coverage';
}

export const nameOf = (sheet: Sheet | undefined, unnamed: string): string => sheet?.name ?? unnamed;

/** Who a difference is about: someone of the list alone as it knows them, others as the register does. */
export const sheetOf = (one: Difference): Sheet => (one.kind === 'theirs_only' ? one.theirs : (one.ours ?? one.theirs)) ?? {};
export const subjectOf = (one: Difference, unnamed: string): string => sheetOf(one).name ?? unnamed;

/** Where someone lives, from the narrow to the wide. */
export function placeOf(sheet: Sheet): string {
  const near = [sheet.house, sheet.address].filter((part) => part !== undefined && part !== '');
  const address = near.length === 2 && near[1]?.includes(near[0] ?? '') ? [near[1]] : near;
  const parts = [...address, sheet.hamlet_name, sheet.commune_name ?? sheet.commune].filter((part): part is string => part !== undefined && part !== '');
  return parts.filter((part, index) => !parts.slice(0, index).some((earlier) => earlier.includes(part))).join(', ');
}

/** The line of the file that a row came from; its place among the rows where that is not told. */
export const lineOf = (sheet: Sheet): number => sheet.line ?? (sheet.row ?? 0) + 1;

/** A size of a file: `2,4 MB`, `830 kB`. */
export function sizeWords(bytes: number): string {
  return bytes >= 1_000_000 ? `${formatDecimal(bytes / 1_000_000)}\u00a0MB` : `${formatDecimal(Math.max(1, bytes / 1_000), 0)}\u00a0kB`;
}

/** The first and last letters of a hash, enough to compare by eye. */
export const shortHash = (hash: string): string => (hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-8)}` : hash);
