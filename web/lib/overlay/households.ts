import type { DocumentMember, HouseholdDocument, Id } from '$lib/wire';
import { dayOf, inSheetOrder, later } from './order.ts';

/** Households by id. Applying makes new objects and leaves those given untouched. */
export type Households = ReadonlyMap<Id, HouseholdDocument>;

/** The household a person is a member of. */
export function homeOf(households: Households, person: Id): HouseholdDocument | undefined {
  for (const household of households.values()) {
    if (household.members.some((member) => member.id === person)) return household;
  }
  return undefined;
}

/** A member of a household. */
export function memberOf(household: HouseholdDocument | undefined, person: Id): DocumentMember | undefined {
  return household?.members.find((member) => member.id === person);
}

/** What is left to know of someone who left, from any household. */
export function pastOf(households: Households, person: Id) {
  const all = [...households.values()].flatMap((household) => household.past ?? []);
  return all.find((member) => member.id === person);
}

/** Members in order of the sheet, those who left in order of time, closed when and only when the last one left. */
function settled(household: HouseholdDocument): HouseholdDocument {
  const { closed: before, past: left, ...rest } = household;
  const members = inSheetOrder(household.members);
  const past = [...(left ?? [])].sort((a, b) => dayOf(a.left) - dayOf(b.left) || (a.id < b.id ? -1 : 1));
  const leaving = [...(before === undefined ? [] : [before]), ...past.map((member) => member.left)];
  const closed = members.length === 0 && leaving.length > 0 ? leaving.reduce(later) : undefined;
  return { ...rest, ...(closed !== undefined && { closed }), members, ...(past.length > 0 && { past }) };
}

/** Changes one household; nothing when it is not held here. */
export function change(
  households: Households,
  id: Id,
  how: (household: HouseholdDocument) => HouseholdDocument,
): Households {
  const household = households.get(id);
  return household ? new Map(households).set(id, settled(how(household))) : households;
}

/** Changes a member wherever the person lives; nothing when that is not held here. */
export function changeMember(
  households: Households,
  person: Id,
  how: (member: DocumentMember) => DocumentMember,
): Households {
  const home = homeOf(households, person);
  if (!home) return households;
  return change(households, home.id, (household) => ({
    ...household,
    members: household.members.map((member) => (member.id === person ? how(member) : member)),
  }));
}
