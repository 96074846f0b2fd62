import type { DuplicatePair, LikeWeight, PairLine, PairSide } from '$lib/api';
import { showDate } from '../dates.ts';
import type { KeyPress } from '../keys.ts';
import { hasMessage, t } from '../text.ts';
import { codeLabel, type Glossary } from '../words.ts';

/** What a key asks the page to do. */
export type SameCommand = 'next' | 'previous' | 'keep_one' | 'keep_other' | 'apart' | 'undo' | 'help' | 'close';

/** The shortcuts in the order in which the help shows them. */
export const sameShortcuts: readonly { command: SameCommand; keys: readonly string[] }[] = [
  { command: 'next', keys: ['J', '↓'] },
  { command: 'previous', keys: ['K', '↑'] },
  { command: 'keep_one', keys: ['1'] },
  { command: 'keep_other', keys: ['2'] },
  { command: 'apart', keys: ['N'] },
  { command: 'undo', keys: ['Z'] },
  { command: 'close', keys: ['Esc'] },
  { command: 'help', keys: ['?'] },
];

const byKey: ReadonlyMap<string, SameCommand> = new Map<string, SameCommand>([
  ['j', 'next'], ['ArrowDown', 'next'], ['k', 'previous'], ['ArrowUp', 'previous'], ['1', 'keep_one'], ['2', 'keep_other'],
  ['n', 'apart'], ['z', 'undo'], ['?', 'help'], ['Escape', 'close'],
]);

/** The command of a key press, if it has one. Keys with Ctrl, Alt or Meta belong to the browser; in a field only Esc is ours. */
export function sameCommand(press: KeyPress): SameCommand | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey) return undefined;
  const command = byKey.get(press.key.length === 1 ? press.key.toLowerCase() : press.key);
  if (command === 'close') return command;
  return press.dialog || press.typing ? undefined : command;
}

/** What was done on this page and can be taken back, the last at the end. */
export type Done = { do: 'merge'; event: string; pair: PairLine } | { do: 'apart'; pair: PairLine };

/** Names a pair in a list and in an address. */
export const pairKey = ({ one, other }: Pick<PairLine, 'one' | 'other'>): string => `${one.id}_${other.id}`;

/** The pairs that are left when one person is no more: all in which it stood. */
export const withoutPerson = (pairs: readonly PairLine[], person: string): PairLine[] =>
  pairs.filter(({ one, other }) => one.id !== person && other.id !== person);

/** How a field agrees, in words; what is not known yet as it stands. */
export function lineText({ field, level }: Pick<LikeWeight, 'field' | 'level'>): string {
  const key = `same.why.${field}.${level}`;
  return hasMessage(key) ? t(key) : `${field}: ${level}`;
}

/** The lines worth reading, the weightiest first. */
export const linesTold = (lines: readonly LikeWeight[]): LikeWeight[] =>
  lines.filter(({ weight }) => Math.abs(weight) >= 0.5).toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight));

/** Where someone lives, in words. */
export const placeText = (sheet: { household_number?: string; hamlet_name?: string }): string =>
  t('same.place', { number: sheet.household_number ?? '?', hamlet: sheet.hamlet_name ?? '' });

export const sameFields = [
  'name', 'sex', 'birth', 'household', 'hamlet', 'relationship', 'residence', 'since', 'mother', 'father', 'marital', 'education', 'ethnic', 'phone', 'pin',
] as const;
export type SameField = (typeof sameFields)[number];

export interface FieldRow { field: SameField; one: string; other: string; differs: boolean }

function parentText(side: PairSide, id: string | undefined): string {
  if (id === undefined) return '';
  const people = [...side.household.members, ...(side.household.past ?? [])];
  return people.find((person) => person.id === id)?.name ?? t('same.in_book');
}

function valueOf(side: PairSide, field: SameField, glossary: Glossary): string {
  const { person, household } = side;
  const code = (list: string, value: string | undefined) => (value === undefined ? '' : codeLabel(glossary.lists, list, value));
  switch (field) {
    case 'name': return person.name ?? t('value.unnamed');
    case 'sex': return code('sex', person.sex);
    case 'birth': return showDate(person.birth);
    case 'household': return t('queue.household', { number: household.number });
    case 'hamlet': return side.hamlet_name;
    case 'relationship': return code('relationship', person.relationship);
    case 'residence': return code('residence', person.residence);
    case 'since': return person.since ? showDate(person.since) : '';
    case 'mother': return parentText(side, person.mother);
    case 'father': return parentText(side, person.father);
    case 'marital': return code('marital', person.marital);
    case 'education': return code('education', person.education);
    case 'ethnic': return code('ethnic', person.ethnic);
    case 'phone': return person.phone ?? '';
    case 'pin': return t(side.has_pin ? 'same.yes' : 'same.no');
  }
}

/** What differs by more than its words: parents by who they are, numbers by what the server says of them. */
function differs(pair: DuplicatePair, field: SameField, one: string, other: string): boolean {
  if (field === 'pin') return pair.one.has_pin && pair.other.has_pin && !pair.lines.some(({ field, level }) => field === 'number' && level === 'same');
  if (field === 'mother' || field === 'father') {
    const [a, b] = [pair.one.person[field], pair.other.person[field]];
    return a !== undefined && b !== undefined && a !== b;
  }
  return one !== other && one !== '' && other !== '';
}

/** The attributes that either sheet tells, side by side. One that only one sheet tells is no contradiction. */
export function fieldRows(pair: DuplicatePair, glossary: Glossary): FieldRow[] {
  return sameFields.flatMap((field) => {
    const [one, other] = [valueOf(pair.one, field, glossary), valueOf(pair.other, field, glossary)];
    return one === '' && other === '' ? [] : [{ field, one, other, differs: differs(pair, field, one, other) }];
  });
}
