import type { HouseholdDocument } from '$lib/api';

type Member = HouseholdDocument['members'][number];

/** Who stands in a row of the tree: one alone, or two who are partners, with the rows' numbers of their parents. */
export interface Couple { members: Member[]; parents: number | undefined }
/** A generation, the eldest first. */
export interface Generation { couples: Couple[] }

/** Steps down from the head by relationship; parents stand above, children and their partners below. */
const steps: Readonly<Record<string, number>> = { '1': 0, '2': 0, '3': 1, '4': 1, '5': 1, '6': -1, '7': 2, '8': 0, '9': 0, '10': 0 };

/**
 * The members of a household by generation, as far as mothers, fathers and the relationship to the head tell.
 * Parents come before their children whatever the relationships say; who is of no known generation stands with the head.
 */
export function generations(members: readonly Member[]): Generation[] {
  const byId = new Map(members.map((member) => [member.id, member]));
  const level = new Map(members.map((member) => [member.id, steps[member.relationship] ?? 0]));
  const parentsOf = (member: Member) => [member.mother, member.father].filter((id): id is string => id !== undefined && byId.has(id));
  for (let round = 0; round < members.length; round++) {
    for (const member of members) {
      for (const parent of parentsOf(member)) {
        level.set(member.id, Math.max(level.get(member.id) ?? 0, (level.get(parent) ?? 0) + 1));
      }
    }
  }
  const partners = partnersOf(members);
  for (const [one, other] of partners) level.set(one, Math.max(level.get(one) ?? 0, level.get(other) ?? 0));
  const found = [...new Set(level.values())].sort((a, b) => a - b);
  const rows = found.map((step) => members.filter((member) => level.get(member.id) === step));
  const drawn: Generation[] = [];
  for (const row of rows) {
    const above = drawn.at(-1)?.couples ?? [];
    const placed = new Set<string>();
    const couples: Couple[] = [];
    for (const member of row) {
      if (placed.has(member.id)) continue;
      const partner = row.find((other) => other.id === partners.get(member.id) && !placed.has(other.id));
      const pair = partner ? [member, partner] : [member];
      pair.forEach((one) => placed.add(one.id));
      const parents = pair.flatMap(parentsOf);
      const at = above.findIndex((couple) => couple.members.some((one) => parents.includes(one.id)));
      couples.push({ members: pair, parents: at < 0 ? undefined : at });
    }
    couples.sort((a, b) => (a.parents ?? Number.MAX_SAFE_INTEGER) - (b.parents ?? Number.MAX_SAFE_INTEGER));
    drawn.push({ couples });
  }
  return drawn;
}

/** Who is whose partner: the head and the spouse, and two who are mother and father of one child. */
function partnersOf(members: readonly Member[]): Map<string, string> {
  const partners = new Map<string, string>();
  const join = (one: string | undefined, other: string | undefined) => {
    if (one === undefined || other === undefined || partners.has(one) || partners.has(other)) return;
    partners.set(one, other).set(other, one);
  };
  join(members.find((one) => one.relationship === '1')?.id, members.find((one) => one.relationship === '2')?.id);
  const here = new Set(members.map((one) => one.id));
  for (const { mother, father } of members) if (mother && father && here.has(mother) && here.has(father)) join(mother, father);
  return partners;
}
