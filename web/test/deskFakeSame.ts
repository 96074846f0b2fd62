/** What the stand-in answers about persons who may be one: pairs of its register, merged and kept apart for as long as it runs. */
import type { DuplicatePage, DuplicatePair, Likeness, LikeSheet, LikeWeight, Merged, MergePreview, NewcomerLikes, NightPage, PairLine, PairSide } from '../lib/api/index.ts';
import { communeCode, documentOf, livingIn, uuidFrom, type FakePerson, type FakeRegister } from './deskFakeData.ts';

const line = (field: string, level: string, weight: number): LikeWeight => ({ field, level, weight });
const likeness: Likeness[] = [
  { probability: 0.9998, lines: [line('surname', 'same', 1.7), line('given', 'same', 6.9), line('birth', 'year_only', 5.1), line('sex', 'same', 0.9), line('number', 'same', 26.4)] },
  { probability: 0.94, lines: [line('surname', 'same', 1.7), line('middle', 'same', 3.2), line('given', 'same', 6.9), line('birth', 'same', 14.2), line('sex', 'same', 0.9), line('place', 'other_hamlet', -0.4)] },
  { probability: 0.31, lines: [line('surname', 'same', 1.7), line('middle', 'lacks_common', 0.6), line('given', 'tone', 1.2), line('birth', 'same', 14.2), line('sex', 'same', 0.9), line('household', 'same', -3.4)] },
].map((each) => {
  const weight = Math.log2(each.probability / (1 - each.probability));
  return { ...each, weight, before: weight - each.lines.reduce((sum, { weight: bits }) => sum + bits, 0) };
});

export class FakeSame {
  /** What was decided, in order. */
  readonly decided: { do: 'merge' | 'undo' | 'apart' | 'together'; kept?: string; duplicate?: string; reason?: string }[] = [];
  readonly pairs: [FakePerson, FakePerson][];
  private readonly merged = new Map<string, string>();
  private readonly apart = new Set<string>();

  constructor(private readonly register: FakeRegister, today: string) {
    const women = livingIn(register, { unit: communeCode, known: Number.MAX_SAFE_INTEGER }, today).filter((person) => person.sex === 'f').slice(0, 120);
    this.pairs = Array.from({ length: 8 }, (_, at) => [women[at]!, { ...women[at + 40]!, name: women[at]!.name, ...(at % 3 > 0 && { birth: women[at]!.birth }) }]);
  }

  private sheet(person: FakePerson): LikeSheet {
    const household = this.register.households.find(({ id }) => id === person.household)!;
    const hamlet_name = this.register.units.find(({ code }) => code === household.hamlet)?.name ?? '';
    return { id: person.id, name: person.name, sex: person.sex, birth: person.birth, household: household.id, household_number: household.number, hamlet_name };
  }

  private side(person: FakePerson): PairSide {
    const household = documentOf(this.register, person.household)!;
    const line = household.members.find(({ id }) => id === person.id) ?? household.members[0]!;
    return { person: { ...line, id: person.id, name: person.name, birth: person.birth }, has_pin: true, household, hamlet_name: this.sheet(person).hamlet_name ?? '', events: [] };
  }

  private line([one, other]: [FakePerson, FakePerson], at: number): PairLine {
    return { one: this.sheet(one), other: this.sheet(other), ...likeness[at % likeness.length]! };
  }

  private open(): PairLine[] {
    const gone = new Set(this.merged.values());
    return this.pairs.map((pair, at) => this.line(pair, at)).filter(({ one, other }) => !gone.has(one.id) && !gone.has(other.id) && !this.apart.has(`${one.id}_${other.id}`));
  }

  private merge(kept: string, duplicate: string, reason: string): Merged {
    const event = uuidFrom(this.register.random);
    this.merged.set(event, duplicate);
    this.decided.push({ do: 'merge', kept, duplicate, reason });
    return { event, position: this.register.position };
  }

  answer(method: string, [one = '', other = '', what = '']: string[], body: Record<string, unknown>): unknown {
    if (one === '') return { items: this.open(), total: this.open().length } satisfies DuplicatePage;
    if (one === 'night') return this.night();
    if (one === 'undo') {
      if (!this.merged.delete(other)) return undefined;
      this.decided.push({ do: 'undo' });
      return { event: uuidFrom(this.register.random), position: this.register.position };
    }
    const at = this.pairs.findIndex((pair) => pair.some(({ id }) => id === one) && pair.some(({ id }) => id === other));
    const pair = this.pairs[at];
    // Someone who has just been accepted is in no pair of the list.
    if (!pair && what === 'merge') return this.merge(one, other, String(body.reason));
    if (!pair) return undefined;
    const [first, second] = pair[0].id === one ? pair : [pair[1], pair[0]];
    const { probability, weight, before, lines } = this.line(pair, at);
    switch (what) {
      case 'merge': return this.merge(first.id, second.id, String(body.reason));
      case 'apart':
        this.apart[body.apart === true ? 'add' : 'delete'](`${pair[0].id}_${pair[1].id}`);
        this.decided.push({ do: body.apart === true ? 'apart' : 'together' });
        return { apart: body.apart };
      case 'preview': {
        const before = documentOf(this.register, second.household)!;
        const after = { ...before, members: before.members.filter(({ id }) => id !== second.id) };
        return { person: this.side(first).person, households: [{ before, after }] } satisfies MergePreview;
      }
      default:
        return method === 'GET' ? ({ one: this.side(first), other: this.side(second), probability, weight, before, lines } satisfies DuplicatePair) : undefined;
    }
  }

  /** What the last night found: someone likely, and someone of whom only the number is the same. */
  private night(): NightPage {
    const [likely, numbered] = [this.pairs[1]!, this.pairs[2]!];
    const commune_name = 'phường Ninh Kiều';
    return {
      searched: { at: '2026-11-21T19:00:12Z', position: this.register.position, residents: 15_204, model_hash: 'ab'.repeat(32), learned: true },
      persons: true, units: [{ code: communeCode, name: 'phường Cái Khế', inside: 8, across: 2 }], total: 2,
      items: [
        { own: this.sheet(likely[0]), other: { id: likely[1].id, name: likely[1].name, sex: likely[1].sex, birth: likely[1].birth, commune_name, hamlet_name: 'khu vực 3' }, same_number: false, may_settle: false, ...likeness[1]! },
        { own: this.sheet(numbered[0]), other: { commune_name }, same_number: true, may_settle: false, probability: 0.002, weight: -9, before: -35.4, lines: [line('number', 'same', 26.4)] },
      ],
    };
  }

  /** Whom the newcomers of an event may be: the first of the pairs, where the event brings someone in. */
  ofEvent(kind: string, newcomer: { id: string; name: string } | undefined): { items: NewcomerLikes[] } {
    const pair = this.pairs[1]!;
    if (kind !== 'birth' || !newcomer) return { items: [] };
    const person: LikeSheet = { ...this.sheet(pair[0]), id: newcomer.id, name: newcomer.name };
    return { items: [{ person, likes: [{ ...this.line(pair, 1), one: person }] }] };
  }
}
