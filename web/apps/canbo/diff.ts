import type { DocumentMember, HouseholdDocument } from '$lib/api';

/** The attributes of a member that are compared, in the order in which they are shown. */
export const memberFields = [
  'name', 'sex', 'birth', 'relationship', 'residence', 'ethnic', 'education', 'marital', 'pin_tail', 'phone', 'method', 'pregnant',
] as const;
export type MemberField = (typeof memberFields)[number];

export const householdFields = ['number', 'type', 'address', 'area', 'closed'] as const;
export type HouseholdField = (typeof householdFields)[number];

export interface MemberChange {
  id: string;
  change: 'added' | 'removed' | 'changed' | 'same';
  before?: DocumentMember;
  after?: DocumentMember;
  fields: ReadonlySet<MemberField>;
}

export interface HouseholdChange {
  fields: ReadonlySet<HouseholdField>;
  members: MemberChange[];
  /** The attributes that any member has, before or after: the columns worth showing. */
  shown: MemberField[];
}

function differing<K extends string>(keys: readonly K[], before: Partial<Record<K, unknown>>, after: Partial<Record<K, unknown>>): Set<K> {
  return new Set(keys.filter((key) => before[key] !== after[key]));
}

function compareMember(before: DocumentMember, after: DocumentMember): MemberChange {
  const fields = differing(memberFields, before, after);
  return { id: after.id, change: fields.size > 0 ? 'changed' : 'same', before, after, fields };
}

/** Members of both documents in one list: those who were there in their order, then those who came. */
export function compareHouseholds(before: HouseholdDocument | undefined, after: HouseholdDocument | undefined): HouseholdChange {
  const later = new Map((after?.members ?? []).map((member) => [member.id, member]));
  const members: MemberChange[] = (before?.members ?? []).map((member) => {
    const twin = later.get(member.id);
    later.delete(member.id);
    return twin ? compareMember(member, twin) : { id: member.id, change: 'removed', before: member, fields: new Set() };
  });
  for (const member of later.values()) members.push({ id: member.id, change: 'added', after: member, fields: new Set() });
  const everyone = members.flatMap((member) => [member.before, member.after]);
  return {
    fields: before && after ? differing(householdFields, before, after) : new Set(),
    members,
    shown: memberFields.filter((field) => everyone.some((member) => member?.[field] !== undefined)),
  };
}
