import { expect, test } from 'vitest';
import { AREA, HAMLET, householdId, households, personId, snapshot } from '../../test/samples.ts';
import { dateEntry, noDate } from './dates.ts';
import { commonForms, errorsOf, type CommonKind, type Scene, type Values } from './index.ts';

function scene(household: number): Scene {
  let id = 0;
  const document = households()[household - 1];
  const { areas, hamlets, communes } = snapshot();
  return {
    ...(document && { household: document }),
    areas,
    hamlets,
    communes,
    elsewhere: [],
    provinces: [],
    households: households(),
    transfers: [],
    today: '2026-03-06',
    list: (list) => (list === 'sex' ? ['m', 'f', 'u'] : ['1', '2', '3']).map((value) => ({ value, label: `${list} ${value}` })),
    text: (key) => key,
    newId: () => `new-${++id}`,
  };
}

const act = (kind: CommonKind, household: number, answers: Values, person?: string) => {
  const here = scene(household);
  const form = commonForms[kind];
  const values = { ...form.start(here, person), ...answers };
  return form.act(form.fill?.(values, here) ?? values, here);
};

test('a birth: the child of the spouse of the head is a child of the head', () => {
  const answers = { mother: personId(1, 2), father: personId(1, 1), name: ' Nguyễn Ngọc Mai ', sex: 'f', date: dateEntry('2026-03-05'), place: 'home', order: '2' };
  expect(act('birth', 1, answers)).toEqual({
    kind: 'birth',
    date: '2026-03-05',
    data: {
      household: householdId(1),
      hamlet: HAMLET,
      child: {
        person: 'new-1', sex: 'f', birth: '2026-03-05', relationship: '3', residence: '1', ethnic: '01',
        mother: personId(1, 2), father: personId(1, 1),
      },
      mother_birth: '1990-07',
      order: 2,
      place: 'home',
    },
    personal: { 'new-1': { name: 'Nguyễn Ngọc Mai' } },
  });
});

test('a birth: the child of a daughter-in-law is a grandchild, and a child without a name has nothing personal', () => {
  const born = act('birth', 2, { mother: personId(2, 3), sex: 'm', date: dateEntry('2026-03'), place: 'other', multiple: 'yes' });
  expect(born).toMatchObject({ date: '2026-03', data: { child: { relationship: '7' }, multiple: true } });
  expect(born).not.toHaveProperty('personal');
});

test('when the whole household leaves, the act says so', () => {
  const persons = [personId(3, 1), personId(3, 2)];
  const answers = { date: { ...noDate, year: '2026', noMonth: true, guessed: true }, origin: 'commune', unit: '31120' };
  expect(act('move_out', 3, { ...answers, persons })).toEqual({
    kind: 'move_out',
    date: '2026~',
    data: { household: householdId(3), persons, to: { kind: 'commune', unit: '31120' }, whole: true },
  });
  expect(act('move_out', 3, { ...answers, unit: undefined, persons: persons.slice(1) })).toMatchObject({
    data: { to: { kind: 'unknown' } },
  });
});

test('a change of something personal travels sealed, and of anything else names the edit it is based on', () => {
  expect(act('change', 4, { field: 'name', value: 'Hoàng Gia Huân' }, personId(4, 1))).toEqual({
    kind: 'change',
    date: '2026-03-06',
    data: { person: personId(4, 1), field: 'name' },
    personal: { [personId(4, 1)]: { name: 'Hoàng Gia Huân' } },
  });
  expect(act('change', 4, { field: 'birth', birth: dateEntry('1996-12~') }, personId(4, 1))).toMatchObject({
    data: { field: 'birth', value: '1996-12~' },
  });
});

test('a new household: the next number is offered, the first member is the head, a second has an id', () => {
  const person = { 'm0.sex': 'f', 'm0.birth': dateEntry('1991'), 'm0.more': 'yes', 'm1.sex': 'm', 'm1.birth': dateEntry('2015'), 'm1.relationship': '3' };
  expect(act('household', 0, { ...person, address: 'Tổ 4', 'm0.name': 'Sơn Thị Ngọc' })).toEqual({
    kind: 'household',
    date: '2026-03-06',
    data: {
      household: 'new-1',
      hamlet: HAMLET,
      area: AREA,
      number: '15',
      type: 'family',
      members: [
        { person: 'new-2', sex: 'f', birth: '1991', relationship: '1', residence: '1' },
        { person: 'new-3', sex: 'm', birth: '2015', relationship: '3', residence: '1' },
      ],
    },
    personal: { 'new-1': { address: 'Tổ 4' }, 'new-2': { name: 'Sơn Thị Ngọc' } },
  });
});

test('each page says what is missing or wrong', () => {
  const here = scene(1);
  const errors = (page: number, values: Values) => {
    const step = commonForms.birth.steps(values, here)[page];
    return step ? errorsOf(step, values, here.today).map(({ field, message }) => `${field} ${message}`) : [];
  };
  expect(errors(0, {})).toEqual(['mother error.empty_choice']);
  expect(errors(2, {})).toEqual(['date error.date_missing']);
  expect(errors(2, { date: { ...noDate, year: '2026', month: '3' } })).toEqual(['date error.date_incomplete']);
  expect(errors(2, { date: { ...noDate, year: '2026', month: '2', day: '29' } })).toEqual(['date error.date_impossible']);
  expect(errors(2, { date: { ...noDate, year: '2026', month: '2', noDay: true } })).toEqual([]);
  expect(errors(2, { date: dateEntry('2026-03-07') })).toEqual(['date error.date_future']);
  expect(errors(2, { date: dateEntry('2026-03') })).toEqual([]);
  expect(errors(3, { place: '1', order: '0' })).toEqual(['order error.order']);
});

test('what a field was before stays with the answers, of the act only what it is now', () => {
  const here = scene(2);
  const form = commonForms.change;
  const values: Values = { ...form.start(here, personId(2, 1)), field: 'marital', value: '3' };
  const filled = form.fill?.(values, here) ?? values;
  expect(filled['old']).toBe('2');
  expect(JSON.stringify(form.act(filled, here))).not.toContain('old');
});
