import type { CatalogRecord } from '$lib/store';
import type { Act, HouseholdDocument, Issue } from '$lib/wire';

/** What a rule is asked about: an act, and the households of the phone before it. */
export interface Question {
  act: Act;
  households: readonly HouseholdDocument[];
  household: HouseholdDocument | undefined;
  today: string;
}

/** Evaluates the rules of the catalogue. */
export type Judge = (question: Question, catalog: CatalogRecord) => Issue[];

export const judge: Judge = () => [];
