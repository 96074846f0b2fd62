/** What the stand-in answers about persons who may be one: pairs of its register, merged and kept apart for as long as it runs. */
import type { DuplicatePage, DuplicatePair, LikeSheet, Merged, MergePreview, NewcomerLikes, PairLine, PairSide } from '../lib/api/index.ts';
import { communeCode, documentOf, livingIn, uuidFrom, type FakePerson, type FakeRegister } from './deskFakeData.ts';

const reasons = [
  [{ code: 'pin_same', points: 80 }, { code: 'name_same', points: 30 }, { code: 'sex_same', points: 5 }],
  [{ code: 'name_same', points: 30 }, { code: 'birth_same', points: 30 }, { code: 'mother_same', points: 20 }, { code: 'sex_same', points: 5 }],
  [{ code: 'name_near', points: 15 }, { code: 'birth_same', points: 30 }, { code: 'hamlet_same', points: 5 }, { code: 'sex_same', points: 5 }],
];

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
    const why = reasons[at % reasons.length]!;
    return { one: this.sheet(one), other: this.sheet(other), score: why.reduce((sum, { points }) => sum + points, 0), reasons: why };
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
    const { score, reasons: why } = this.line(pair, at);
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
        return method === 'GET' ? ({ one: this.side(first), other: this.side(second), score, reasons: why } satisfies DuplicatePair) : undefined;
    }
  }

  /** Whom the newcomers of an event may be: the first of the pairs, where the event brings someone in. */
  ofEvent(kind: string, newcomer: { id: string; name: string } | undefined): { items: NewcomerLikes[] } {
    const pair = this.pairs[1]!;
    if (kind !== 'birth' || !newcomer) return { items: [] };
    const person: LikeSheet = { ...this.sheet(pair[0]), id: newcomer.id, name: newcomer.name };
    const { score, reasons: why } = this.line(pair, 1);
    return { items: [{ person, likes: [{ one: person, other: this.sheet(pair[1]), score, reasons: why }] }] };
  }
}
