import { describe, expect, it } from 'vitest';
import type { HouseholdDocument } from '$lib/api';
import { generations } from '../apps/canbo/people/kin';

type Member = HouseholdDocument['members'][number];
const one = (id: string, relationship: string, kin: Partial<Member> = {}): Member => ({ id, sex: 'u', birth: '1980', relationship, residence: '1', since: '2000', ...kin });
const drawn = (members: Member[]) => generations(members).map(({ couples }) => couples.map((couple) => [couple.members.map((member) => member.id).join('+'), couple.parents]));

describe('generations of a household', () => {
  it('puts parents above the head and children below, by the relationship alone', () => {
    expect(drawn([one('head', '1'), one('wife', '2'), one('son', '3'), one('old', '6'), one('grandchild', '7')])).toEqual([
      [['old', undefined]], [['head+wife', undefined]], [['son', undefined]], [['grandchild', undefined]],
    ]);
  });
  it('hangs children under their parents, and partners beside each other', () => {
    const members = [
      one('head', '1', { mother: 'old' }), one('wife', '2'), one('old', '6'), one('brother', '8', { mother: 'old' }),
      one('son', '3', { mother: 'wife', father: 'head' }), one('bride', '5'), one('baby', '7', { mother: 'bride', father: 'son' }),
    ];
    expect(drawn(members)).toEqual([
      [['old', undefined]], [['head+wife', 0], ['brother', 0]], [['son+bride', 0]], [['baby', 0]],
    ]);
  });
  it('believes mothers and fathers more than relationships', () => {
    expect(drawn([one('head', '1'), one('lodger', '10'), one('child', '9', { mother: 'lodger' })])).toEqual([
      [['head', undefined], ['lodger', undefined]], [['child', 1]],
    ]);
  });
  it('draws one who lives alone, and nobody', () => {
    expect(drawn([one('head', '1')])).toEqual([[['head', undefined]]]);
    expect(generations([])).toEqual([]);
  });
});
