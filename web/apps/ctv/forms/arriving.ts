import { HEAD, type Act, type HouseholdType, type Personal } from '$lib/wire';
import {
  dateText,
  memberAt,
  originFields,
  originOf,
  personalAt,
  personCount,
  personSteps,
  startPerson,
  text,
  todayEntry,
} from './common.ts';
import type { Field, Form, Scene, Values } from './types.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

export const moveIn: Form<'move_in'> = {
  kind: 'move_in',

  start: (scene) => startPerson(0, scene, scene.newId()),

  steps: (values, scene) => [
    {
      id: 'date',
      title: 'step.move_in_date',
      fields: [{ type: 'date', id: 'date', label: 'field.move_in_date', guessable: true }],
    },
    { id: 'from', title: 'step.move_in_from', fields: originFields(values, scene, 'field.from') },
    {
      id: 'reason',
      title: 'step.reason',
      fields: [{ type: 'choice', id: 'reason', label: 'field.reason', options: scene.list('move_reason'), optional: true }],
    },
    ...upTo(personCount(values)).flatMap((index) => personSteps(index, scene)),
  ],
};

export function moveInAct(values: Values, scene: Scene): Act | undefined {
  const household = scene.household;
  if (!household) return undefined;
  const indexes = upTo(personCount(values));
  const reason = text(values, 'reason');
  return {
    kind: 'move_in',
    date: dateText(values, 'date'),
    data: {
      household: household.id,
      hamlet: household.hamlet,
      members: indexes.map((index) => memberAt(values, index)),
      from: originOf(values),
      ...(reason && { reason }),
    },
    personal: Object.assign({}, ...indexes.map((index) => personalAt(values, index))) as Record<string, Personal>,
  };
}

/** Hamlet and area are asked only where there is a choice. */
function placeFields(scene: Scene): Field[] {
  const fields: Field[] = [];
  if (scene.areas.length > 1) {
    const options = scene.areas.map(({ id, name }) => ({ value: id, label: name }));
    fields.push({ type: 'choice', id: 'area', label: 'field.area', options });
  }
  if (scene.hamlets.length > 1) {
    const options = scene.hamlets.map(({ id, name }) => ({ value: id, label: name }));
    fields.push({ type: 'choice', id: 'hamlet', label: 'field.hamlet', options });
  }
  return fields;
}

export const newHousehold: Form<'household'> = {
  kind: 'household',

  start: (scene) => ({
    household: scene.newId(),
    number: String(Math.max(0, ...scene.numbers.map((number) => Math.trunc(Number(number) || 0))) + 1),
    type: 'family',
    date: todayEntry(scene),
    area: scene.areas[0]?.id,
    hamlet: scene.hamlets[0]?.id,
    'm0.relationship': HEAD,
    ...startPerson(0, scene, scene.newId()),
  }),

  steps: (values, scene) => [
    {
      id: 'sheet',
      title: 'step.sheet',
      fields: [
        { type: 'text', id: 'number', label: 'field.number', hint: 'field.number_hint', inputmode: 'numeric', pattern: /^\d{1,4}(\.\d)?$/, wrong: 'error.number' },
        { type: 'text', id: 'address', label: 'field.address', hint: 'field.address_hint' },
        { type: 'choice', id: 'type', label: 'field.type', options: scene.list('household_type') },
      ],
    },
    ...(placeFields(scene).length > 0 ? [{ id: 'where', title: 'step.where' as const, fields: placeFields(scene) }] : []),
    {
      id: 'date',
      title: 'step.opened',
      fields: [{ type: 'date', id: 'date', label: 'field.opened' }],
    },
    ...upTo(personCount(values)).flatMap((index) => personSteps(index, scene, index === 0 ? HEAD : undefined)),
  ],
};

export function newHouseholdAct(values: Values): Act {
  const household = text(values, 'household');
  const address = text(values, 'address');
  const indexes = upTo(personCount(values));
  return {
    kind: 'household',
    date: dateText(values, 'date'),
    data: {
      household,
      hamlet: text(values, 'hamlet'),
      area: text(values, 'area'),
      number: text(values, 'number'),
      type: text(values, 'type') as HouseholdType,
      members: indexes.map((index) => memberAt(values, index, index === 0 ? HEAD : undefined)),
    },
    personal: Object.assign(
      address ? { [household]: { address } } : {},
      ...indexes.map((index) => personalAt(values, index)),
    ) as Record<string, Personal>,
  };
}
