import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { catalogData } from '$lib/rules/conformance.ts';
import type { Act, Event, Id } from '$lib/wire';
import { actCases, valuesOf, type ActCase } from '../../../test/actCases.ts';
import { DEVICE, eventId, householdId, households, personId, snapshot, USER } from '../../../test/samples.ts';
import { concerned, judgeByRules } from '../judge.ts';
import { commonForms, errorsOf, isCommonKind, kindGroups, type Form, type FormKind, type RareKind, type Scene, type Values } from '../index.ts';
import { rareForms } from './index.ts';

const TODAY = '2026-03-06';
const catalog = catalogData();

function scene(household: number | undefined): Scene {
  let made = 0;
  const all = households();
  const document = household === undefined ? undefined : all[household - 1];
  const { areas, hamlets, communes } = snapshot();
  return {
    ...(document && { household: document }),
    areas,
    hamlets,
    elsewhere: [],
    communes,
    provinces: [],
    households: all,
    transfers: [{ event: eventId(90), household: householdId(1), date: '2026-03-01', members: [{ person: personId(3, 2), relationship: '9' }] }],
    today: TODAY,
    list: (id) => catalog.lists.find((list) => list.id === id)?.items.map(({ code, vi }) => ({ value: code, label: vi })) ?? [],
    text: (key) => key,
    newId: () => `01990000-0000-7000-8000-0009000000${String(++made).padStart(2, '0')}`,
  };
}

function formOf(kind: FormKind): Form {
  const form = isCommonKind(kind) ? commonForms[kind] : rareForms.get(kind as RareKind);
  if (!form) throw new Error(`no form for ${kind}`);
  return form;
}

/** Goes through the pages as a person does: answers those that a page asks, goes on, and comes to the end. */
function told(one: ActCase): { act: Act | undefined; scene: Scene; values: Values; pages: string[] } {
  const here = scene(one.household);
  const form = formOf(one.kind);
  const answers = valuesOf(one);
  let values = form.start(here);
  const pages: string[] = [];
  for (let page = 0; page < form.steps(values, here).length; page++) {
    for (;;) {
      const fields = form.steps(values, here)[page]?.fields ?? [];
      const next = fields.find(({ id }) => answers[id] !== undefined && answers[id] !== '' && values[id] !== answers[id]);
      if (!next) break;
      values = { ...values, [next.id]: answers[next.id] };
    }
    const step = form.steps(values, here)[page];
    if (!step) break;
    pages.push(step.id);
    expect(errorsOf(step, values, here.today), `${one.name}: ${step.id}`).toEqual([]);
    values = form.fill?.(values, here) ?? values;
  }
  return { act: form.act(values, here), scene: here, values, pages };
}

const event = (act: Act, n: number): Event =>
  ({
    v: 1,
    id: eventId(n + 1),
    recorded_at: '2026-03-06T02:03:04.123Z',
    by: USER,
    device: DEVICE,
    counter: n + 1,
    source: 'interview',
    ...act,
  }) as Event;

const GOLDEN = fileURLToPath(new URL('../../../../conformance/wire/acts.json', import.meta.url));
const judge = judgeByRules();

interface Golden {
  name: string;
  event: Event;
  issues: string[];
}

async function golden(one: ActCase, n: number): Promise<Golden> {
  const { act, scene: here } = told(one);
  if (!act) throw new Error(`${one.name} makes no act`);
  const found = await judge({ act, households: concerned(act, here.household, here.households), today: TODAY, now: Date.parse('2026-03-06T02:03:04Z') }, catalog);
  return { name: one.name, event: event(act, n), issues: found.map(({ rule, severity }) => `${rule} ${severity}`).sort() };
}

const made = await Promise.all(actCases.map(golden));
if (process.env['UPDATE_VECTORS']) writeFileSync(GOLDEN, `${JSON.stringify(made, undefined, 2)}\n`);
const kept = existsSync(GOLDEN) ? (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Golden[]) : [];

test('every kind that a person can record is told by some case', () => {
  expect(new Set(actCases.map(({ kind }) => kind))).toEqual(new Set<string>(kindGroups.flatMap(({ kinds }) => kinds)));
});

describe('the act that the answers make', () => {
  test.each(made.map((one) => [one.name, one] as const))('%s', (name, one) => {
    expect(one).toEqual(kept.find((other) => other.name === name));
  });
  test('nothing is kept that is not made', () => {
    expect(kept.map(({ name }) => name)).toEqual(made.map(({ name }) => name));
  });
});

test.each(made.map((one) => [one.name, one] as const))('no rule forbids it: %s', (_, { issues }) => {
  expect(issues.filter((issue) => issue.endsWith('error'))).toEqual([]);
});

test('no act has a place for the sex of a foetus', () => {
  const prenatal = made.filter((one) => one.event.kind === 'prenatal_screen' || one.event.kind === 'pregnancy');
  expect(prenatal.length).toBeGreaterThan(0);
  expect(JSON.stringify(prenatal)).not.toMatch(/"sex"/);
  for (const kind of ['prenatal_screen', 'pregnancy'] as const) {
    const here = scene(1);
    const values: Values = { person: personId(1, 2), outcome: 'pregnant', results: 'each' };
    expect(formOf(kind).steps(values, here).flatMap(({ fields }) => fields.map(({ id }) => id))).not.toContain('sex');
  }
});

const pagesOf = (kind: FormKind, household: number, values: Values) => {
  const here = scene(household);
  const form = formOf(kind);
  return form.steps({ ...form.start(here), ...values }, here).map(({ id }) => id);
};

test('a page is asked only where an answer asks for it', () => {
  expect(pagesOf('pregnancy', 1, { outcome: 'abortion' })).not.toContain('lmp');
  expect(pagesOf('marriage', 1, { where: 'here' })).toContain('spouse');
  expect(pagesOf('marriage', 1, { where: 'outside' })).toEqual(
    ['who', 'where', 'outside', 'from', 'date', 'registered', 'counselled', 'kin'],
  );
  expect(pagesOf('newborn_screen', 1, { results: 'normal' })).not.toContain('ch');
});

test('relationships to a new head are suggested where they follow, and what was said stays', () => {
  const here = scene(2);
  const form = formOf('head_change');
  const relation = (n: number): Id => `relation.${personId(2, n)}`;
  const filled = form.fill?.({ ...form.start(here), head: personId(2, 2), [relation(4)]: '3' }, here);
  expect([filled?.[relation(1)], filled?.[relation(3)], filled?.[relation(4)]]).toEqual(['6', undefined, '3']);
});

test('someone alone who sets up a household is its head, and one who stays cannot be', () => {
  const here = scene(2);
  const form = formOf('split');
  const alone = form.fill?.({ ...form.start(here), persons: [personId(2, 4)] }, here);
  expect(alone?.['head']).toBe(personId(2, 4));
  const changed = form.fill?.({ ...alone, persons: [personId(2, 2), personId(2, 3)] }, here);
  expect(changed?.['head']).toBeUndefined();
});

test('someone found is written into the open sheet, of no day before it was opened', () => {
  const here = scene(4);
  const [first] = commonForms.household.steps(commonForms.household.start(here), here);
  if (!first) throw new Error();
  const early = { date: { day: '1', month: '12', year: '2025', noDay: false, noMonth: false, guessed: false } };
  expect(errorsOf(first, early, here.today)).toEqual([{ field: 'date', message: 'error.date_early' }]);
});

test('a whole household goes to another hamlet and stays the same household', () => {
  const far = '01990000-0000-7000-8000-0000000000a2';
  const one = scene(3);
  const here: Scene = {
    ...one,
    hamlets: [...one.hamlets, { id: far, code: '3111702', name: 'Ấp Thới Bình', commune: '31117' }],
    areas: one.areas.map((area) => ({ ...area, hamlets: [...area.hamlets, far] })),
  };
  const form = formOf('transfer');
  const values: Values = { ...form.start(here), what: 'whole', hamlet: far, date: { day: '5', month: '3', year: '2026', noDay: false, noMonth: false, guessed: false } };
  expect(form.steps(values, here).map(({ id }) => id)).toEqual(['what', 'hamlet', 'date']);
  expect(form.act(values, here)).toEqual({
    kind: 'transfer',
    date: '2026-03-05',
    data: {
      from_household: householdId(3),
      to_household: householdId(3),
      to_hamlet: far,
      to_area: one.areas[0]?.id,
      members: [{ person: personId(3, 1), relationship: '1' }, { person: personId(3, 2), relationship: '2' }],
      whole: true,
    },
  });
});

const ELSEWHERE = { hamlet: '01990000-0000-7000-8000-0000000000a3', name: 'Ấp Mỹ Lợi', area: '01990000-0000-7000-8000-0000000000b3', number: '07' };
const EARLY_MARCH = { day: '5', month: '3', year: '2026', noDay: false, noMonth: false, guessed: false };

test('a whole household goes to a hamlet of another collaborator', () => {
  const here: Scene = { ...scene(3), elsewhere: [ELSEWHERE] };
  const form = formOf('transfer');
  const start = form.start(here);
  const asked = form.steps({ ...start, what: 'whole' }, here).find(({ id }) => id === 'hamlet')?.fields[0];
  if (asked?.type !== 'choice') throw new Error('no choice of hamlets');
  const [offered] = asked.options;
  expect(asked.options.map(({ label }) => label)).toEqual(['Ấp Mỹ Lợi · field.other_area 07']);
  const values: Values = { ...start, what: 'whole', hamlet: offered?.value, date: EARLY_MARCH };
  expect(form.act(values, here)).toMatchObject({
    kind: 'transfer',
    data: { from_household: householdId(3), to_household: householdId(3), to_hamlet: ELSEWHERE.hamlet, to_area: ELSEWHERE.area, whole: true },
  });
});

test('someone sets up a household with another collaborator, or stays where it was', () => {
  const here: Scene = { ...scene(2), elsewhere: [ELSEWHERE] };
  const form = formOf('split');
  const start = form.fill?.({ ...form.start(here), persons: [personId(2, 4)], date: EARLY_MARCH }, here) ?? {};
  expect(form.steps(start, here).map(({ id }) => id)).toEqual(['who', 'where', 'head', 'number', 'date']);
  expect(form.act(start, here)).toMatchObject({ data: { hamlet: here.household?.hamlet, area: here.household?.area } });
  const gone = { ...start, hamlet: `${ELSEWHERE.hamlet} ${ELSEWHERE.area}` };
  expect(form.act(gone, here)).toMatchObject({ kind: 'split', data: { hamlet: ELSEWHERE.hamlet, area: ELSEWHERE.area } });
});

test('those who never came are said so, without a household', () => {
  const here = scene(undefined);
  const form = formOf('transfer_receipt');
  const filled = form.fill?.({ ...form.start(here), received: 'no' }, here) ?? {};
  expect(form.steps(filled, here).map(({ id }) => id)).toEqual(['which', 'received', 'date']);
  expect(form.act(filled, here)).toMatchObject({ kind: 'transfer_receipt', data: { transfer: eventId(90), received: false } });
  expect(form.act(filled, here)?.data).not.toHaveProperty('household');
});

test('the area of a household is offered only where there are several', () => {
  const here = scene(1);
  const words = (areas: Scene['areas']) =>
    formOf('household_change').steps({}, { ...here, areas })[0]?.fields.flatMap((field) => (field.type === 'choice' ? field.options.map(({ value }) => value) : []));
  expect(words(here.areas)).not.toContain('area');
  expect(words([...here.areas, { id: eventId(7), name: 'Địa bàn 2', number: '02', hamlets: [] }])).toContain('area');
});
