/** A line of the paper: what was typed in its cells, and what it says in terms of the form of its kind. Pure. */
import { answerOf, errorsOf, type DateEntry, type Field, type Form, type Option, type Scene, type Value, type Values } from '$lib/forms/index.ts';
import { t as say, type MessageKey } from '$lib/forms/text.ts';
import type { EntryOutcome } from '$lib/api';
import type { Act, HouseholdDocument, Id } from '$lib/wire';
import { kindOfKey } from '../kindKeys.ts';
import { readTyped } from '../typed.ts';
import { askedToo, given, isPaperKind, nameField, type PaperKind } from './kinds.ts';
import { fieldOptions, householdsFor, optionsFor } from './match.ts';

export interface LineAnswer {
  outcome: EntryOutcome['outcome'];
  messages: string[];
  withdrawn?: boolean;
}

export interface PaperLine {
  /** Of the line, and of its event: the same line sent again is the same event. */
  id: Id;
  house: string;
  who: string;
  /** The key of a kind. */
  kind: string;
  day: string;
  /** What was typed for a field of the form. */
  extra: Record<string, string>;
  /** Reasons against rules, and answers about people who may be in the book already. */
  said: Record<string, string>;
  /** Ids of those whom the line brings into the book, in the order in which the form asks for them. */
  ids: Id[];
  /** It was on its way once, so that another content needs another id. */
  tried?: boolean;
  answer?: LineAnswer;
}

export type CellName = 'house' | 'who' | 'kind' | 'day' | (string & {});
export interface CellFault {
  cell: CellName;
  message: string;
}

export interface Reading {
  kind: PaperKind | undefined;
  household: HouseholdDocument | undefined;
  scene: Scene | undefined;
  /** The cells after the date. */
  fields: Field[];
  /** Whether the name is that of someone new. */
  newName: boolean;
  /** Whom the name may mean. */
  people: readonly Option[];
  dated: boolean;
  values: Values;
  faults: CellFault[];
  act: Act | undefined;
  subject: string;
  /** Ids of those to come, with those made now. */
  ids: Id[];
}

export interface LineContext {
  households: readonly HouseholdDocument[];
  /** Of the paper, `2026-10`. */
  month: string;
  today: string;
  form: (kind: PaperKind) => Form | undefined;
  scene: (household: Id, newId: () => Id) => Scene;
  newId: () => Id;
}

export function emptyLine(id: Id, kind = ''): PaperLine {
  return { id, house: '', who: '', kind, day: '', extra: {}, said: {}, ids: [] };
}

export function isEmpty(line: PaperLine): boolean {
  return [line.house, line.who, line.day, ...Object.values(line.extra)].every((text) => text.trim() === '');
}

function valueOf(field: Field, typed: string, today: string): Value {
  switch (field.type) {
    case 'text':
      return typed.trim().normalize('NFC');
    case 'date':
      return readTyped(typed, today);
    case 'choice':
    case 'household': {
      const found = fieldOptions(field, typed);
      return found[0]?.value ?? typed;
    }
    case 'people':
      return fieldOptions(field, typed).slice(0, 1).map(({ value }) => value);
  }
}

/** How often answers may open further questions: a kind of origin opens the place, results opened one by one open five. */
const ROUNDS = 5;

/** What a line says. */
export function readLine(line: PaperLine, context: LineContext): Reading {
  const asked = kindOfKey(line.kind.trim());
  const kind = isPaperKind(asked) ? asked : undefined;
  const faults: CellFault[] = [];
  const household = context.households.find(({ id }) => id === householdsFor(line.house, context.households)[0]?.value);
  const empty: Reading = { kind, household, scene: undefined, fields: [], newName: false, people: [], dated: true, values: {}, faults, act: undefined, subject: '', ids: line.ids };
  if (!household) faults.push({ cell: 'house', message: say('error.empty_household') });
  if (!kind) faults.push({ cell: 'kind', message: say('error.empty_choice') });
  const form = kind && context.form(kind);
  if (!household || !kind || !form) {
    const members = household?.members.map(({ id, name = '', birth }) => ({ value: id, label: name, note: birth })) ?? [];
    return { ...empty, people: members };
  }
  const ids = [...line.ids];
  let next = 0;
  const newId = () => (ids[next++] ??= context.newId());
  const scene = context.scene(household.id, newId);
  const name = nameField[kind];
  const steps = (values: Values) => form.steps(values, scene);
  const fieldsOf = (values: Values) => steps(values).flatMap((step) => step.fields);

  const start: Values = { ...form.start(scene), ...given[kind], ...line.said };
  delete start['date'];
  let values = start;
  for (let round = 0; round < ROUNDS; round++) {
    const made: Values = { ...start };
    for (const field of fieldsOf(values)) {
      const text = field.id === name ? line.who : field.id === 'date' ? line.day : line.extra[field.id];
      if (text === undefined || text.trim() === '') continue;
      made[field.id] = field.id === 'date' ? readTyped(text, context.today, context.month) : valueOf(field, text, context.today);
    }
    const filled = form.fill ? form.fill(made, scene) : made;
    const same = JSON.stringify(filled) === JSON.stringify(values);
    values = filled;
    if (same) break;
  }

  const fields = fieldsOf(values);
  const named = fields.find(({ id }) => id === name);
  const told = (id: string) => (line.extra[id] ?? '').trim() !== '';
  const open = new Set(steps(values).flatMap((step) => errorsOf(step, values, context.today)).map(({ field }) => field));
  const cells = fields.filter(({ id }) => {
    if (id === name || id === 'date') return false;
    return told(id) || askedToo[kind].includes(id) || open.has(id);
  });
  for (const { field, message } of steps(values).flatMap((step) => errorsOf(step, values, context.today))) {
    faults.push({ cell: field === name ? 'who' : field === 'date' ? 'day' : field, message: faultWords(fields, field, message) });
  }
  for (const field of cells) {
    const unknown = (field.type === 'choice' || field.type === 'household') && told(field.id) && fieldOptions(field, line.extra[field.id] ?? '').length === 0;
    if (unknown && !faults.some(({ cell }) => cell === field.id)) faults.push({ cell: field.id, message: faultWords(fields, field.id, 'error.empty_choice') });
  }
  const act = faults.length === 0 ? form.act(values, scene) : undefined;
  return {
    ...empty,
    scene,
    fields: cells,
    newName: named?.type === 'text',
    people: named && (named.type === 'choice' || named.type === 'people') ? named.options : [],
    dated: fields.some(({ id }) => id === 'date'),
    values,
    act,
    subject: form.subject(values, scene),
    ids,
  };
}

function faultWords(fields: readonly Field[], id: string, message: MessageKey): string {
  const label = fields.find((field) => field.id === id)?.label;
  return label ? say('error.at', { where: say(label), what: say(message) }) : say(message);
}

/** What a cell may mean: shown below while typing, taken when the cell is left. */
export function suggestions(line: PaperLine, cell: CellName, reading: Reading, context: LineContext): Option[] {
  switch (cell) {
    case 'house':
      return householdsFor(line.house, context.households);
    case 'who':
      return reading.newName ? [] : optionsFor(line.who, reading.people);
    case 'kind':
    case 'day':
      return [];
    default: {
      const field = reading.fields.find(({ id }) => id === cell);
      return field ? fieldOptions(field, line.extra[cell] ?? '') : [];
    }
  }
}

/** How a date cell was understood, in words; empty while it was not. */
export function dayWords(line: PaperLine, context: LineContext): string {
  const entry: DateEntry = readTyped(line.day, context.today, context.month);
  return answerOf({ type: 'date', id: 'date', label: 'field.day' }, { date: entry });
}
