/** Completion of what is typed: a few letters or a number for what stands in the book or in a list. */
import { searchDocuments } from '$lib/forms/search.ts';
import type { Field, Option } from '$lib/forms/index.ts';
import { fold } from '$lib/rules/fold.ts';
import type { HouseholdDocument } from '$lib/wire';

/** As many as are shown below a cell. */
export const SHOWN = 6;

const numberOf = (text: string) => text.trim().replace(/^0+(?=\d)/, '');

function headOf(household: HouseholdDocument): string {
  return (household.members.find(({ relationship }) => relationship === '1') ?? household.members[0])?.name ?? '';
}

/** A household as a cell shows it: its number and whose it is. */
export function householdOption(household: HouseholdDocument): Option {
  return { value: household.id, label: [household.number, headOf(household)].filter(Boolean).join(' · '), note: household.address };
}

/** Households that a text may mean: that very number first, then by words of name and address. */
export function householdsFor(text: string, households: readonly HouseholdDocument[]): Option[] {
  const open = households.filter(({ closed }) => closed === undefined);
  const wanted = numberOf(text);
  if (wanted === '') return [];
  const labelled = open.find((household) => householdOption(household).label === text.trim());
  if (labelled) return [householdOption(labelled)];
  const exact = open.filter(({ number }) => numberOf(number) === wanted);
  const found = /^[\d.]+$/.test(wanted) && exact.length > 0 ? exact : searchDocuments(open, text);
  return found.slice(0, SHOWN).map(householdOption);
}

/** Options that a text may mean: that very code, that very label, the so-manieth where codes are no numbers, then those in which every word begins some word. */
export function optionsFor(text: string, options: readonly Option[]): Option[] {
  const typed = text.trim();
  if (typed === '') return [];
  const folded = fold(typed);
  const exact = options.filter(({ value, label }) => value === typed || numberOf(value) === numberOf(typed) || fold(label) === folded);
  if (exact.length > 0) return exact;
  if (/^\d+$/.test(typed) && !options.some(({ value }) => /^\d+$/.test(value))) return options.slice(Number(typed) - 1, Number(typed));
  const words = folded.split(' ');
  const all = options.filter(({ label }) => words.every((word) => ` ${fold(label)}`.includes(` ${word}`)));
  const first = all.filter(({ label }) => fold(label).startsWith(folded));
  return [...first, ...all.filter((one) => !first.includes(one))].slice(0, SHOWN);
}

/** What may be meant in the cell of a field. */
export function fieldOptions(field: Field, text: string): Option[] {
  switch (field.type) {
    case 'choice':
    case 'people':
      return optionsFor(text, field.options);
    case 'household':
      return householdsFor(text, field.households);
    case 'text':
    case 'date':
      return [];
  }
}
