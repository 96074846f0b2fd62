/** Acts on health: what is told here of a person travels sealed. The sex of a foetus has no question and no place. */
import type { HealthContent } from '$lib/wire';
import { members, text } from '../common.ts';
import type { MessageKey } from '../text.ts';
import type { Values } from '../types.ts';
import type { ActTable, Page, Question } from './table.ts';

const FERTILE = [15, 49] as const;
const place: Question = { id: 'place', ask: 'code', list: 'service_place', label: 'field.service_place', optional: true, to: 'health.place' };
const placePage: Page = { id: 'place', title: 'step.service_place', ask: [place] };

const datePage = (title: MessageKey, label: MessageKey = 'field.day'): Page => ({
  id: 'date',
  title,
  ask: [{ id: 'date', ask: 'date', label, guessable: true, to: 'date' }],
});

const contraceptionStart: ActTable = {
  kind: 'contraception_start',
  pages: [
    {
      id: 'who',
      title: 'step.method_who',
      ask: [{ id: 'person', ask: 'member', label: 'field.wife', hint: 'field.wife_hint', who: { sex: 'f', ages: FERTILE, marital: ['2'] }, to: 'data.person' }],
    },
    {
      id: 'method',
      title: 'step.method_which',
      ask: [{ id: 'method', ask: 'code', list: 'contraception_method', label: 'field.method', to: 'health.method' }],
    },
    datePage('step.method_from', 'field.since'),
    placePage,
  ],
};

const contraceptionStop: ActTable = {
  kind: 'contraception_stop',
  pages: [
    {
      id: 'who',
      title: 'step.method_stop_who',
      ask: [{ id: 'person', ask: 'member', label: 'field.wife', who: { sex: 'f', with: 'method' }, to: 'data.person' }],
    },
    {
      id: 'method',
      title: 'step.method_stop_which',
      ask: [{ id: 'method', ask: 'code', list: 'contraception_method', label: 'field.method_stopped', to: 'health.method' }],
    },
    datePage('step.method_stop_date'),
    {
      id: 'reason',
      title: 'step.reason',
      ask: [{ id: 'reason', ask: 'code', list: 'contraception_stop_reason', label: 'field.reason', optional: true, to: 'health.reason' }],
    },
  ],
  /** The method in use is the one stopped, until something else is said. */
  fill: (values, scene) => {
    const method = members(scene).find(({ id }) => id === text(values, 'person'))?.method;
    return { ...(method && { method }), ...values };
  },
};

const pregnancy: ActTable = {
  kind: 'pregnancy',
  pages: [
    {
      id: 'who',
      title: 'step.pregnancy_who',
      ask: [{ id: 'person', ask: 'member', label: 'field.woman', who: { sex: 'f', ages: FERTILE }, to: 'data.person' }],
    },
    {
      id: 'outcome',
      title: 'step.pregnancy_what',
      ask: [
        {
          id: 'outcome',
          ask: 'words',
          label: 'field.outcome',
          words: { pregnant: 'choice.pregnant', miscarriage: 'choice.miscarriage', abortion: 'choice.abortion' },
          to: 'health.outcome',
        },
      ],
    },
    datePage('step.pregnancy_date'),
    {
      id: 'lmp',
      title: 'step.pregnancy_lmp',
      when: { outcome: 'pregnant' },
      ask: [{ id: 'lmp', ask: 'date', label: 'field.lmp', hint: 'field.lmp_hint', guessable: true, optional: true, to: 'health.lmp' }],
    },
    {
      id: 'number',
      title: 'step.pregnancy_number',
      ask: [
        {
          id: 'number',
          ask: 'text',
          label: 'field.pregnancy_number',
          hint: 'field.pregnancy_number_hint',
          inputmode: 'numeric',
          pattern: /^([1-9]|1\d|20)$/,
          wrong: 'error.order',
          optional: true,
          as: 'number',
          to: 'health.number',
        },
      ],
    },
  ],
};

/** "All is well" in one tap; otherwise one question for each. */
function resultPages(items: readonly string[], ask: (item: string) => Question): Page[] {
  return [
    {
      id: 'results',
      title: 'step.results',
      ask: [
        {
          id: 'results',
          ask: 'words',
          label: 'field.results',
          words: { normal: 'choice.all_normal', each: 'choice.each_result', none: 'choice.no_result' },
        },
      ],
    },
    ...items.map((item): Page => ({ id: item, title: 'step.result_of', when: { results: 'each' }, ask: [ask(item)] })),
  ];
}

const allNormal = (values: Values, items: readonly string[]): HealthContent =>
  text(values, 'results') === 'normal' ? Object.fromEntries(items.map((item) => [item, 'normal'])) : {};

const conditions = ['edward', 'down', 'patau', 'thalassemia'] as const;

const prenatal: ActTable = {
  kind: 'prenatal_screen',
  pages: [
    {
      id: 'who',
      title: 'step.prenatal_who',
      ask: [{ id: 'person', ask: 'member', label: 'field.woman', who: { sex: 'f', ages: FERTILE, with: 'pregnant' }, to: 'data.person' }],
    },
    {
      id: 'week',
      title: 'step.prenatal_week',
      ask: [
        {
          id: 'week',
          ask: 'words',
          label: 'field.week_band',
          words: { '12': 'choice.week_12', '21': 'choice.week_21' },
          as: 'number',
          to: 'health.week_band',
        },
      ],
    },
    datePage('step.screen_date'),
    ...resultPages(conditions, (item) => ({
      id: item,
      ask: 'code',
      list: 'prenatal_result',
      label: `field.${item as (typeof conditions)[number]}`,
      optional: true,
      to: `health.${item}`,
    })),
    placePage,
  ],
  health: (values) => allNormal(values, conditions),
};

const diseases = ['ch', 'g6pd', 'cah', 'hearing', 'heart'] as const;

const newborn: ActTable = {
  kind: 'newborn_screen',
  pages: [
    { id: 'who', title: 'step.newborn_who', ask: [{ id: 'person', ask: 'member', label: 'field.newborn', who: { ages: [0, 0] }, to: 'data.person' }] },
    datePage('step.screen_date'),
    ...resultPages(diseases, (item) => ({
      id: item,
      ask: 'code',
      list: 'newborn_result',
      label: `field.${item as (typeof diseases)[number]}`,
      optional: true,
      to: `health.${item}`,
    })),
    placePage,
  ],
  health: (values) => allNormal(values, diseases),
};

const checkup: ActTable = {
  kind: 'elderly_checkup',
  pages: [
    { id: 'who', title: 'step.checkup_who', ask: [{ id: 'person', ask: 'member', label: 'field.who', who: { ages: [60, 120] }, to: 'data.person' }] },
    datePage('step.checkup_date'),
    { id: 'place', title: 'step.service_place', ask: [{ ...place, to: 'data.place' }] },
  ],
};

export const healthTables: readonly ActTable[] = [contraceptionStart, contraceptionStop, pregnancy, prenatal, newborn, checkup];
