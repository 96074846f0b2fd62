/** From an event and the documents around it to facts, as `catalog/FACTS.md` describes; held to the server's by `conformance/facts.json`. */

import { type Person, type Reading, memberFacts, past, plain, finish } from './personFacts.ts';
import type { Fact, FactMap, Facts, Scope } from './types.ts';

/** A household document of the wire. Only what facts are made of is named here. */
export interface Document {
  readonly id: string;
  readonly members: readonly object[];
  readonly past?: readonly object[];
}

/** An event of the wire with `personal` still open. */
export interface EventLike {
  readonly kind: string;
  readonly date: string;
  readonly recorded_at?: string;
  readonly source?: string;
  readonly data: object;
  readonly personal?: object;
}

/** What only the holder of the whole register knows of one person. */
export interface Lookup {
  readonly pin_taken?: boolean;
  readonly card_taken?: boolean;
  readonly same_as_other?: boolean;
  readonly active_elsewhere?: boolean;
  readonly lmp?: string;
  readonly died?: string;
}

/** An event with what surrounds it. */
export interface Situation {
  readonly event: EventLike;
  /** Documents of the households concerned before the event. */
  readonly before: readonly Document[];
  /** The same after the event; household rules look at these. */
  readonly after: readonly Document[];
  /** The day of the check, `2026-03-06`. */
  readonly today: string;
  readonly lookups?: Readonly<Record<string, Lookup>>;
  readonly closed_until?: string;
}

/** One evaluation: a scope, whom it is about, and the facts. */
export interface Evaluation {
  readonly scope: Scope;
  readonly subject?: string;
  readonly facts: Facts;
}

/** The evaluations an event asks for, in the order event, persons, households. */
export function evaluations(situation: Situation, counted: ReadonlySet<string>): Evaluation[] {
  const event = eventFacts(situation);
  const reading: Reading = { date: text(event.date), counted };
  const stated = statedPersons(event, reading);
  const before = (id: string) => personBefore(situation, reading, id);
  const common = commonFacts(situation, reading, event, stated);
  const subject = text(event.person);
  return [
    { scope: 'event', facts: { ...common, person: subject === undefined ? {} : before(subject) } },
    ...[...stated].map(([id, said]): Evaluation => {
      const known = before(id);
      return { scope: 'person', subject: id, facts: { ...common, person: personAfter(situation, reading, event, id, known, said), before: known } };
    }),
    ...situation.after.map((document): Evaluation => {
      const { household, members } = householdFacts(document, reading, event);
      return { scope: 'household', subject: document.id, facts: { ...common, household, head: headOf(members), members } };
    }),
  ];
}

const text = (fact: Fact | undefined): string | undefined => (typeof fact === 'string' ? fact : undefined);
const list = (fact: Fact | undefined): readonly Fact[] => (Array.isArray(fact) ? fact : []);
const isMap = (fact: unknown): fact is FactMap => typeof fact === 'object' && fact !== null && !Array.isArray(fact);
const at = (map: unknown, key: string): unknown => (isMap(map) ? map[key] : undefined);

function eventFacts({ event, closed_until }: Situation): FactMap {
  const data = plain(event.data) as FactMap;
  const subject = text(data.person);
  const health = subject === undefined ? undefined : at(at(event.personal, subject), 'health');
  return {
    ...data,
    ...(isMap(health) ? (plain(health) as FactMap) : {}),
    kind: event.kind,
    date: plain(event.date) as string,
    ...(event.source === undefined ? {} : { source: event.source }),
    ...(event.recorded_at === undefined ? {} : { recorded: event.recorded_at.slice(0, 10) }),
    ...(closed_until === undefined ? {} : { closed_until }),
  };
}

/** The persons an event names, with what it says of each. */
function statedPersons(event: FactMap, reading: Reading): Map<string, Person> {
  const named = new Map<string, Person>();
  const name = (id: unknown, said: Person) => {
    if (typeof id === 'string' && !named.has(id)) {
      named.set(id, said);
    }
  };
  name(event.person, {});
  list(event.persons).forEach((id) => name(id, {}));
  [...list(event.members), event.child].filter(isMap).forEach((member) => name(member.person, memberFacts(member, reading)));
  list(event.partners).forEach((partner) => name(at(partner, 'person'), {}));
  return named;
}

function commonFacts(situation: Situation, reading: Reading, event: FactMap, stated: ReadonlyMap<string, Person>): Facts {
  const [document] = situation.after;
  const { household, members } = document
    ? householdFacts(document, reading, event)
    : { household: householdWithoutDocument(event), members: [...stated.values()].filter((said) => Object.keys(said).length > 0) };
  const child = isMap(event.child) ? childFacts(situation, reading, event, event.child) : {};
  return {
    today: situation.today,
    event,
    person: {},
    before: {},
    child,
    mother: motherFacts(situation, reading, event, child),
    head: headOf(members),
    household,
    members,
    partners: list(event.partners).filter(isMap).map((partner) => partnerFacts(situation, reading, partner)),
  };
}

function householdWithoutDocument(event: FactMap): FactMap {
  const keys = [['household', 'id'], ['type', 'type'], ['number', 'number'], ['area', 'area'], ['hamlet', 'hamlet']] as const;
  return Object.fromEntries(keys.flatMap(([from, to]) => (event[from] === undefined ? [] : [[to, event[from]]])));
}

const HOUSEHOLD = ['id', 'type', 'number', 'area', 'hamlet', 'opened', 'reviewed', 'closed'] as const;

function householdFacts(document: Document, reading: Reading, event: FactMap): { household: FactMap; members: Person[] } {
  const members = document.members.map((member) => memberFacts(member, reading));
  const known = HOUSEHOLD.flatMap((key) => {
    const value = at(document, key);
    return value === undefined || value === null ? [] : [[key, plain(value)]];
  });
  const household: FactMap = {
    ...Object.fromEntries(known),
    size: members.length,
    residents: members.filter((member) => member.resident === true).length,
    ...(event.from_household !== undefined && event.from_household === document.id ? { source: true } : {}),
  };
  return { household, members };
}

function headOf(members: readonly Person[]): Person {
  const heads = members.filter((member) => member.relationship === '1');
  return (heads.length === 1 && heads[0]) || {};
}

/** A person as known before the event. */
function personBefore(situation: Situation, reading: Reading, id: string): Person {
  const is = (person: object) => at(person, 'id') === id;
  const member = situation.before.flatMap((document) => document.members).find(is);
  const gone = situation.before.flatMap((document) => document.past ?? []).find(is);
  const known = member ? memberFacts(member, reading) : gone ? past(gone, reading) : {};
  return { ...known, ...lookedUp(situation, id) };
}

/** A person as the event leaves him. */
function personAfter(situation: Situation, reading: Reading, event: FactMap, id: string, before: Person, said: Person): Person {
  const person: Record<string, Fact> = { ...before, id, ...said };
  const field = text(event.field);
  if (event.kind === 'change' && field !== undefined && !['name', 'pin', 'health_card', 'phone'].includes(field)) {
    delete person[field];
    if (event.value !== undefined) {
      person[field] = event.value;
    }
  }
  for (const key of ['name', 'pin', 'health_card']) {
    const value = at(at(situation.event.personal, id), key);
    if (typeof value === 'string') {
      person[key] = value;
    }
  }
  return finish({ ...person, ...lookedUp(situation, id) }, reading);
}

function lookedUp(situation: Situation, id: string): Person {
  const found = situation.lookups?.[id] ?? {};
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== false));
}

function childFacts(situation: Situation, reading: Reading, event: FactMap, member: FactMap): Person {
  const said = memberFacts(member, reading);
  const id = text(member.person);
  return id === undefined ? said : personAfter(situation, reading, event, id, {}, said);
}

function motherFacts(situation: Situation, reading: Reading, event: FactMap, child: Person): Person {
  const id = text(child.mother);
  const known = id === undefined ? {} : personBefore(situation, reading, id);
  return finish(
    {
      ...(event.mother_birth === undefined ? {} : { birth: event.mother_birth }),
      ...known,
      ...(id === undefined ? {} : { id, children: childrenOf(situation, reading, id, child.id) }),
    },
    reading,
  );
}

/** The children of a mother in the documents before the event, oldest first; those without a date of birth last. */
function childrenOf(situation: Situation, reading: Reading, mother: string, except: Fact | undefined): Person[] {
  const all = situation.before.flatMap((document) => [...document.members, ...(document.past ?? [])]);
  const hers = all.filter((person) => at(person, 'mother') === mother && at(person, 'id') !== except);
  const isFirst = (child: object, i: number) => hers.findIndex((other) => at(other, 'id') === at(child, 'id')) === i;
  const key = (child: Person) => text(child.birth) ?? '~';
  const children = hers.filter(isFirst).map((child) => memberFacts(child, reading));
  return children.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function partnerFacts(situation: Situation, reading: Reading, partner: FactMap): Person {
  const said = memberFacts(partner, reading);
  const id = text(partner.person);
  return id === undefined ? said : { ...personBefore(situation, reading, id), ...said };
}
