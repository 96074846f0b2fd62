/** The guided forms: which pages, which fields, and the act that comes of them. Pure. */
import type { MessageKey } from '$lib/i18n';
import type { Act } from '$lib/wire';
import { isLater, readDate, showDate } from '../model/dates.ts';
import { moveIn, moveInAct, newHousehold, newHouseholdAct } from './arriving.ts';
import { birth, birthAct } from './birth.ts';
import { change, changeAct } from './change.ts';
import { dateOf, many, personCount, text } from './common.ts';
import { death, deathAct, moveOut, moveOutAct } from './leaving.ts';
import type { Field, Form, FormKind, Scene, Step, Values } from './types.ts';

export { withPersonIds } from './common.ts';
export * from './types.ts';

const forms: { [Kind in FormKind]: Form<Kind> } = {
  birth,
  death,
  move_in: moveIn,
  move_out: moveOut,
  change,
  household: newHousehold,
};

export function formOf(kind: FormKind): Form<FormKind> {
  return forms[kind];
}

/** The act that the answers make; `undefined` while what it needs is missing. */
export function actOfForm(kind: FormKind, values: Values, scene: Scene): Act | undefined {
  switch (kind) {
    case 'birth':
      return birthAct(values, scene);
    case 'death':
      return deathAct(values);
    case 'move_in':
      return moveInAct(values, scene);
    case 'move_out':
      return moveOutAct(values, scene);
    case 'change':
      return changeAct(values, scene);
    case 'household':
      return newHouseholdAct(values);
  }
}

export interface FieldError {
  field: string;
  message: MessageKey;
}

function errorOf(field: Field, values: Values, today: string): MessageKey | undefined {
  switch (field.type) {
    case 'text': {
      const typed = text(values, field.id);
      if (typed === '') return field.optional ? undefined : 'error.empty_text';
      return field.pattern && !field.pattern.test(typed) ? (field.wrong ?? 'error.empty_text') : undefined;
    }
    case 'choice': {
      const chosen = text(values, field.id);
      if (chosen === '') return field.optional ? undefined : 'error.empty_choice';
      return field.options.some(({ value }) => value === chosen) || field.optional ? undefined : 'error.empty_choice';
    }
    case 'people':
      return many(values, field.id).length === 0 ? 'error.empty_people' : undefined;
    case 'date': {
      const reading = readDate(dateOf(values, field.id));
      if (reading.ok) return isLater(reading.text, today) ? 'error.date_future' : undefined;
      switch (reading.fault) {
        case 'missing':
          return field.optional ? undefined : 'error.date_missing';
        case 'incomplete':
          return 'error.date_incomplete';
        case 'impossible':
          return 'error.date_impossible';
      }
    }
  }
}

/** What must be put right on a page before going on. */
export function errorsOf(step: Step, values: Values, today: string): FieldError[] {
  return step.fields.flatMap((field) => {
    const message = errorOf(field, values, today);
    return message ? [{ field: field.id, message }] : [];
  });
}

/** The answer to one field in words. */
export function answerOf(field: Field, values: Values): string {
  switch (field.type) {
    case 'text':
      return text(values, field.id);
    case 'choice':
      return field.options.find(({ value }) => value === text(values, field.id))?.label ?? '';
    case 'people':
      return field.options.filter(({ value }) => many(values, field.id).includes(value)).map(({ label }) => label).join(', ');
    case 'date': {
      const reading = readDate(dateOf(values, field.id));
      return reading.ok ? showDate(reading.text) : '';
    }
  }
}

/** Whom or what the form is about, for lists of drafts and sent sheets. */
export function subjectOf(kind: FormKind, values: Values, scene: Scene): string {
  const nameOf = (id: string) => scene.household?.members.find((member) => member.id === id)?.name ?? '';
  switch (kind) {
    case 'birth':
      return text(values, 'name');
    case 'death':
    case 'change':
      return nameOf(text(values, 'person'));
    case 'move_out':
      return many(values, 'persons').map(nameOf).filter(Boolean).join(', ');
    case 'move_in':
    case 'household':
      return Array.from({ length: personCount(values) }, (_, i) => text(values, `m${i}.name`)).filter(Boolean).join(', ');
  }
}
