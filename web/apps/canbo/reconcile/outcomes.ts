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

/** Whether the server makes an event that needs a day. */
export const needsDay = (kind: DifferenceKind, outcome: DifferenceOutcome): boolean => kind === 'ours_only' && (outcome === 'moved' || outcome === 'dead');

/** Kinds of places that must be named by a unit. */
export const needsUnit = (to: string): to is 'commune' | 'province' => to === 'commune' || to === 'province';

/** What the officer has typed for an outcome. */
export interface Typed { date: string; to: string; unit: string; note: string }
/** Which of it does not do. */
export type OutcomeWrong = 'date' | 'unit';

/** What is asked of the server, or what must be put right. */
export function outcomeAsk(one: Pick<Difference, 'kind'>, outcome: DifferenceOutcome, typed: Typed, today: string): { ask: OutcomeAsk } | { wrong: OutcomeWrong } {
  const note = typed.note.trim();
  const ask: OutcomeAsk = { outcome, ...(note !== '' && { note }) };
  if (!needsDay(one.kind, outcome)) return { ask };
  const date = parseTypedDay(typed.date);
  if (date === undefined || date > today) return { wrong: 'date' };
  if (outcome !== 'moved') return { ask: { ...ask, date } };
  if (!needsUnit(typed.to)) return { ask: { ...ask, date, to: { kind: typed.to } } };
  return typed.unit === '' ? { wrong: 'unit' } : { ask: { ...ask, date, to: { kind: typed.to, unit: typed.unit } } };
}
