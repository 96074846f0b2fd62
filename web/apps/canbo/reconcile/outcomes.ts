import type { Difference, DifferenceKind, DifferenceOutcome, OutcomeAsk } from '$lib/api';
import { parseTypedDay } from '../dates.ts';
import { say } from './text.ts';

/** What a difference of a kind can turn out to be, in the order of the keys. */
export const outcomesOf: Readonly<Record<DifferenceKind, readonly DifferenceOutcome[]>> = {
  value: ['ours', 'theirs', 'both', 'definition'],
  theirs_only: ['theirs', 'ours', 'moved', 'dead', 'duplicate', 'definition'],
  ours_only: ['ours', 'moved', 'dead', 'duplicate', 'definition', 'theirs'],
};

/** What an outcome is called for a kind. */
export const outcomeWord = (kind: DifferenceKind, outcome: DifferenceOutcome): string => say(`outcome.${kind}.${outcome}`, outcome);
export const outcomeHelp = (kind: DifferenceKind, outcome: DifferenceOutcome): string => say(`outcome.${kind}.${outcome}_help`, '');

/** What a difference turned out to be where an event of a kind says so. */
export function outcomeOf(kind: string): DifferenceOutcome {
  return kind === 'move_out' || kind === 'transfer' ? 'moved' : kind === 'death' ? 'dead' : 'theirs';
}

/** Whether somebody of the list alone comes into a household. */
export const enters = (kind: DifferenceKind, outcome: DifferenceOutcome): boolean => kind === 'theirs_only' && outcome === 'theirs';

/** Whether the server makes an event that needs a day, for what is not said later. */
export const needsDay = (kind: DifferenceKind, outcome: DifferenceOutcome): boolean => enters(kind, outcome) || (kind === 'ours_only' && (outcome === 'moved' || outcome === 'dead'));

/** Whether a place belongs to it: where to, or where from. */
export const needsPlace = (kind: DifferenceKind, outcome: DifferenceOutcome): boolean => enters(kind, outcome) || (kind === 'ours_only' && outcome === 'moved');

/** Kinds of places that must be named by a unit. */
export const needsUnit = (to: string): to is 'commune' | 'province' => to === 'commune' || to === 'province';

/** Into which household somebody comes, or that it will be said later. */
export interface Entering { later: boolean; household: string; relationship: string; residence: string }
/** What the officer has typed for an outcome. */
export interface Typed { date: string; to: string; unit: string; note: string; entering: Entering }
/** Which of it does not do. */
export type OutcomeWrong = 'date' | 'unit' | 'household' | 'relationship' | 'residence';

/** What is asked of the server, or what must be put right. */
export function outcomeAsk(one: Pick<Difference, 'kind'>, outcome: DifferenceOutcome, typed: Typed, today: string): { ask: OutcomeAsk } | { wrong: OutcomeWrong } {
  const note = typed.note.trim();
  const ask: OutcomeAsk = { outcome, ...(note !== '' && { note }) };
  const { later, ...living } = typed.entering;
  const comes = enters(one.kind, outcome);
  if (!needsDay(one.kind, outcome) || (comes && later)) return { ask };
  const missing = comes ? (['household', 'relationship', 'residence'] as const).find((field) => living[field] === '') : undefined;
  if (missing !== undefined) return { wrong: missing };
  const date = parseTypedDay(typed.date);
  if (date === undefined || date > today) return { wrong: 'date' };
  if (!needsPlace(one.kind, outcome)) return { ask: { ...ask, date } };
  if (needsUnit(typed.to) && typed.unit === '') return { wrong: 'unit' };
  const place = { kind: typed.to, ...(needsUnit(typed.to) && { unit: typed.unit }) };
  return { ask: { ...ask, date, ...(comes ? { enter: { ...living, from: place } } : { to: place }) } };
}
