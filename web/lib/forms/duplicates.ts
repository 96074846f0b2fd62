/** Whether someone being written down may be in the book already: looked up among the households of the phone, without a network. */
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

function newcomerOf(member: Member, personal: Record<Id, Personal>, multiple: boolean): Newcomer {
  const { person, sex, birth, mother } = member;
  return { person, sex, birth, mother, multiple, name: personal[person]?.name ?? '', pin: personal[person]?.pin };
}

/** Those whom an act brings into the book. */
export function newcomersOf(act: Act): Newcomer[] {
  const personal = act.personal ?? {};
  switch (act.kind) {
    case 'birth':
      return [newcomerOf(act.data.child, personal, act.data.multiple ?? false)];
    case 'adoption':
      return [newcomerOf(act.data.child, personal, false)];
    case 'household':
    case 'move_in':
      return act.data.members.map((member) => newcomerOf(member, personal, false));
    case 'household_change':
    case 'death':
    case 'move_out':
    case 'transfer':
    case 'transfer_receipt':
    case 'split':
    case 'merge':
    case 'head_change':
    case 'marriage':
    case 'divorce':
    case 'separation':
    case 'widowed':
    case 'contraception_start':
    case 'contraception_stop':
    case 'pregnancy':
    case 'prenatal_screen':
    case 'newborn_screen':
    case 'elderly_checkup':
    case 'disability':
    case 'change':
    case 'reviewed':
    case 'withdrawal':
    case 'same_person':
      return [];
  }
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
