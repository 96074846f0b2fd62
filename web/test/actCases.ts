import { dateEntry } from '../lib/forms/dates.ts';
import type { FormKind, Value, Values } from '../lib/forms/index.ts';
import { householdId, personId } from './samples.ts';

/** One act as a person tells it: what is chosen and typed on the pages, in the order of the pages. */
export interface ActCase {
  name: string;
  kind: FormKind;
  /** Which of the sample households it is begun in; none for those that need none. */
  household?: number;
  answers: Record<string, string | string[]>;
}

const day = '2026-03-05';
const relation = (household: number, n: number) => `relation.${personId(household, n)}`;
const newcomer = (answers: Record<string, string>) =>
  Object.fromEntries(Object.entries(answers).map(([field, answer]) => [`m0.${field}`, answer]));

/** In an order in which they can all be told one after the other. */
export const actCases: readonly ActCase[] = [
  { name: 'a check-up of an older person', kind: 'elderly_checkup', household: 2, answers: { person: personId(2, 1), date: day, place: 'station' } },
  {
    name: 'a disability with degree and paper',
    kind: 'disability',
    household: 2,
    answers: { person: personId(2, 1), type: 'vision', degree: 'severe', certificate: '12/KT', date: '2026' },
  },
  {
    name: 'a pregnancy becomes known',
    kind: 'pregnancy',
    household: 1,
    answers: { person: personId(1, 2), outcome: 'pregnant', date: day, lmp: '2025-12-20', number: '2' },
  },
  { name: 'a miscarriage', kind: 'pregnancy', household: 3, answers: { person: personId(3, 2), outcome: 'miscarriage', date: '2026-02', number: '' } },
  {
    name: 'a first screening before birth, all well',
    kind: 'prenatal_screen',
    household: 1,
    answers: { person: personId(1, 2), week: '12', date: day, results: 'normal', place: 'hospital' },
  },
  {
    name: 'a second screening before birth, each result told',
    kind: 'prenatal_screen',
    household: 1,
    answers: { person: personId(1, 2), week: '21', date: day, results: 'each', edward: 'low', down: 'high', patau: 'low', thalassemia: '', place: '' },
  },
  {
    name: 'a screening after birth, each result told',
    kind: 'newborn_screen',
    household: 1,
    answers: { person: personId(1, 3), date: day, results: 'each', ch: 'normal', g6pd: 'suspect', cah: 'normal', hearing: 'not_done', heart: 'normal', place: 'station' },
  },
  {
    name: 'a screening after birth without results yet',
    kind: 'newborn_screen',
    household: 1,
    answers: { person: personId(1, 3), date: day, results: 'none', place: 'home' },
  },
  {
    name: 'a method is stopped',
    kind: 'contraception_stop',
    household: 1,
    answers: { person: personId(1, 2), method: '4', date: day, reason: 'wants_child' },
  },
  {
    name: 'a method is begun',
    kind: 'contraception_start',
    household: 3,
    answers: { person: personId(3, 2), method: '1', date: day, place: 'station' },
  },
  {
    name: 'schooling changes',
    kind: 'change',
    household: 2,
    answers: { person: personId(2, 4), field: 'education', value: '3', date: day },
  },
  { name: 'the mother is named', kind: 'change', household: 1, answers: { person: personId(1, 3), field: 'mother', value: personId(1, 2) } },
  { name: 'the number of a household changes', kind: 'household_change', household: 1, answers: { what: 'number', number: '21' } },
  { name: 'the address of a household changes', kind: 'household_change', household: 3, answers: { what: 'address', address: 'Tổ 5, gần chợ' } },
  { name: 'nothing has changed', kind: 'reviewed', household: 4, answers: { date: day } },
  {
    name: 'someone who lived here all along is found',
    kind: 'household',
    household: 4,
    answers: {
      date: day,
      ...newcomer({ name: 'Hoàng Thị Lựu', sex: 'f', pin: '092198001234', birth: '1998', relationship: '8', residence: '1', ethnic: '01', education: '', marital: '', more: 'no' }),
    },
  },
  {
    name: 'a child is adopted',
    kind: 'adoption',
    household: 4,
    answers: {
      date: day,
      ...newcomer({ name: 'Hoàng Gia Bảo', sex: 'm', birth: '2020-05', relationship: '4', residence: '1', ethnic: '01', education: '8' }),
      origin: 'commune',
      unit: '31120',
    },
  },
  {
    name: 'a child is born',
    kind: 'birth',
    household: 1,
    answers: {
      mother: personId(1, 2), father: personId(1, 1), name: 'Nguyễn Ngọc Mai', sex: 'f', date: day, place: 'station', order: '2', weight: '3100', weeks: '', multiple: 'no', ethnic: '01',
    },
  },
  {
    name: 'someone moves in from another commune',
    kind: 'move_in',
    household: 3,
    answers: {
      date: day, origin: 'commune', unit: '31120', reason: 'family',
      ...newcomer({ name: 'Thạch Thị Sa', sex: 'f', birth: '2001-04-02', relationship: '3', residence: '2', ethnic: '04', education: '4', marital: '1', more: 'no' }),
    },
  },
  { name: 'the head of a household changes', kind: 'head_change', household: 2, answers: { head: personId(2, 3), [relation(2, 1)]: '6', [relation(2, 2)]: '2', [relation(2, 4)]: '3', date: day } },
  {
    name: 'a marriage with someone from outside',
    kind: 'marriage',
    household: 2,
    answers: {
      person: personId(2, 4), where: 'outside', sex: 'm', birth: '2002', origin: 'commune', unit: '31120', date: day, registered: 'no', counselled: 'unknown', kin: '0',
    },
  },
  {
    name: 'a marriage with someone of another household',
    kind: 'marriage',
    household: 4,
    answers: { person: personId(4, 1), where: 'area', house: householdId(2), neighbour: personId(2, 3), date: day, registered: 'yes', counselled: 'yes', kin: '' },
  },
  { name: 'a couple parts by law', kind: 'divorce', household: 1, answers: { persons: [personId(1, 1), personId(1, 2)], date: day } },
  { name: 'one of a couple lives apart', kind: 'separation', household: 3, answers: { persons: [personId(3, 1)], date: '2026-02' } },
  { name: 'someone is widowed', kind: 'widowed', household: 2, answers: { person: personId(2, 1), date: '2026-01' } },
  { name: 'a household joins another', kind: 'merge', household: 4, answers: { to: householdId(1), [relation(4, 1)]: '9', date: day } },
  {
    name: 'two of a household set up one of their own',
    kind: 'split',
    household: 2,
    answers: { persons: [personId(2, 3), personId(2, 4)], head: personId(2, 3), [relation(2, 4)]: '3', number: '15', address: 'Tổ 4', date: day },
  },
  {
    name: 'someone moves to another household of the area',
    kind: 'transfer',
    household: 3,
    answers: { persons: [personId(3, 2)], to: householdId(1), [relation(3, 2)]: '9', date: day },
  },
  { name: 'they came', kind: 'transfer_receipt', answers: { transfer: '', received: 'yes', [relation(3, 2)]: '8', date: day } },
  { name: 'someone dies', kind: 'death', household: 3, answers: { person: personId(3, 1), date: day, place: 'home', cause: 'IX' } },
  {
    name: 'someone leaves the commune',
    kind: 'move_out',
    household: 1,
    answers: { persons: [personId(1, 1)], date: day, origin: 'abroad', reason: 'work' },
  },
  {
    name: 'a new household',
    kind: 'household',
    answers: {
      number: '16', address: 'Tổ 4, gần cầu', type: 'family', date: day,
      ...newcomer({ name: 'Sơn Thị Ngọc', sex: 'f', birth: '1991~', residence: '1', ethnic: '04', education: '', marital: '', more: 'no' }),
    },
  },
];

const DATE = /^\d{4}(-\d\d){0,2}~?$/;
const DATES = ['date', 'birth', 'm0.birth', 'lmp'];

/** An answer as the form holds it. */
export function valueOf(field: string, answer: string | string[]): Value {
  return typeof answer === 'string' && DATES.includes(field) && DATE.test(answer) ? dateEntry(answer) : answer;
}

export function valuesOf({ answers }: ActCase): Values {
  return Object.fromEntries(Object.entries(answers).map(([field, answer]) => [field, valueOf(field, answer)]));
}
