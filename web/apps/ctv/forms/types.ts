import type { MessageKey } from '$lib/i18n';
import type { Area, Commune, EventKind, Hamlet, HouseholdDocument, Id } from '$lib/wire';

/** Kinds of event that this app records with a form. */
export const formKinds = ['birth', 'death', 'move_in', 'move_out', 'change', 'household'] as const satisfies EventKind[];
export type FormKind = (typeof formKinds)[number];

export function isFormKind(kind: string): kind is FormKind {
  return (formKinds as readonly string[]).includes(kind);
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
  | (FieldBase & { type: 'date'; guessable?: true })
  | (FieldBase & { type: 'people'; options: Option[] });

export interface Step {
  id: string;
  title: MessageKey;
  /** Which of several persons the page is about, from 1. */
  person?: number;
  fields: Field[];
}

/** What a form knows besides what was typed. */
export interface Scene {
  household?: HouseholdDocument;
  areas: Area[];
  hamlets: Hamlet[];
  communes: Commune[];
  provinces: Commune[];
  /** Numbers of the households of the area, so that the next can be offered. */
  numbers: string[];
  /** The day of today, `YYYY-MM-DD`. */
  today: string;
  /** The items of a code list. */
  list: (id: string) => Option[];
  /** Fixed choices of the app, such as yes and no. */
  text: (key: MessageKey) => string;
  newId: () => Id;
}

export interface Form<Kind extends FormKind> {
  kind: Kind;
  /** What a new draft starts with: ids of those to come, likely answers. */
  start(scene: Scene, person?: Id): Values;
  /** The pages, given what has been answered so far. */
  steps(values: Values, scene: Scene): Step[];
}
