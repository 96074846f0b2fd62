import type { Act, DeathPlace } from '$lib/wire';
import { dateText, many, memberOptions, members, nameOf, originFields, originOf, text } from './common.ts';
import type { Form, Scene, Values } from './types.ts';

/** What those who leave were to the head is kept with the answers: the monthly sheet asks for it, and no document tells it afterwards. */
function withRelationships(values: Values, persons: readonly string[], scene: Scene): Values {
  const leaving = members(scene).filter(({ id }) => persons.includes(id));
  return { ...values, ...Object.fromEntries(leaving.map(({ id, relationship }) => [`was.${id}`, relationship])) };
}

export const death: Form = {
  kind: 'death',

  start: (_scene, person) => (person ? { person } : {}),

  steps: (_values, scene) => [
    {
      id: 'who',
      title: 'step.death_who',
      fields: [{ type: 'choice', id: 'person', label: 'field.deceased', options: memberOptions(members(scene), scene) }],
    },
    {
      id: 'date',
      title: 'step.death_date',
      fields: [{ type: 'date', id: 'date', label: 'field.death_date', guessable: true, ages: { of: 'person', label: 'date.age_at' } }],
    },
    {
      id: 'place',
      title: 'step.death_place',
      fields: [
        { type: 'choice', id: 'place', label: 'field.death_place', options: scene.list('death_place'), optional: true },
        { type: 'choice', id: 'cause', label: 'field.cause', options: scene.list('death_cause'), empty: 'field.unknown', optional: true },
      ],
    },
  ],

  fill: (values, scene) => withRelationships(values, [text(values, 'person')], scene),
  act: deathAct,
  subject: (values, scene) => nameOf(scene, text(values, 'person')),
};

function deathAct(values: Values): Act {
  const place = text(values, 'place');
  const cause = text(values, 'cause');
  return {
    kind: 'death',
    date: dateText(values, 'date'),
    data: {
      person: text(values, 'person'),
      ...(place && { place: place as DeathPlace }),
      ...(cause && { cause }),
    },
  };
}

export const moveOut: Form = {
  kind: 'move_out',

  start: (_scene, person) => ({ persons: person ? [person] : [] }),

  steps: (values, scene) => [
    {
      id: 'who',
      title: 'step.move_out_who',
      fields: [
        { type: 'people', id: 'persons', label: 'field.leaving', hint: 'field.leaving_hint', options: memberOptions(members(scene), scene) },
      ],
    },
    {
      id: 'date',
      title: 'step.move_out_date',
      fields: [{ type: 'date', id: 'date', label: 'field.move_out_date', guessable: true }],
    },
    { id: 'to', title: 'step.move_out_to', fields: originFields(values, scene, 'field.to') },
    {
      id: 'reason',
      title: 'step.reason',
      fields: [{ type: 'choice', id: 'reason', label: 'field.reason', options: scene.list('move_reason'), optional: true }],
    },
  ],

  fill: (values, scene) => withRelationships(values, many(values, 'persons'), scene),
  act: moveOutAct,
  subject: (values, scene) => many(values, 'persons').map((person) => nameOf(scene, person)).filter(Boolean).join(', '),
};

function moveOutAct(values: Values, scene: Scene): Act | undefined {
  const household = scene.household;
  if (!household) return undefined;
  const persons = many(values, 'persons');
  const reason = text(values, 'reason');
  return {
    kind: 'move_out',
    date: dateText(values, 'date'),
    data: {
      household: household.id,
      persons,
      to: originOf(values),
      ...(reason && { reason }),
      ...(persons.length === household.members.length && { whole: true as const }),
    },
  };
}
