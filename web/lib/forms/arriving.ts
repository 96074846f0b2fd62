import { HEAD, type Act, type HouseholdDocument, type HouseholdType, type Personal } from '$lib/wire';
import {
  dateText,
  memberAt,
  members,
  namesOf,
  originFields,
  originOf,
  personalAt,
  personCount,
  personSteps,
  startPerson,
  text,
  todayEntry,
  withPersonIds,
} from './common.ts';
import type { Field, Form, Scene, Step, Values } from './types.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

export const moveIn: Form = {
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

  fill: withPersonIds,
  act: moveInAct,
  subject: namesOf,
};

function moveInAct(values: Values, scene: Scene): Act | undefined {
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

const numberField: Field = {
  type: 'text',
  id: 'number',
  label: 'field.number',
  hint: 'field.number_hint',
  inputmode: 'numeric',
  pattern: /^\d{1,4}(\.\d)?$/,
  wrong: 'error.number',
};

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

const FOUND = 'yes';
/** People who lived here all along and are not in the book yet are added to a sheet that is open already. */
const areFound = (values: Values) => text(values, 'found') === FOUND;

function startFound(scene: Scene, household: HouseholdDocument): Values {
  return { found: FOUND, household: household.id, date: todayEntry(scene), ...startPerson(0, scene, scene.newId()) };
}

function startNew(scene: Scene): Values {
  const numbers = scene.households.map(({ number }) => Math.trunc(Number(number) || 0));
  return {
    household: scene.newId(),
    number: String(Math.max(0, ...numbers) + 1),
    type: 'family',
    date: todayEntry(scene),
    area: scene.areas[0]?.id,
    hamlet: scene.hamlets[0]?.id,
    'm0.relationship': HEAD,
    ...startPerson(0, scene, scene.newId()),
  };
}

function sheetSteps(scene: Scene): Step[] {
  return [
    {
      id: 'sheet',
      title: 'step.sheet',
      fields: [
        numberField,
        { type: 'text', id: 'address', label: 'field.address', hint: 'field.address_hint' },
        { type: 'choice', id: 'type', label: 'field.type', options: scene.list('household_type') },
      ],
    },
    ...(placeFields(scene).length > 0 ? [{ id: 'where', title: 'step.where' as const, fields: placeFields(scene) }] : []),
    { id: 'date', title: 'step.opened', fields: [{ type: 'date', id: 'date', label: 'field.opened' }] },
  ];
}

/** A day on which the sheet was open already; one of an earlier day would say that the sheet was opened then. */
function foundStep(scene: Scene): Step {
  const opened = scene.household?.opened;
  return {
    id: 'date',
    title: 'step.found',
    fields: [{ type: 'date', id: 'date', label: 'field.found_date', hint: 'field.found_hint', ...(opened && { from: opened }) }],
  };
}

export const newHousehold: Form = {
  kind: 'household',

  start: (scene) => (scene.household ? startFound(scene, scene.household) : startNew(scene)),

  steps(values, scene) {
    const found = areFound(values);
    const headless = !found || !members(scene).some(({ relationship }) => relationship === HEAD);
    return [
      ...(found ? [foundStep(scene)] : sheetSteps(scene)),
      ...upTo(personCount(values)).flatMap((index) => personSteps(index, scene, index === 0 && headless ? HEAD : undefined)),
    ];
  },

  fill: withPersonIds,
  act: newHouseholdAct,
  subject: namesOf,
};

function newHouseholdAct(values: Values, scene: Scene): Act | undefined {
  const { household: document } = scene;
  const found = areFound(values);
  if (found && !document) return undefined;
  const household = text(values, 'household');
  const address = text(values, 'address');
  const headless = !found || !members(scene).some(({ relationship }) => relationship === HEAD);
  const indexes = upTo(personCount(values));
  return {
    kind: 'household',
    date: dateText(values, 'date'),
    data: {
      household,
      hamlet: (found && document?.hamlet) || text(values, 'hamlet'),
      area: (found && document?.area) || text(values, 'area') || (scene.areas[0]?.id ?? ''),
      number: (found && document?.number) || text(values, 'number'),
      type: (found && document?.type) || (text(values, 'type') as HouseholdType),
      members: indexes.map((index) => memberAt(values, index, index === 0 && headless ? HEAD : undefined)),
    },
    personal: Object.assign(
      address ? { [household]: { address } } : {},
      ...indexes.map((index) => personalAt(values, index)),
    ) as Record<string, Personal>,
  };
}
