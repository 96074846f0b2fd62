/** The monthly sheet P0/CTV (Circular 01/2022/TT-BYT), made from the own acts in force. Pure. */
import { personsOf } from '$lib/overlay';
import { imputed, parsePartialDate } from '$lib/rules/partialDate.ts';
import type { Event, EventKind, HealthContent, HouseholdDocument, Id, Member, Origin } from '$lib/wire';

export type P0Column =
  | 'number' | 'name' | 'born_m' | 'born_f' | 'birth' | 'ethnic' | 'mother' | 'mother_birth' | 'place' | 'order' | 'relationship' | 'sex'
  | 'education' | 'marital' | 'date' | 'from' | 'to' | 'field' | 'old' | 'value' | 'method' | 'outcome' | 'times' | 'week'
  | 'ch' | 'g6pd' | 'cah' | 'hearing' | 'heart' | 'edward' | 'down' | 'patau' | 'thalassemia';

export type P0TableId =
  | 'births' | 'newborn_screens' | 'deaths' | 'moves_in' | 'moves_out' | 'changes' | 'method_starts' | 'method_stops' | 'pregnancies'
  | 'prenatal_screens' | 'checkups';

interface Shape {
  id: P0TableId;
  kinds: readonly EventKind[];
  columns: readonly P0Column[];
}

/** The eleven tables in the order of the sheet. Marriages and their ends have no table of their own: they are changes (table 6). */
const SHAPES: readonly Shape[] = [
  { id: 'births', kinds: ['birth'], columns: ['number', 'name', 'born_m', 'born_f', 'ethnic', 'mother', 'mother_birth', 'place', 'order'] },
  { id: 'newborn_screens', kinds: ['newborn_screen'], columns: ['number', 'name', 'ch', 'g6pd', 'cah', 'hearing', 'heart', 'place'] },
  { id: 'deaths', kinds: ['death'], columns: ['number', 'name', 'relationship', 'sex', 'birth', 'date'] },
  { id: 'moves_in', kinds: ['move_in'], columns: ['number', 'name', 'relationship', 'sex', 'birth', 'ethnic', 'education', 'marital', 'date', 'from'] },
  { id: 'moves_out', kinds: ['move_out'], columns: ['number', 'name', 'relationship', 'sex', 'birth', 'date', 'to'] },
  {
    id: 'changes',
    kinds: ['change', 'marriage', 'divorce', 'separation', 'widowed'],
    columns: ['number', 'name', 'sex', 'birth', 'field', 'old', 'value', 'date'],
  },
  { id: 'method_starts', kinds: ['contraception_start'], columns: ['number', 'name', 'birth', 'date', 'method', 'place'] },
  { id: 'method_stops', kinds: ['contraception_stop'], columns: ['number', 'name', 'birth', 'date', 'method'] },
  { id: 'pregnancies', kinds: ['pregnancy'], columns: ['number', 'name', 'birth', 'date', 'outcome', 'times'] },
  {
    id: 'prenatal_screens',
    kinds: ['prenatal_screen'],
    columns: ['number', 'name', 'birth', 'week', 'date', 'edward', 'down', 'patau', 'thalassemia', 'place'],
  },
  { id: 'checkups', kinds: ['elderly_checkup'], columns: ['number', 'name', 'birth', 'date'] },
];

/**
 * Kinds that tell of something that happened: with none of them in a month "nothing to report" may be declared. The server asks for the
 * same (`crates/app/src/closing/happened.rs`).
 */
const HAPPENINGS: readonly EventKind[] = [
  'birth', 'adoption', 'death', 'move_in', 'move_out', 'transfer', 'marriage', 'divorce', 'separation', 'widowed', 'contraception_start',
  'contraception_stop', 'pregnancy', 'prenatal_screen', 'newborn_screen', 'elderly_checkup', 'disability',
];

/** What the sheet needs to say codes, dates and places in words. */
export interface P0Words {
  label: (list: string, code: string | undefined) => string;
  date: (text: string) => string;
  unit: (code: string) => string;
  /** What was known when an act was told: `old`, what a changed field was; `was.<person>`, the relationship of one who left. May be empty. */
  before: (event: Id, key: string) => string;
}

export interface P0Row {
  event: Id;
  cells: string[];
}

export interface P0Table {
  id: P0TableId;
  columns: readonly P0Column[];
  rows: P0Row[];
}

export interface P0Sheet {
  tables: P0Table[];
  /** How many acts of the month the tables show, and how many tell of something that happened, shown or not. */
  acts: number;
  happenings: number;
}

/** The month that a date counts in: a date known to the year counts in July, as everywhere. */
export function monthOf(date: string): string {
  const parsed = parsePartialDate(date);
  if (!parsed) return '';
  const { year, month } = imputed(parsed);
  return `${year}-${String(month).padStart(2, '0')}`;
}

type Person = Partial<Member> & { name?: string | undefined; number?: string | undefined };

function known(person: Id, households: readonly HouseholdDocument[]): Person {
  for (const { number, members, past } of households) {
    const member = members.find(({ id }) => id === person);
    if (member) return { ...member, number };
    const gone = past?.find(({ id, reason }) => id === person && reason !== 'transfer');
    if (gone) return { sex: gone.sex, birth: gone.birth, name: gone.name, number };
  }
  return {};
}

/** Those whom a row each is about, with what the act says of them. */
function statedIn(event: Event): (Partial<Member> & { person: Id })[] {
  if (event.kind === 'birth') return [event.data.child];
  return event.kind === 'move_in' ? event.data.members : personsOf(event).map((person) => ({ person }));
}

/** The marital status that an act says. */
const MARITAL: Partial<Record<EventKind, string>> = { marriage: '2', divorce: '4', separation: '5', widowed: '3' };

function changed(event: Event, words: P0Words, nameOf: (person: Id) => string): { field: string; old: string; value: string } {
  if (event.kind !== 'change') {
    return { field: words.label('change_field', 'marital'), old: '', value: words.label('marital', MARITAL[event.kind]) };
  }
  const { person, field, value } = event.data;
  const personal = event.personal?.[person];
  const told = field === 'name' || field === 'phone' || field === 'health_card' || field === 'pin' ? personal?.[field] : value;
  const isParent = field === 'mother' || field === 'father';
  const shown = (said: string) => (field === 'birth' ? words.date(said) : isParent ? nameOf(said) : words.label(field, said));
  return { field: words.label('change_field', field), old: shown(words.before(event.id, 'old')), value: shown(told ?? '') };
}

function placeOf(origin: Origin, words: P0Words): string {
  return 'unit' in origin ? words.unit(origin.unit) : words.label('origin_kind', origin.kind);
}

interface Line {
  event: Event;
  person: Person;
  health: HealthContent;
  mother: Person;
  words: P0Words;
  nameOf: (person: Id) => string;
}

function placeCell({ event, health, words }: Line): string {
  if (event.kind === 'birth') return words.label('birth_place', event.data.place);
  return words.label('service_place', typeof health['place'] === 'string' ? health['place'] : undefined);
}

function cell(column: P0Column, line: Line): string {
  const { event, person, health, mother, words } = line;
  const told = (key: string) => (health[key] === undefined ? '' : String(health[key]));
  switch (column) {
    case 'number':
      return person.number ?? '';
    case 'name':
      return person.name ?? '';
    case 'born_m':
    case 'born_f':
      return person.sex === column.slice(-1) ? words.date(person.birth ?? '') : '';
    case 'birth':
      return words.date(person.birth ?? '');
    case 'date':
      return words.date(event.date);
    case 'ethnic':
    case 'relationship':
    case 'sex':
    case 'education':
    case 'marital':
      return words.label(column, person[column]);
    case 'mother':
      return mother.name ?? '';
    case 'mother_birth':
      return words.date((event.kind === 'birth' ? event.data.mother_birth : undefined) ?? mother.birth ?? '');
    case 'place':
      return placeCell(line);
    case 'order':
      return event.kind === 'birth' ? String(event.data.order ?? '') : '';
    case 'from':
      return event.kind === 'move_in' ? placeOf(event.data.from, words) : '';
    case 'to':
      return event.kind === 'move_out' ? placeOf(event.data.to, words) : '';
    case 'field':
    case 'old':
    case 'value':
      return changed(event, words, line.nameOf)[column];
    case 'method':
      return words.label('contraception_method', told('method'));
    case 'outcome':
      return words.label('pregnancy_outcome', told('outcome'));
    case 'times':
      return told('number');
    case 'week':
      return told('week_band');
    case 'ch':
    case 'g6pd':
    case 'cah':
    case 'hearing':
    case 'heart':
      return words.label('newborn_result', told(column));
    case 'edward':
    case 'down':
    case 'patau':
    case 'thalassemia':
      return words.label('prenatal_result', told(column));
  }
}

function rowsOf(shape: Shape, event: Event, households: readonly HouseholdDocument[], words: P0Words): P0Row[] {
  return statedIn(event).map((stated) => {
    const name = event.personal?.[stated.person]?.name;
    const was = words.before(event.id, `was.${stated.person}`);
    const person: Person = { ...(was && { relationship: was }), ...known(stated.person, households), ...stated, ...(name !== undefined && { name }) };
    const mother = stated.mother === undefined ? {} : known(stated.mother, households);
    const nameOf = (id: Id) => known(id, households).name ?? '';
    const line: Line = { event, person, mother, words, nameOf, health: event.personal?.[stated.person]?.health ?? {} };
    return { event: event.id, cells: shape.columns.map((column) => cell(column, line)) };
  });
}

const byDate = (a: Event, b: Event) => a.date.localeCompare(b.date) || (a.id < b.id ? -1 : 1);

/** The sheet of some acts: those of a month, or those of months before that were written down in it. */
export function sheetOf(events: readonly Event[], households: readonly HouseholdDocument[], words: P0Words): P0Sheet {
  const tables = SHAPES.map((shape): P0Table => {
    const own = events.filter(({ kind }) => shape.kinds.includes(kind)).sort(byDate);
    return { id: shape.id, columns: shape.columns, rows: own.flatMap((event) => rowsOf(shape, event, households, words)) };
  });
  const shown = new Set(tables.flatMap(({ rows }) => rows.map(({ event }) => event)));
  return { tables, acts: shown.size, happenings: events.filter(({ kind }) => HAPPENINGS.includes(kind)).length };
}

export const ofMonth = (events: readonly Event[], month: string): Event[] => events.filter(({ date }) => monthOf(date) === month);

/** Acts of earlier months that were written down in a month (in Viet Nam, UTC+7): too late for the sheet they belong to. */
export function lateIn(events: readonly Event[], month: string): Event[] {
  const written = (event: Event) => new Date(Date.parse(event.recorded_at) + 7 * 3_600_000).toISOString().slice(0, 7);
  return events.filter((event) => written(event) === month && monthOf(event.date) < month);
}
