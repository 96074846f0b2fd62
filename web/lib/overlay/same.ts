import { type DocumentMember, type Event, type HouseholdDocument, type Id } from '$lib/wire';
import { change, changeMember, homeOf, memberOf, type Households } from './households.ts';

/** Sheets that another sheet of the same person stands for → that one. */
export type Sheets = ReadonlyMap<Id, Id>;

/**
 * Which sheets others stand for: what the server's documents say, and then what acts say in order of id. Of a person whose sheet is merged
 * already, the one that stands for it is merged.
 */
export function sheetsOf(households: Households, acts: readonly Event[]): Sheets {
  const kept = new Map<Id, Id>();
  for (const household of households.values()) {
    for (const member of household.members) for (const sheet of member.merged ?? []) kept.set(sheet, member.id);
  }
  const links = acts.flatMap((event) => (event.kind === 'same_person' ? [event] : []));
  for (const { data } of links.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const [person, duplicate] = [kept.get(data.person) ?? data.person, kept.get(data.duplicate) ?? data.duplicate];
    if (person === duplicate) continue;
    for (const [sheet, stands] of kept) if (stands === duplicate) kept.set(sheet, person);
    kept.set(duplicate, person);
  }
  return kept;
}

/** The person that a line of a list is about, if any. */
function personIn(line: unknown): Id {
  if (typeof line === 'string') return line;
  const person = typeof line === 'object' && line !== null && 'person' in line ? line.person : '';
  return typeof person === 'string' ? person : '';
}

function renamed(value: unknown, kept: Sheets): unknown {
  if (typeof value === 'string') return kept.get(value) ?? value;
  if (Array.isArray(value)) {
    const own = [...value].sort((a, b) => Number(kept.has(personIn(a))) - Number(kept.has(personIn(b))));
    const names = new Set<Id>();
    return own
      .map((each) => renamed(each, kept))
      .filter((each) => personIn(each) === '' || (!names.has(personIn(each)) && names.add(personIn(each))));
  }
  if (typeof value !== 'object' || value === null) return value;
  // What is said of the sheet that is kept stands before what is said of the other.
  const own = Object.entries(value).sort(([a], [b]) => Number(kept.has(b)) - Number(kept.has(a)));
  return Object.fromEntries(own.map(([key, each]) => [kept.get(key) ?? key, renamed(each, kept)]));
}

/** An act as it reads when persons are named by the sheets that are kept. */
export function readAs(event: Event, kept: Sheets): Event {
  if (kept.size === 0 || event.kind === 'same_person') return event;
  const { data, personal } = event;
  return { ...event, data: renamed(data, kept), ...(personal && { personal: renamed(personal, kept) }) } as Event;
}

/** What is known of someone by two sheets, the first of which is kept. */
function joined(person: DocumentMember, duplicate: DocumentMember): DocumentMember {
  const { id: _id, since: _since, relationship: _relationship, residence: _residence, edits, merged: sheets, ...known } = duplicate;
  const both = [...new Set([...(person.merged ?? []), duplicate.id, ...(sheets ?? [])])].sort();
  const told = { ...edits, ...person.edits };
  return { ...known, ...person, merged: both, ...(Object.keys(told).length > 0 && { edits: told }) };
}

function parents(household: HouseholdDocument, kept: Sheets): HouseholdDocument {
  const named = (id: Id) => kept.get(id) ?? id;
  const members = household.members.map((member) => ({
    ...member,
    ...(member.mother !== undefined && { mother: named(member.mother) }),
    ...(member.father !== undefined && { father: named(member.father) }),
  }));
  return { ...household, members };
}

/** The households with each person once, under the sheet that is kept. Who is held by the other sheet only stays as he is. */
export function merged(households: Households, kept: Sheets): Households {
  let now = households;
  for (const [duplicate, person] of kept) {
    const other = homeOf(now, duplicate);
    const twice = memberOf(other, duplicate);
    if (!other || !twice || !homeOf(now, person)) continue;
    now = change(now, other.id, (household) => ({
      ...household,
      members: household.members.filter((member) => member.id !== duplicate),
    }));
    now = changeMember(now, person, (member) => joined(member, twice));
    for (const { id } of [...now.values()]) now = change(now, id, (household) => parents(household, kept));
  }
  return now;
}
