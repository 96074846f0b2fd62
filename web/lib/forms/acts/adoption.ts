/** A child comes into a family by adoption: a new person, like one who moves in. */
import { dateText, memberAt, namesOf, originFields, originOf, personalAt, personSteps, startPerson, text } from '../common.ts';
import type { Form } from '../types.ts';

const ADOPTED = '4';

export const adoption: Form = {
  kind: 'adoption',

  start: (scene) => ({ ...startPerson(0, scene, scene.newId()), 'm0.relationship': ADOPTED, 'm0.more': 'no' }),

  steps: (values, scene) => [
    { id: 'date', title: 'step.adoption_date', fields: [{ type: 'date', id: 'date', label: 'field.adoption_date', guessable: true }] },
    ...personSteps(0, scene).map(({ person: _person, ...step }) => ({
      ...step,
      fields: step.fields.filter(({ id }) => id !== 'm0.more' && id !== 'm0.marital'),
    })),
    {
      id: 'from',
      title: 'step.adoption_from',
      fields: originFields(values, scene, 'field.from').map((field) => ({ ...field, optional: true as const })),
    },
  ],

  act: (values, { household }) => {
    if (!household) return undefined;
    const personal = personalAt(values, 0);
    return {
      kind: 'adoption',
      date: dateText(values, 'date'),
      data: {
        household: household.id,
        hamlet: household.hamlet,
        child: memberAt(values, 0),
        ...(text(values, 'origin') !== '' && { origin: originOf(values) }),
      },
      personal,
    };
  },

  subject: namesOf,
};
