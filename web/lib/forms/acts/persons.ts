/** Acts on persons: marriages and their ends, disability. */
import type { EventData, Partner, Sex } from '$lib/wire';
import { dateText, members, originOf, text } from '../common.ts';
import type { Scene, Values } from '../types.ts';
import type { ActTable } from './table.ts';

const GROWN = [15, 120] as const;
const MARRIED = ['2', '5'];

const yesNo = { yes: 'choice.yes', no: 'choice.no' } as const;

function otherSex(person: string, scene: Scene): Values {
  const sex = members(scene).find(({ id }) => id === person)?.sex;
  return sex === 'm' || sex === 'f' ? { sex: sex === 'm' ? 'f' : 'm' } : {};
}

function partnerOf(values: Values): Partner {
  const person = text(values, text(values, 'where') === 'here' ? 'spouse' : 'neighbour');
  if (text(values, 'where') !== 'outside') return { person };
  const birth = dateText(values, 'birth');
  const origin = originOf(values);
  return { sex: text(values, 'sex') as Sex, ...(birth && { birth }), ...('unit' in origin && { unit: origin.unit }) };
}

function marriageData(values: Values): Pick<EventData['marriage'], 'partners'> {
  return { partners: [{ person: text(values, 'person') }, partnerOf(values)] };
}

const marriage: ActTable = {
  kind: 'marriage',
  pages: [
    {
      id: 'who',
      title: 'step.marriage_who',
      ask: [{ id: 'person', ask: 'member', label: 'field.marrying', who: { ages: GROWN, marital: ['1', '3', '4', '9'] } }],
    },
    {
      id: 'where',
      title: 'step.marriage_where',
      ask: [
        {
          id: 'where',
          ask: 'words',
          label: 'field.spouse_where',
          words: { here: 'choice.in_household', area: 'choice.in_area', outside: 'choice.outside' },
        },
      ],
    },
    {
      id: 'spouse',
      title: 'step.marriage_spouse',
      when: { where: 'here' },
      ask: [{ id: 'spouse', ask: 'member', label: 'field.spouse', who: { ages: GROWN }, except: 'person' }],
    },
    {
      id: 'house',
      title: 'step.marriage_house',
      when: { where: 'area' },
      ask: [{ id: 'house', ask: 'household', label: 'field.spouse_house' }],
    },
    {
      id: 'neighbour',
      title: 'step.marriage_spouse',
      when: { where: 'area' },
      ask: [{ id: 'neighbour', ask: 'member', label: 'field.spouse', who: { ages: GROWN }, of: 'house' }],
    },
    {
      id: 'outside',
      title: 'step.marriage_outside',
      when: { where: 'outside' },
      ask: [
        { id: 'sex', ask: 'code', list: 'sex', without: ['u'], label: 'field.sex' },
        { id: 'birth', ask: 'date', label: 'field.spouse_birth', guessable: true, optional: true },
      ],
    },
    {
      id: 'from',
      title: 'step.marriage_from',
      when: { where: 'outside' },
      ask: [{ id: 'from', ask: 'origin', label: 'field.from', optional: true }],
    },
    {
      id: 'date',
      title: 'step.marriage_date',
      ask: [{ id: 'date', ask: 'date', label: 'field.marriage_date', guessable: true, ages: 'person', to: 'date' }],
    },
    {
      id: 'registered',
      title: 'step.marriage_registered',
      ask: [{ id: 'registered', ask: 'words', words: yesNo, label: 'field.registered', as: 'boolean', to: 'data.registered' }],
    },
    {
      id: 'counselled',
      title: 'step.marriage_counselled',
      ask: [
        {
          id: 'counselled',
          ask: 'words',
          words: { ...yesNo, unknown: 'choice.unknown' },
          label: 'field.counselled',
          as: 'boolean',
          to: 'data.counselled',
        },
      ],
    },
    {
      id: 'kin',
      title: 'step.marriage_kin',
      ask: [{ id: 'kin', ask: 'code', list: 'kin_degree', label: 'field.kin', optional: true, as: 'number', to: 'data.kin_degree' }],
    },
  ],
  fill: (values, scene) => ({ ...otherSex(text(values, 'person'), scene), ...values }),
  data: marriageData,
};

function pairEnds(kind: 'divorce' | 'separation'): ActTable {
  return {
    kind,
    pages: [
      {
        id: 'who',
        title: `step.${kind}_who`,
        ask: [
          {
            id: 'persons',
            ask: 'members',
            label: 'field.parting',
            hint: 'field.parting_hint',
            who: { ages: GROWN, marital: MARRIED },
            most: 2,
            to: 'data.persons',
          },
        ],
      },
      { id: 'date', title: `step.${kind}_date`, ask: [{ id: 'date', ask: 'date', label: 'field.since', guessable: true, to: 'date' }] },
    ],
  };
}

const widowed: ActTable = {
  kind: 'widowed',
  pages: [
    {
      id: 'who',
      title: 'step.widowed_who',
      ask: [{ id: 'person', ask: 'member', label: 'field.widowed', who: { ages: GROWN, marital: MARRIED }, to: 'data.person' }],
    },
    { id: 'date', title: 'step.widowed_date', ask: [{ id: 'date', ask: 'date', label: 'field.since', guessable: true, to: 'date' }] },
  ],
};

const disability: ActTable = {
  kind: 'disability',
  pages: [
    { id: 'who', title: 'step.disability_who', ask: [{ id: 'person', ask: 'member', label: 'field.who', to: 'data.person' }] },
    {
      id: 'type',
      title: 'step.disability_type',
      ask: [{ id: 'type', ask: 'code', list: 'disability_type', label: 'field.disability_type', to: 'health.type' }],
    },
    {
      id: 'degree',
      title: 'step.disability_degree',
      ask: [
        { id: 'degree', ask: 'code', list: 'disability_degree', label: 'field.disability_degree', optional: true, to: 'health.degree' },
        { id: 'certificate', ask: 'text', label: 'field.certificate', optional: true, to: 'health.certificate' },
      ],
    },
    { id: 'date', title: 'step.disability_date', ask: [{ id: 'date', ask: 'date', label: 'field.since', guessable: true, to: 'date' }] },
  ],
};

export const personTables: readonly ActTable[] = [marriage, pairEnds('divorce'), pairEnds('separation'), widowed, disability];
