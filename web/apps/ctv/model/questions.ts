/** What is to be asked about lists of other offices, household by household. Pure. */
import { bySheetNumber } from '$lib/rules/sheetNumber.ts';
import type { DifferenceRecord } from '$lib/store';
import { differenceId, isAnswered } from '$lib/sync/differences.ts';
import type { DifferenceKind, DifferenceOutcome, HouseholdDocument, Id } from '$lib/wire';

export interface Question {
  /** Of the household where that is known and on the phone, else of the difference. */
  id: string;
  household?: HouseholdDocument;
  list: DifferenceRecord[];
}

/** Questions in the order of the sheets; people whose household nobody knows come last, by name. */
export function questions(differences: readonly DifferenceRecord[], households: readonly HouseholdDocument[]): Question[] {
  const documents = new Map<Id | undefined, HouseholdDocument>(households.map((document) => [document.id, document]));
  const found = new Map<string, Question>();
  for (const one of differences) {
    const household = documents.get(one.household);
    const id = household?.id ?? differenceId(one);
    const question = found.get(id) ?? { id, ...(household && { household }), list: [] };
    question.list.push(one);
    found.set(id, question);
  }
  const name = ({ list }: Question) => list[0]?.name ?? '';
  return [...found.values()].sort(
    (a, b) =>
      Number(!a.household) - Number(!b.household) || bySheetNumber(a.household?.number ?? '', b.household?.number ?? '') || name(a).localeCompare(name(b), 'vi'),
  );
}

/** How many want something: an answer, or to be read. */
export const toAsk = (list: readonly DifferenceRecord[]) => list.filter((one) => !isAnswered(one)).length;

/** Answers that stand as buttons, and those behind “other”. */
export const outcomes: Record<DifferenceKind, { first: DifferenceOutcome[]; other: DifferenceOutcome[] }> = {
  value: { first: ['ours', 'theirs'], other: ['both', 'definition'] },
  theirs_only: { first: ['theirs', 'ours', 'moved', 'dead'], other: ['duplicate', 'definition'] },
  ours_only: { first: ['ours', 'moved', 'dead'], other: ['theirs', 'duplicate', 'definition'] },
};
