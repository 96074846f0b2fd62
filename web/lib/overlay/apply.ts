import {
  HEAD,
  isPersonalField,
  type DocumentMember,
  type Event,
  type EventOf,
  type HouseholdDocument,
  type Id,
  type LeaveReason,
  type Member,
  type Related,
} from '$lib/wire';

/** Households by id. Applying makes new objects and leaves those given untouched. */
export type Households = ReadonlyMap<Id, HouseholdDocument>;

function memberOf(event: Event, member: Member): DocumentMember {
  const { person, ...rest } = member;
  const personal = event.personal?.[person];
  return {
    id: person,
    ...rest,
    since: event.date,
    ...(personal?.name !== undefined && { name: personal.name }),
    ...(personal?.phone !== undefined && { phone: personal.phone }),
    ...(personal?.pin !== undefined && { pin_tail: personal.pin.slice(-4) }),
  };
}

/** Head first, then by relationship code, then in the order they came. */
function inOrder(members: readonly DocumentMember[]): DocumentMember[] {
  return [...members].sort((a, b) => Number(a.relationship) - Number(b.relationship));
}

function change(
  households: Households,
  id: Id,
  how: (household: HouseholdDocument) => HouseholdDocument,
): Households {
  const household = households.get(id);
  return household ? new Map(households).set(id, how(household)) : households;
}

function add(household: HouseholdDocument, arriving: readonly DocumentMember[]): HouseholdDocument {
  const ids = new Set(arriving.map((member) => member.id));
  const staying = household.members.filter((member) => !ids.has(member.id));
  const past = household.past?.filter((member) => !ids.has(member.id));
  return { ...household, members: inOrder([...staying, ...arriving]), ...(past && { past }) };
}

function remove(
  household: HouseholdDocument,
  leaving: ReadonlySet<Id>,
  left: string,
  reason: LeaveReason,
): HouseholdDocument {
  const gone = household.members.filter((member) => leaving.has(member.id));
  if (gone.length === 0) return household;
  return {
    ...household,
    members: household.members.filter((member) => !leaving.has(member.id)),
    past: [
      ...(household.past ?? []),
      ...gone.map(({ id, name, sex, birth }) => ({
        id,
        ...(name !== undefined && { name }),
        sex,
        birth,
        left,
        reason,
      })),
    ],
  };
}

function setMember(
  households: Households,
  person: Id,
  how: (member: DocumentMember) => DocumentMember,
): Households {
  const home = homeOf(households, person);
  if (!home) return households;
  return change(households, home.id, (household) => ({
    ...household,
    members: inOrder(household.members.map((member) => (member.id === person ? how(member) : member))),
  }));
}

/** The household a person is a member of. */
export function homeOf(households: Households, person: Id): HouseholdDocument | undefined {
  for (const household of households.values()) {
    if (household.members.some((member) => member.id === person)) return household;
  }
  return undefined;
}

function restate(household: HouseholdDocument, related: readonly Related[]): HouseholdDocument {
  const stated = new Map(related.map(({ person, relationship }) => [person, relationship]));
  return {
    ...household,
    members: inOrder(
      household.members.map((member) => ({
        ...member,
        relationship: stated.get(member.id) ?? member.relationship,
      })),
    ),
  };
}

/** Moves members between two households; either may be unknown here. */
function carry(
  households: Households,
  from: Id,
  to: Id,
  related: readonly Related[],
  date: string,
): Households {
  const source = households.get(from);
  const ids = new Set(related.map(({ person }) => person));
  const arriving = (source?.members ?? [])
    .filter((member) => ids.has(member.id))
    .map((member) => ({
      ...member,
      since: date,
      relationship: related.find(({ person }) => person === member.id)?.relationship ?? member.relationship,
    }));
  const left = change(households, from, (household) => remove(household, ids, date, 'transfer'));
  return change(left, to, (household) => add(household, arriving));
}

function closeIfEmpty(households: Households, id: Id, date: string): Households {
  return change(households, id, (household) =>
    household.members.length === 0 ? { ...household, closed: date } : household,
  );
}

function opened(
  households: Households,
  event: EventOf<'household'> | EventOf<'split'>,
  members: DocumentMember[],
): Households {
  const { household: id, hamlet, area, number } = event.data;
  const address = event.personal?.[id]?.address;
  return new Map(households).set(id, {
    id,
    hamlet,
    area,
    number,
    type: event.kind === 'household' ? event.data.type : 'family',
    ...(address !== undefined && { address }),
    opened: event.date,
    position: 0,
    members: inOrder(members),
  });
}

function changed(event: EventOf<'change'>): (member: DocumentMember) => DocumentMember {
  const { person, field, value } = event.data;
  return (member) => {
    const edits = { ...member.edits, [field]: event.id };
    if (isPersonalField(field)) {
      const personal = event.personal?.[person]?.[field];
      if (field === 'pin') return { ...member, edits, ...(personal && { pin_tail: personal.slice(-4) }) };
      if (field === 'health_card') return { ...member, edits };
      return { ...member, edits, ...(personal !== undefined && { [field]: personal }) };
    }
    return { ...member, edits, ...(value !== undefined && { [field]: value }) };
  };
}

/**
 * What one act makes of the households held here: the same as the server's fold will make of it, as far as a
 * document shows it. Health content stays out of the documents of the phone until the server sends it.
 */
export function applyEvent(households: Households, event: Event): Households {
  switch (event.kind) {
    case 'household':
      return opened(
        households,
        event,
        event.data.members.map((member) => memberOf(event, member)),
      );
    case 'household_change': {
      const { household: id, ...fields } = event.data;
      const address = event.personal?.[id]?.address;
      return change(households, id, (household) => ({
        ...household,
        ...fields,
        ...(address !== undefined && { address }),
      }));
    }
    case 'birth':
    case 'adoption': {
      const child = memberOf(event, event.data.child);
      return change(households, event.data.household, (household) => add(household, [child]));
    }
    case 'death': {
      const home = homeOf(households, event.data.person);
      if (!home) return households;
      const gone = new Set([event.data.person]);
      const left = change(households, home.id, (household) => remove(household, gone, event.date, 'death'));
      return closeIfEmpty(left, home.id, event.date);
    }
    case 'move_in': {
      const arriving = event.data.members.map((member) => memberOf(event, member));
      return change(households, event.data.household, (household) => {
        const { closed: _closed, ...open } = household;
        return add(open, arriving);
      });
    }
    case 'move_out': {
      const leaving = new Set(event.data.persons);
      const left = change(households, event.data.household, (household) =>
        remove(household, leaving, event.date, 'move_out'),
      );
      return closeIfEmpty(left, event.data.household, event.date);
    }
    case 'transfer': {
      const { from_household: from, to_household: to, members } = event.data;
      return closeIfEmpty(carry(households, from, to, members, event.date), from, event.date);
    }
    case 'split': {
      const { from_household: from, household: to, members } = event.data;
      return carry(opened(households, event, []), from, to, members, event.date);
    }
    case 'merge': {
      const { from_household: from, household: to, members } = event.data;
      return closeIfEmpty(carry(households, from, to, members, event.date), from, event.date);
    }
    case 'head_change': {
      const { household, head, members } = event.data;
      return change(households, household, (before) =>
        restate(before, [...members, { person: head, relationship: HEAD }]),
      );
    }
    case 'marriage':
      return event.data.partners.reduce(
        (now, partner) => ('person' in partner ? withMarital(now, partner.person, '2') : now),
        households,
      );
    case 'divorce':
      return event.data.persons.reduce((now, person) => withMarital(now, person, '4'), households);
    case 'separation':
      return event.data.persons.reduce((now, person) => withMarital(now, person, '5'), households);
    case 'widowed':
      return withMarital(households, event.data.person, '3');
    case 'change':
      return setMember(households, event.data.person, changed(event));
    case 'reviewed':
      return change(households, event.data.household, (household) => ({ ...household, reviewed: event.date }));
    case 'transfer_receipt':
    case 'contraception_start':
    case 'contraception_stop':
    case 'pregnancy':
    case 'prenatal_screen':
    case 'newborn_screen':
    case 'elderly_checkup':
    case 'disability':
    case 'withdrawal':
      return households;
  }
}

function withMarital(households: Households, person: Id, marital: string): Households {
  return setMember(households, person, (member) => ({ ...member, marital }));
}

/** The persons an act names, so that a badge can be shown beside them. */
export function personsOf(event: Event): Id[] {
  switch (event.kind) {
    case 'household':
    case 'move_in':
      return event.data.members.map((member) => member.person);
    case 'transfer':
    case 'split':
    case 'merge':
    case 'head_change':
      return event.data.members.map((member) => member.person);
    case 'birth':
    case 'adoption':
      return [event.data.child.person];
    case 'move_out':
    case 'divorce':
    case 'separation':
      return event.data.persons;
    case 'marriage':
      return event.data.partners.flatMap((partner) => ('person' in partner ? [partner.person] : []));
    case 'death':
    case 'widowed':
    case 'contraception_start':
    case 'contraception_stop':
    case 'pregnancy':
    case 'prenatal_screen':
    case 'newborn_screen':
    case 'elderly_checkup':
    case 'disability':
    case 'change':
      return [event.data.person];
    case 'household_change':
    case 'transfer_receipt':
    case 'reviewed':
    case 'withdrawal':
      return [];
  }
}
