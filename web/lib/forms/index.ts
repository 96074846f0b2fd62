/** The guided forms of phone and desk: which pages, which fields, and the act that comes of them. Pure. */
import { isLater, readDate, showDate } from './dates.ts';
import type { MessageKey } from './text.ts';
import { moveIn, newHousehold } from './arriving.ts';
import { birth } from './birth.ts';
import { change } from './change.ts';
import { dateOf, many, text } from './common.ts';
import { death, moveOut } from './leaving.ts';
import type { CommonKind, Field, Form, Step, Values } from './types.ts';

export * from './types.ts';

export const commonForms: { [Kind in CommonKind]: Form } = {
  birth,
  death,
  move_in: moveIn,
  move_out: moveOut,
  change,
  household: newHousehold,
};

export interface FieldError {
  field: string;
  message: MessageKey;
}

function dateErrorOf(field: Extract<Field, { type: 'date' }>, values: Values, today: string): MessageKey | undefined {
  const reading = readDate(dateOf(values, field.id));
  if (reading.ok) {
    if (isLater(reading.text, today)) return 'error.date_future';
    return field.from !== undefined && isLater(field.from, reading.text) ? 'error.date_early' : undefined;
  }
  switch (reading.fault) {
    case 'missing':
      return field.optional ? undefined : 'error.date_missing';
    case 'incomplete':
      return 'error.date_incomplete';
    case 'impossible':
      return 'error.date_impossible';
  }
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
    case 'people': {
      const chosen = many(values, field.id).length;
      if (chosen === 0) return 'error.empty_people';
      return field.most !== undefined && chosen > field.most ? 'error.too_many_people' : undefined;
    }
    case 'household':
      return field.households.some(({ id }) => id === text(values, field.id)) ? undefined : 'error.empty_household';
    case 'date':
      return dateErrorOf(field, values, today);
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
    case 'household': {
      const chosen = field.households.find(({ id }) => id === text(values, field.id));
      return chosen ? [chosen.number, chosen.members[0]?.name].filter(Boolean).join(' · ') : '';
    }
    case 'date': {
      const reading = readDate(dateOf(values, field.id));
      return reading.ok ? showDate(reading.text) : '';
    }
  }
}
