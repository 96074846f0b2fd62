import {
  HEAD,
  type DocumentMember,
  type Event,
  type HouseholdDocument,
  type Id,
  type LeaveReason,
  type Member,
  type PartialDateText,
  type Related,
} from '$lib/wire';
import { change, changeMember, homeOf, memberOf, pastOf, type Households } from './households.ts';
import { dayOf } from './order.ts';

/** Whether a member lived here already on a date: what is told of an earlier day has no effect. */
const hereBy = (member: DocumentMember, date: PartialDateText) => dayOf(date) >= dayOf(member.since);

function join(households: Households, id: Id, member: DocumentMember): Households {
  return change(households, id, ({ past, ...household }) => ({
    ...household,
    members: [...household.members, member],
    ...(past && { past: past.filter((gone) => gone.id !== member.id) }),
  }));
}

function leave(households: Households, from: Id, person: Id, left: PartialDateText, reason: LeaveReason): Households {
  const gone = memberOf(households.get(from), person);
  if (!gone) return households;
  const { id, name, sex, birth } = gone;
  return change(households, from, (household) => ({
    ...household,
    members: household.members.filter((member) => member.id !== person),
    past: [...(household.past ?? []), { id, ...(name !== undefined && { name }), sex, birth, left, reason }],
  }));
}

/** Begins to live in a household. One who lives there already stays as before; one who lives elsewhere moves. */
function enter(households: Households, id: Id, line: Member, event: Event): Households {
  const home = homeOf(households, line.person);
  if (home?.id === id) return households;
  const before = pastOf(households, line.person);
  if (before?.reason === 'death' || (event.kind === 'birth' && (home ?? before))) return households;
  const { person, sex, birth, relationship, residence } = line;
  const known = memberOf(home, person) ?? { id: person, sex, birth, ...(before?.name !== undefined && { name: before.name }) };
  const free = home ? leave(households, home.id, person, event.date, 'transfer') : households;
  return join(free, id, { ...known, relationship, residence, since: event.date });
}

/** Goes on living in another household, or with the whole of one's own in another hamlet. */
function move(households: Households, from: Id, to: Id, hamlet: Id | undefined, related: Related, date: PartialDateText): Households {
  const home = homeOf(households, related.person);
  const member = memberOf(home, related.person);
  if (!home || !member || home.id !== from || !hereBy(member, date)) return households;
  const arriving = { ...member, relationship: related.relationship, since: date };
  if (from !== to) return join(leave(households, from, member.id, date, 'transfer'), to, arriving);
  return hamlet === undefined || hamlet === home.hamlet ? households : changeMember(households, member.id, () => arriving);
}

function relate(households: Households, id: Id, related: readonly Related[], date: PartialDateText): Households {
  return related.reduce((now, { person, relationship }) => {
    const member = memberOf(now.get(id), person);
    if (!member || !hereBy(member, date)) return now;
    return changeMember(now, person, (before) => ({ ...before, relationship }));
  }, households);
}

/** Opens the sheets that an act opens, empty. */
export function open(households: Households, event: Event): Households {
  if (event.kind !== 'household' && event.kind !== 'split') return households;
  const { household: id, hamlet, area, number } = event.data;
  if (households.has(id)) return households;
  const sheet: HouseholdDocument = {
    id,
    hamlet,
    area,
    number,
    type: event.kind === 'household' ? event.data.type : 'family',
    opened: event.date,
    position: 0,
    members: [],
  };
  return new Map(households).set(id, sheet);
}

/** What one act says of where people live, in which household and as what. */
export function place(households: Households, event: Event): Households {
  const { date } = event;
  switch (event.kind) {
    case 'household':
    case 'move_in':
      return event.data.members.reduce((now, line) => enter(now, event.data.household, line, event), households);
    case 'birth':
    case 'adoption':
      return enter(households, event.data.household, event.data.child, event);
    case 'death': {
      const home = homeOf(households, event.data.person);
      return home ? leave(households, home.id, event.data.person, date, 'death') : households;
    }
    case 'move_out':
      return event.data.persons.reduce((now, person) => {
        const member = memberOf(now.get(event.data.household), person);
        return member && hereBy(member, date) ? leave(now, event.data.household, person, date, 'move_out') : now;
      }, households);
    case 'transfer': {
      const { from_household: from, to_household: to, to_hamlet: hamlet, members } = event.data;
      return members.reduce((now, related) => move(now, from, to, hamlet, related, date), households);
    }
    case 'split':
    case 'merge': {
      const { from_household: from, household: to, members } = event.data;
      return members.reduce((now, related) => move(now, from, to, undefined, related, date), households);
    }
    case 'transfer_receipt': {
      const { received, household, members } = event.data;
      return received && household !== undefined ? relate(households, household, members ?? [], date) : households;
    }
    case 'head_change': {
      const { household, head, members } = event.data;
      const stated = members.some(({ person }) => person === head);
      const related = stated ? members : [...members, { person: head, relationship: HEAD }];
      return relate(households, household, related, date);
    }
    case 'change': {
      const { person, field, value } = event.data;
      if ((field !== 'residence' && field !== 'relationship') || value === undefined) return households;
      return changeMember(households, person, (member) => (hereBy(member, date) ? { ...member, [field]: value } : member));
    }
    case 'household_change':
    case 'marriage':
    case 'divorce':
    case 'separation':
    case 'widowed':
    case 'contraception_start':
    case 'contraception_stop':
    case 'pregnancy':
    case 'prenatal_screen':
    case 'newborn_screen':
    case 'elderly_checkup':
    case 'disability':
    case 'reviewed':
    case 'withdrawal':
    case 'same_person':
      return households;
  }
}
