/** What the stand-in answers about movers: arrivals and departures of its register, joined and kept apart for as long as it runs. */
import type { MoverCandidate, MoverLine, MoverSheet, MoversPage, MoverTally } from '../lib/api/index.ts';
import { communeCode, livingIn, uuidFrom, type FakePerson, type FakeRegister } from './deskFakeData.ts';

const tally = (total: number, paired: number, likely: number): MoverTally => ({ total, paired, likely, open: total - paired - likely });

export class FakeMovers {
  /** What was decided, in order. */
  readonly decided: { do: 'join' | 'undo' | 'apart' | 'together'; arrival?: string; departure?: string; reason?: string }[] = [];
  private readonly joined = new Map<string, string>();
  private readonly apart = new Set<string>();
  private readonly people: FakePerson[];

  constructor(private readonly register: FakeRegister, private readonly today: string) {
    this.people = livingIn(register, { unit: communeCode, known: Number.MAX_SAFE_INTEGER }, today).slice(0, 12);
  }

  private sheet(person: FakePerson, arrival: boolean): MoverSheet {
    const hamlet = this.register.households.find(({ id }) => id === person.household)!.hamlet;
    const hamlet_name = this.register.units.find(({ code }) => code === hamlet)?.name ?? '';
    const place = arrival ? { kind: 'commune' as const, code: '31135', name: 'Phường Ninh Kiều' } : { kind: 'abroad' as const };
    return { id: person.id, name: person.name, sex: person.sex, birth: person.birth, household: person.household, hamlet_name, day: this.today, found: false, place };
  }

  private candidate(person: FakePerson, at: number, may_pair: boolean): MoverCandidate {
    const lines = [
      { field: 'surname', level: 'same', weight: 2.1 }, { field: 'given', level: 'same', weight: 5.4 }, { field: 'birth', level: 'same', weight: 9.8 },
      { field: 'days', level: 'soon', weight: 4 }, { field: 'destination', level: at % 2 === 0 ? 'commune' : 'other_province', weight: at % 2 === 0 ? 6 : -5 },
    ];
    return {
      id: `${person.id.slice(0, -4)}${String(at).padStart(4, '0')}`, name: person.name, sex: person.sex, birth: person.birth, commune_name: 'Phường Ninh Kiều', hamlet_name: 'khu vực 3',
      day: this.today.replace(/..$/, '01'), ...(at % 3 < 2 && { number_agrees: at % 3 === 0 }), probability: 0.99 - at / 20, weight: 12 - at, before: -9, lines, may_pair,
    };
  }

  private lines(arrival: boolean): MoverLine[] {
    const people = arrival ? this.people.slice(0, 8) : this.people.slice(8);
    const line = (person: FakePerson, at: number): MoverLine => {
      const other = this.candidate(person, at, arrival);
      const candidates = at < 5 && !this.apart.has(`${person.id}_${other.id}`) ? [other] : [];
      return { side: arrival ? 'arrival' : 'departure', person: this.sheet(person, arrival), candidates };
    };
    const gone = new Set(this.joined.values());
    return people.map(line).filter(({ person }) => !gone.has(person.id));
  }

  /** Undoes a joining of here; whether there was one. */
  undo(event: string): boolean {
    const known = this.joined.delete(event);
    if (known) this.decided.push({ do: 'undo' });
    return known;
  }

  answer(method: string, [arrival = '', departure = '', what = '']: string[], body: Record<string, unknown>, query: (name: string) => string | undefined): unknown {
    if (method === 'GET') {
      const items = this.lines(query('side') !== 'departure');
      const counts = {
        from: `${this.today.slice(0, 4)}-01-01`, to: this.today, departures: tally(41, 12, 4), arrivals: tally(63, 20, 5), found: tally(3, 0, 3),
        places: [{ place: { kind: 'commune' as const, code: '31135', name: 'Phường Ninh Kiều' }, departures: tally(20, 9, 3), arrivals: tally(30, 11, 4) }, { place: { kind: 'unknown' as const }, departures: tally(2, 0, 0), arrivals: tally(9, 1, 1) }],
      };
      return { persons: true, counts, items, total: items.length } satisfies MoversPage;
    }
    if (what === 'apart') {
      const apart = body.apart === true;
      this.apart[apart ? 'add' : 'delete'](`${arrival}_${departure}`);
      this.decided.push({ do: apart ? 'apart' : 'together', arrival, departure });
      return { apart };
    }
    const event = uuidFrom(this.register.random);
    this.joined.set(event, arrival);
    this.decided.push({ do: 'join', arrival, departure, reason: body.reason as string | undefined });
    return { event, position: this.register.position };
  }
}
