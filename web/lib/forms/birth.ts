import { CHILD, HEAD, SPOUSE, type Act, type BirthPlace, type Sex } from '$lib/wire';
import { dateText, isGrown, memberOptions, members, sexOptions, text } from './common.ts';
import type { Form, Scene, Values } from './types.ts';

const OUTSIDE = 'outside';
const GRANDCHILD = '7';
/** Mothers whose children are grandchildren of the head: own child, child-in-law. */
const CHILDREN_OF_HEAD = [CHILD, '5'];

/** The relationship that follows from the mother's, where it does. */
function relationshipFrom(values: Values, scene: Scene): string | undefined {
  const mother = members(scene).find((member) => member.id === text(values, 'mother'));
  if (mother === undefined) return undefined;
  if (mother.relationship === HEAD || mother.relationship === SPOUSE) return CHILD;
  return CHILDREN_OF_HEAD.includes(mother.relationship) ? GRANDCHILD : undefined;
}

export const birth: Form = {
  kind: 'birth',

  start(scene, person) {
    const head = members(scene).find((member) => member.relationship === HEAD);
    return {
      child: scene.newId(),
      multiple: 'no',
      ...(person && { mother: person }),
      ...(head?.ethnic && { ethnic: head.ethnic }),
    };
  },

  steps(values, scene) {
    const grown = members(scene).filter((member) => isGrown(member, scene));
    const outside = { value: OUTSIDE, label: scene.text('field.parent_outside') };
    const parents = (sex: Sex) => [
      ...memberOptions(grown.filter((member) => member.sex === sex), scene),
      outside,
    ];
    return [
      {
        id: 'parents',
        title: 'step.parents',
        fields: [
          { type: 'choice', id: 'mother', label: 'field.mother', options: parents('f') },
          { type: 'choice', id: 'father', label: 'field.father', options: parents('m'), optional: true },
        ],
      },
      {
        id: 'child',
        title: 'step.child',
        fields: [
          { type: 'text', id: 'name', label: 'field.child_name', hint: 'field.child_name_hint', capitals: true, optional: true },
          { type: 'choice', id: 'sex', label: 'field.child_sex', options: sexOptions(scene) },
        ],
      },
      {
        id: 'date',
        title: 'step.birth_date',
        fields: [{ type: 'date', id: 'date', label: 'field.birth', ages: { of: 'mother', label: 'date.mother_age' } }],
      },
      {
        id: 'place',
        title: 'step.birth_place',
        fields: [
          { type: 'choice', id: 'place', label: 'field.birth_place', options: scene.list('birth_place') },
          { type: 'text', id: 'order', label: 'field.order', hint: 'field.order_hint', inputmode: 'numeric', pattern: /^([1-9]|1\d|20)$/, wrong: 'error.order', optional: true },
        ],
      },
      {
        id: 'details',
        title: 'step.birth_details',
        fields: [
          { type: 'text', id: 'weight', label: 'field.weight', hint: 'field.weight_hint', inputmode: 'numeric', pattern: /^\d{3,4}$/, wrong: 'error.weight', optional: true },
          { type: 'text', id: 'weeks', label: 'field.weeks', hint: 'field.weeks_hint', inputmode: 'numeric', pattern: /^[1-4]\d$/, wrong: 'error.weeks', optional: true },
          {
            type: 'choice',
            id: 'multiple',
            label: 'field.multiple',
            options: [
              { value: 'no', label: scene.text('field.single') },
              { value: 'yes', label: scene.text('field.twins') },
            ],
          },
        ],
      },
      {
        id: 'belongs',
        title: 'step.belongs',
        fields: [
          ...(relationshipFrom(values, scene) === undefined
            ? [{ type: 'choice' as const, id: 'relationship', label: 'field.relationship' as const, options: scene.list('relationship').filter(({ value }) => value !== HEAD), empty: 'field.choose' as const }]
            : []),
          { type: 'choice', id: 'ethnic', label: 'field.ethnic', options: scene.list('ethnic'), empty: 'field.choose' },
        ],
      },
    ];
  },

  act: birthAct,
  subject: (values) => text(values, 'name'),
};

function birthAct(values: Values, scene: Scene): Act | undefined {
  const household = scene.household;
  if (!household) return undefined;
  const child = text(values, 'child');
  const date = dateText(values, 'date');
  const name = text(values, 'name');
  const parent = (id: string) => {
    const chosen = text(values, id);
    return chosen === '' || chosen === OUTSIDE ? undefined : chosen;
  };
  const [mother, father] = [parent('mother'), parent('father')];
  const motherBirth = members(scene).find((member) => member.id === mother)?.birth;
  const number = (id: string) => Number(text(values, id)) || undefined;
  const [order, weight, weeks] = [number('order'), number('weight'), number('weeks')];
  const ethnic = text(values, 'ethnic');
  return {
    kind: 'birth',
    date,
    data: {
      household: household.id,
      hamlet: household.hamlet,
      child: {
        person: child,
        sex: text(values, 'sex') as Sex,
        birth: date,
        relationship: relationshipFrom(values, scene) ?? text(values, 'relationship'),
        residence: '1',
        ...(ethnic && { ethnic }),
        ...(mother && { mother }),
        ...(father && { father }),
      },
      ...(motherBirth && { mother_birth: motherBirth }),
      ...(order && { order }),
      place: text(values, 'place') as BirthPlace,
      ...(text(values, 'multiple') === 'yes' && { multiple: true as const }),
      ...(weight && { weight_g: weight }),
      ...(weeks && { gestation_weeks: weeks }),
    },
    ...(name && { personal: { [child]: { name } } }),
  };
}
