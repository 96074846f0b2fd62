/** Whether someone being written down may be in the book already: looked up among the households of the phone, without a network. */
import { linesOf } from '$lib/overlay';
import { fold } from '$lib/rules/fold.ts';
import { overlaps, parsePartialDate } from '$lib/rules/partialDate.ts';
import type { Act, DocumentMember, HouseholdDocument, Id, Member, PastMember, Personal } from '$lib/wire';

export interface Newcomer {
  person: Id;
  name: string;
  sex: string;
  birth: string;
  mother?: Id | undefined;
  pin?: string | undefined;
  /** One of twins: a sibling of the same day is no second report. */
  multiple: boolean;
}

export interface Candidate {
  newcomer: Newcomer;
  person: Id;
  name: string;
  birth: string;
  household: HouseholdDocument;
  /** Lives there now, or has left or died. */
  standing: 'here' | 'left' | 'dead';
}

/** Those whom an act brings into the book. */
export function newcomersOf(act: Act): Newcomer[] {
  const { personal = {} } = act;
  const multiple = act.kind === 'birth' && (act.data.multiple ?? false);
  return linesOf(act).map(({ person, sex, birth, mother }) => {
    const told = personal[person];
    return { person, sex, birth, mother, multiple, name: told?.name ?? '', pin: told?.pin };
  });
}

/** One letter more, less or other. */
function almostEqual(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}

/** 2: the same but for accents and capitals. 1: one letter apart, or the same words in another order or with one left out. */
function nameScore(a: string, b: string): number {
  const [first, second] = [fold(a), fold(b)];
  if (first === '' || second === '') return 0;
  if (first === second) return 2;
  if (almostEqual(first, second)) return 1;
  const [words, others] = [first.split(' '), second.split(' ')].sort((x, y) => x.length - y.length);
  const within = words !== undefined && words.length >= 2 && words.every((word) => others?.includes(word));
  return within && (others?.length ?? 0) - words.length <= 1 ? 1 : 0;
}

/** 2: may be the same day and the year is told for sure. 1: a year apart, or day and month exchanged. */
function birthScore(a: string, b: string): number {
  const [first, second] = [parsePartialDate(a), parsePartialDate(b)];
  if (!first || !second) return 0;
  if (overlaps(first, second)) return 2;
  const exchanged = first.year === second.year && first.day === second.month && first.month === second.day;
  return exchanged || Math.abs(first.year - second.year) <= 1 ? 1 : 0;
}

/** Name and birth have to agree, one of them wholly; the same mother or number makes up for what is written differently. */
function isAlike(newcomer: Newcomer, known: DocumentMember | PastMember): boolean {
  const sexes = [newcomer.sex, known.sex];
  if (!sexes.includes('u') && newcomer.sex !== known.sex) return false;
  const [name, birth] = [nameScore(newcomer.name, known.name ?? ''), birthScore(newcomer.birth, known.birth)];
  if (name + birth >= 3 && birth > 0) return true;
  const tail = 'pin_tail' in known && known.pin_tail !== undefined && newcomer.pin?.endsWith(known.pin_tail);
  if (tail && name + birth >= 2) return true;
  const sameMother = newcomer.mother !== undefined && 'mother' in known && known.mother === newcomer.mother;
  return sameMother && birth === 2 && (name > 0 || (!newcomer.multiple && !known.name));
}

/** At most so many are shown for one newcomer. */
const SHOWN = 3;

/** Who in the book may be one of the newcomers of an act, by newcomer. */
export function candidates(act: Act, households: readonly HouseholdDocument[]): Candidate[] {
  const newcomers = newcomersOf(act);
  const own = new Set(newcomers.map(({ person }) => person));
  return newcomers.flatMap((newcomer) =>
    households
      .flatMap((household): Candidate[] => {
        const found = (known: DocumentMember | PastMember, standing: Candidate['standing']): Candidate[] =>
          own.has(known.id) || !isAlike(newcomer, known)
            ? []
            : [{ newcomer, person: known.id, name: known.name ?? '', birth: known.birth, household, standing }];
        return [
          ...household.members.flatMap((member) => found(member, 'here')),
          ...(household.past ?? []).flatMap((gone) => (gone.reason === 'transfer' ? [] : found(gone, gone.reason === 'death' ? 'dead' : 'left'))),
        ];
      })
      .slice(0, SHOWN),
  );
}
