/** Acts on households: one act moves the same persons, so nobody is ever entered twice. */
import { HEAD, type EventData, type Related } from '$lib/wire';
import { many, members, text, todayEntry } from '../common.ts';
import type { Scene, Values } from '../types.ts';
import { chosenHousehold, chosenPlace, idFor } from './interpret.ts';
import { suggested } from './relations.ts';
import type { ActTable, Page, Question } from './table.ts';

const everyone = (scene: Scene) => members(scene).map(({ id }) => id);

const related = (values: Values, persons: readonly string[], head?: string): Related[] =>
  persons.map((person) => ({ person, relationship: person === head ? HEAD : text(values, idFor('relation', person)) }));

const relation: Question = { id: 'relation', ask: 'code', list: 'relationship', without: [HEAD], label: 'field.relation_to_head' };

const relationPage = (but?: string): Page => ({
  id: 'relation',
  title: 'step.relation',
  each: { of: 'persons', ...(but && { but }) },
  ask: [relation],
});

/** Whether there is another hamlet that somebody may go to: in the own areas or with another collaborator. */
const hamletsOf = ({ hamlets, elsewhere }: Scene) => (hamlets.length + elsewhere.length > 1 ? 'many' : 'one');

const datePage: Page = {
  id: 'date',
  title: 'step.happened',
  ask: [{ id: 'date', ask: 'date', label: 'field.day', guessable: true, to: 'date' }],
};

/** Relationships to a new head that follow from those to the old one, where nothing else was said. */
function withSuggestions(values: Values, scene: Scene): Values {
  const head = text(values, 'head');
  const pairs = many(values, 'persons').flatMap((person) => {
    const code = person === head ? undefined : suggested(head, person, members(scene));
    return code === undefined ? [] : [[idFor('relation', person), code] as const];
  });
  return { ...Object.fromEntries(pairs), ...values };
}

const householdChange: ActTable = {
  kind: 'household_change',
  pages: [
    {
      id: 'what',
      title: 'step.household_what',
      ask: [
        {
          id: 'what',
          ask: 'words',
          label: 'field.field',
          words: { number: 'field.number', address: 'field.address', type: 'field.type', area: 'field.area' },
          where: (word, { areas }) => word !== 'area' || areas.length > 1,
        },
      ],
    },
    {
      id: 'number',
      title: 'step.change_value',
      when: { what: 'number' },
      ask: [
        { id: 'number', ask: 'text', label: 'field.number', inputmode: 'numeric', pattern: /^\d{1,4}(\.\d)?$/, wrong: 'error.number', to: 'data.number' },
      ],
    },
    { id: 'address', title: 'step.change_value', when: { what: 'address' }, ask: [{ id: 'address', ask: 'text', label: 'field.address', hint: 'field.address_hint' }] },
    {
      id: 'type',
      title: 'step.change_value',
      when: { what: 'type' },
      ask: [{ id: 'type', ask: 'code', list: 'household_type', label: 'field.type', to: 'data.type' }],
    },
    { id: 'area', title: 'step.change_value', when: { what: 'area' }, ask: [{ id: 'area', ask: 'area', label: 'field.area', to: 'data.area' }] },
  ],
  start: ({ household }) => (household ? { number: household.number, type: household.type, address: household.address, area: household.area } : {}),
  data: (_values, { household }) => household && { household: household.id },
  address: 'address',
};

const headChange: ActTable = {
  kind: 'head_change',
  pages: [
    { id: 'head', title: 'step.head_new', ask: [{ id: 'head', ask: 'member', label: 'field.head_new', who: { ages: [15, 120] } }] },
    relationPage('head'),
    datePage,
  ],
  start: (scene) => ({ persons: everyone(scene) }),
  fill: withSuggestions,
  data: (values, { household }): EventData['head_change'] | undefined => {
    const head = text(values, 'head');
    return household && { household: household.id, head, members: related(values, many(values, 'persons'), head) };
  },
};

const split: ActTable = {
  kind: 'split',
  pages: [
    {
      id: 'who',
      title: 'step.split_who',
      ask: [{ id: 'persons', ask: 'members', label: 'field.splitting', hint: 'field.leaving_hint' }],
    },
    {
      id: 'where',
      title: 'step.split_where',
      when: { hamlets: 'many' },
      ask: [{ id: 'hamlet', ask: 'hamlet', stay: true, label: 'field.hamlet' }],
    },
    { id: 'head', title: 'step.split_head', ask: [{ id: 'head', ask: 'member', label: 'field.head_new', among: 'persons', who: { ages: [15, 120] } }] },
    relationPage('head'),
    {
      id: 'number',
      title: 'step.split_number',
      ask: [
        { id: 'number', ask: 'text', label: 'field.number', hint: 'field.number_hint', inputmode: 'numeric', pattern: /^\d{1,4}(\.\d)?$/, wrong: 'error.number', to: 'data.number' },
        { id: 'address', ask: 'text', label: 'field.address', hint: 'field.address_hint', optional: true },
      ],
    },
    datePage,
  ],
  start: (scene) => {
    const numbers = scene.households.map(({ number }) => Math.trunc(Number(number) || 0));
    const here = scene.household && { hamlet: scene.household.hamlet };
    return { household: scene.newId(), number: String(Math.max(0, ...numbers) + 1), hamlets: hamletsOf(scene), ...here };
  },
  fill: (values, scene) => {
    const persons = many(values, 'persons');
    const headLeft = text(values, 'head') !== '' && !persons.includes(text(values, 'head'));
    const alone = persons.length === 1 ? persons[0] : undefined;
    const { head, ...others } = values;
    return withSuggestions({ ...others, ...(alone !== undefined ? { head: alone } : headLeft ? {} : { head }) }, scene);
  },
  data: (values, scene) => {
    const { household, areas } = scene;
    if (!household) return undefined;
    const { hamlet, area } = chosenPlace(values, 'hamlet', scene);
    const others = scene.elsewhere.some((place) => place.area === area);
    const stays = hamlet === '' || (hamlet === household.hamlet && !others);
    return {
      from_household: household.id,
      household: text(values, 'household'),
      hamlet: stays ? household.hamlet : hamlet,
      area: (stays ? household.area : area) ?? areas[0]?.id,
      members: related(values, many(values, 'persons'), text(values, 'head')),
    };
  },
  address: 'address',
};

const merge: ActTable = {
  kind: 'merge',
  pages: [
    { id: 'to', title: 'step.merge_to', ask: [{ id: 'to', ask: 'household', label: 'field.merge_to' }] },
    relationPage(),
    datePage,
  ],
  start: (scene) => ({ persons: everyone(scene) }),
  data: (values, scene): EventData['merge'] | undefined => {
    const { household } = scene;
    const to = chosenHousehold(values, 'to', scene);
    if (!household || !to) return undefined;
    return { from_household: household.id, household: to.id, hamlet: to.hamlet, members: related(values, many(values, 'persons')) };
  },
};

function someMove(values: Values, scene: Scene): EventData['transfer'] | undefined {
  const { household } = scene;
  const to = chosenHousehold(values, 'to', scene);
  if (!household || !to) return undefined;
  const persons = many(values, 'persons');
  return {
    from_household: household.id,
    to_household: to.id,
    to_hamlet: to.hamlet,
    ...(to.area && { to_area: to.area }),
    members: related(values, persons),
    ...(persons.length === household.members.length && { whole: true as const }),
  };
}

/** The whole household moves and stays the same household. */
function allMove(values: Values, scene: Scene): EventData['transfer'] | undefined {
  const { household } = scene;
  if (!household) return undefined;
  const { hamlet, area } = chosenPlace(values, 'hamlet', scene);
  return {
    from_household: household.id,
    to_household: household.id,
    to_hamlet: hamlet,
    ...(area && { to_area: area }),
    members: household.members.map(({ id, relationship }) => ({ person: id, relationship })),
    whole: true,
  };
}

const SOME = 'some';

const transfer: ActTable = {
  kind: 'transfer',
  pages: [
    {
      id: 'what',
      title: 'step.transfer_what',
      when: { hamlets: 'many' },
      ask: [{ id: 'what', ask: 'words', label: 'field.transfer_what', words: { some: 'choice.some_move', whole: 'choice.whole_moves' }, hint: 'field.transfer_what_hint' }],
    },
    {
      id: 'who',
      title: 'step.transfer_who',
      when: { what: SOME },
      ask: [{ id: 'persons', ask: 'members', label: 'field.leaving', hint: 'field.leaving_hint' }],
    },
    { id: 'to', title: 'step.transfer_to', when: { what: SOME }, ask: [{ id: 'to', ask: 'household', label: 'field.transfer_to' }] },
    { ...relationPage(), when: { what: SOME } },
    { id: 'hamlet', title: 'step.transfer_hamlet', when: { what: 'whole' }, ask: [{ id: 'hamlet', ask: 'hamlet', label: 'field.hamlet' }] },
    datePage,
  ],
  start: (scene, person) => ({
    what: SOME,
    hamlets: hamletsOf(scene),
    ...(person && { persons: [person] }),
  }),
  data: (values, scene) => (text(values, 'what') === SOME ? someMove(values, scene) : allMove(values, scene)),
};

const receipt: ActTable = {
  kind: 'transfer_receipt',
  pages: [
    { id: 'which', title: 'step.receipt_which', ask: [{ id: 'transfer', ask: 'transfer', label: 'field.receipt_which', to: 'data.transfer' }] },
    {
      id: 'received',
      title: 'step.receipt_came',
      ask: [
        {
          id: 'received',
          ask: 'words',
          words: { yes: 'choice.came', no: 'choice.never_came' },
          label: 'field.receipt_came',
          as: 'boolean',
          to: 'data.received',
        },
      ],
    },
    { ...relationPage(), when: { received: 'yes' } },
    { ...datePage, title: 'step.receipt_date' },
  ],
  start: ({ transfers }) => (transfers.length === 1 && transfers[0] ? { transfer: transfers[0].event } : {}),
  fill: (values, { transfers }) => {
    const moved = transfers.find(({ event }) => event === text(values, 'transfer'))?.members ?? [];
    const said = moved.map(({ person, relationship }) => [idFor('relation', person), relationship] as const);
    return { ...Object.fromEntries(said), ...values, persons: moved.map(({ person }) => person) };
  },
  data: (values, { transfers }) => {
    const moved = transfers.find(({ event }) => event === text(values, 'transfer'));
    if (!moved) return undefined;
    if (text(values, 'received') !== 'yes') return {};
    return { household: moved.household, members: related(values, many(values, 'persons')) };
  },
};

const reviewed: ActTable = {
  kind: 'reviewed',
  pages: [{ id: 'date', title: 'step.reviewed', ask: [{ id: 'date', ask: 'date', label: 'field.reviewed_date', to: 'date' }] }],
  start: (scene) => ({ date: todayEntry(scene) }),
  data: (_values, { household }) => household && { household: household.id },
};

export const householdTables: readonly ActTable[] = [householdChange, headChange, split, merge, transfer, receipt, reviewed];
