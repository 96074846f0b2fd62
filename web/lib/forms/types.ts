import type { Act, Area, Commune, Elsewhere, EventKind, Hamlet, HouseholdDocument, Id, Related } from '$lib/wire';
import type { MessageKey } from './text.ts';

/** Kinds whose forms are there from the start; those of the other kinds are loaded when first needed. */
export const commonKinds = ['birth', 'death', 'move_in', 'move_out', 'change', 'household'] as const satisfies EventKind[];
export type CommonKind = (typeof commonKinds)[number];

/** Every kind of event has a form, but taking back an own sheet, which the page of that sheet does, and joining two, which the desk does. */
export type FormKind = Exclude<EventKind, 'withdrawal' | 'same_person'>;
export type RareKind = Exclude<FormKind, CommonKind>;

/** All kinds as they are offered, by what they are about. */
export const kindGroups = [
  { title: 'record.persons', kinds: ['birth', 'death', 'adoption', 'marriage', 'divorce', 'separation', 'widowed', 'change', 'disability'] },
  { title: 'record.moves', kinds: ['move_in', 'move_out', 'transfer', 'transfer_receipt'] },
  { title: 'record.households', kinds: ['household', 'household_change', 'head_change', 'split', 'merge', 'reviewed'] },
  {
    title: 'record.health',
    kinds: ['pregnancy', 'prenatal_screen', 'newborn_screen', 'contraception_start', 'contraception_stop', 'elderly_checkup'],
  },
] as const satisfies { title: MessageKey; kinds: FormKind[] }[];

const formKinds: readonly string[] = kindGroups.flatMap(({ kinds }) => kinds);

export function isFormKind(kind: string): kind is FormKind {
  return formKinds.includes(kind);
}

export function isCommonKind(kind: string): kind is CommonKind {
  return (commonKinds as readonly string[]).includes(kind);
}

/** What three boxes and two ticks hold while someone is typing. */
export interface DateEntry {
  day: string;
  month: string;
  year: string;
  noDay: boolean;
  noMonth: boolean;
  guessed: boolean;
}

export type Value = string | string[] | DateEntry | undefined;
/** Everything typed into a form, by field; plain data, so that it can be kept as a draft. */
export type Values = Record<string, Value>;

export interface Option {
  value: string;
  label: string;
  note?: string | undefined;
}

interface FieldBase {
  id: string;
  label: MessageKey;
  hint?: MessageKey;
  optional?: true;
}

export type Field =
  | (FieldBase & {
      type: 'text';
      inputmode?: 'numeric' | 'tel';
      capitals?: true;
      pattern?: RegExp;
      wrong?: MessageKey;
    })
  | (FieldBase & { type: 'choice'; options: Option[]; empty?: MessageKey })
  | (FieldBase & {
      type: 'date';
      guessable?: true;
      /** Whose age on that day is said beside: of the one born on it, or of the person chosen in a field. */
      ages?: 'born' | { of: string; label: MessageKey };
      /** The first day that can be meant. */
      from?: string;
    })
  | (FieldBase & { type: 'people'; options: Option[]; most?: number })
  | (FieldBase & { type: 'household'; households: readonly HouseholdDocument[] });

export interface Step {
  id: string;
  title: MessageKey;
  /** Which of several persons the page is about, from 1. */
  person?: number;
  /** The name of the person the page is about. */
  about?: string;
  fields: Field[];
}

/** A move to a household of the own area that waits for "they came" or "they did not". */
export interface WaitingTransfer {
  event: Id;
  household: Id;
  date: string;
  members: Related[];
}

/** What a form knows besides what was typed. */
export interface Scene {
  household?: HouseholdDocument;
  areas: Area[];
  hamlets: Hamlet[];
  /** Hamlets of the commune that are other collaborators' work. */
  elsewhere: readonly Elsewhere[];
  communes: Commune[];
  provinces: Commune[];
  /** All households of the phone, as own acts leave them. */
  households: readonly HouseholdDocument[];
  transfers: readonly WaitingTransfer[];
  /** The day of today, `YYYY-MM-DD`. */
  today: string;
  /** The items of a code list. */
  list: (id: string) => Option[];
  /** Fixed choices of the app, such as yes and no. */
  text: (key: MessageKey) => string;
  newId: () => Id;
}

export interface Form {
  kind: FormKind;
  /** What a new draft starts with: ids of those to come, likely answers. */
  start(scene: Scene, person?: Id): Values;
  /** The pages, given what has been answered so far. */
  steps(values: Values, scene: Scene): Step[];
  /** What follows from the answers so far, filled in before the next page. */
  fill?(values: Values, scene: Scene): Values;
  /** The act that the answers make; `undefined` while what it needs is missing. Asked only when no page has a fault. */
  act(values: Values, scene: Scene): Act | undefined;
  /** Whom or what it is about, for lists of drafts and sent sheets. */
  subject(values: Values, scene: Scene): string;
}
