/** What someone is to a new head, where it follows from what both were to the old one. A suggestion only: it can be changed. */
import { CHILD, HEAD, SPOUSE, type DocumentMember, type Id } from '$lib/wire';

const ADOPTED = '4';
const CHILD_IN_LAW = '5';
const PARENT = '6';
const GRANDCHILD = '7';
const SIBLING = '8';
const CHILDREN = [CHILD, ADOPTED];

/** The new head is the spouse of the old one: what is shared stays as it was. */
function toSpouse(code: string): string | undefined {
  if (code === HEAD) return SPOUSE;
  return [CHILD, ADOPTED, CHILD_IN_LAW, PARENT, GRANDCHILD].includes(code) ? code : undefined;
}

/** The new head is a child of the old one. */
function toChild(code: string): string | undefined {
  if (code === HEAD || code === SPOUSE) return PARENT;
  return CHILDREN.includes(code) ? SIBLING : undefined;
}

/** The code of `person` in relation to `head`; `undefined` where it has to be asked. */
export function suggested(head: Id, person: Id, members: readonly DocumentMember[]): string | undefined {
  const [first, second] = [head, person].map((id) => members.find((member) => member.id === id));
  if (!first || !second) return undefined;
  if (second.mother === head || second.father === head) return CHILD;
  if (first.mother === person || first.father === person) return PARENT;
  if (first.relationship === SPOUSE) return toSpouse(second.relationship);
  return CHILDREN.includes(first.relationship) ? toChild(second.relationship) : undefined;
}
