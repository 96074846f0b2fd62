import { changeFields, isPersonalField, type Act, type ChangeField, type Sex } from '$lib/wire';
import { dateText, isGrown, memberOptions, members, nameOf, pinField, sexOptions, text, todayEntry } from './common.ts';
import type { Field, Form, Scene, Values } from './types.ts';

const offered: ChangeField[] = [
  'name', 'birth', 'sex', 'ethnic', 'education', 'marital', 'residence', 'relationship', 'mother', 'father', 'phone', 'pin', 'health_card',
];

function isChangeField(field: string): field is ChangeField {
  return (changeFields as readonly string[]).includes(field);
}

export function fieldOf(values: Values): ChangeField | undefined {
  const field = text(values, 'field');
  return isChangeField(field) ? field : undefined;
}

/** Attributes that change in life, so that the day matters; the others are corrected as of today. */
const lifeChanges: readonly ChangeField[] = ['education', 'marital', 'residence', 'relationship'];

function parents(sex: Sex, scene: Scene) {
  return memberOptions(members(scene).filter((member) => member.sex === sex && isGrown(member, scene)), scene);
}

function valueField(field: ChangeField, scene: Scene): Field {
  const choice = (list: string): Field => ({
    type: 'choice',
    id: 'value',
    label: 'field.new_value',
    options: field === 'sex' ? sexOptions(scene) : scene.list(list),
    empty: 'field.choose',
  });
  switch (field) {
    case 'birth':
      return { type: 'date', id: 'birth', label: 'field.birth', guessable: true, ages: 'born' };
    case 'name':
      return { type: 'text', id: 'value', label: 'field.name', hint: 'field.name_hint', capitals: true };
    case 'pin':
      return { ...pinField, id: 'value' };
    case 'health_card':
      return { type: 'text', id: 'value', label: 'field.health_card' };
    case 'phone':
      return { type: 'text', id: 'value', label: 'field.phone', inputmode: 'tel', pattern: /^\+?[\d .]{9,14}$/, wrong: 'error.phone' };
    case 'sex':
    case 'ethnic':
    case 'education':
    case 'marital':
    case 'residence':
    case 'relationship':
      return choice(field);
    case 'mother':
    case 'father':
      return { type: 'choice', id: 'value', label: 'field.new_value', options: parents(field === 'mother' ? 'f' : 'm', scene) };
  }
}

export const change: Form = {
  kind: 'change',

  start: (scene, person) => ({ date: todayEntry(scene), ...(person && { person }) }),

  steps(values, scene) {
    const field = fieldOf(values);
    const labels = new Map(scene.list('change_field').map((option) => [option.value, option]));
    const options = offered.flatMap((code) => labels.get(code) ?? []);
    return [
      {
        id: 'who',
        title: 'step.change_who',
        fields: [{ type: 'choice', id: 'person', label: 'field.person', options: memberOptions(members(scene), scene) }],
      },
      { id: 'field', title: 'step.change_field', fields: [{ type: 'choice', id: 'field', label: 'field.field', options }] },
      ...(field
        ? [{
            id: 'value',
            title: 'step.change_value' as const,
            fields: [
              valueField(field, scene),
              ...(lifeChanges.includes(field)
                ? [{ type: 'date' as const, id: 'date', label: 'field.change_date' as const, guessable: true as const }]
                : []),
            ],
          }]
        : []),
    ];
  },

  /** What it was before is kept with the answers: the monthly sheet asks for it. */
  fill(values, scene) {
    const field = fieldOf(values);
    const before = members(scene).find((member) => member.id === text(values, 'person'));
    if (!field || !before) return values;
    const old = field === 'pin' ? before.pin_tail : field === 'health_card' ? undefined : before[field];
    return { ...values, old };
  },

  act: changeAct,
  subject: (values, scene) => nameOf(scene, text(values, 'person')),
};

function changeAct(values: Values, scene: Scene): Act | undefined {
  const field = fieldOf(values);
  const person = text(values, 'person');
  const before = members(scene).find((member) => member.id === person);
  if (!field || !before) return undefined;
  const base = before.edits?.[field];
  const value = field === 'birth' ? dateText(values, 'birth') : text(values, 'value');
  return {
    kind: 'change',
    date: lifeChanges.includes(field) ? dateText(values, 'date') : scene.today,
    data: {
      person,
      field,
      ...(!isPersonalField(field) && { value }),
      ...(base && { base }),
    },
    ...(isPersonalField(field) && { personal: { [person]: { [field]: value } } }),
  };
}
