/** What the stand-in answers about samples: households drawn from its register, second readings compared by name and sex alone. */
import type { RateLine, ReadingRow, Sample, SampleDifference, SampledHousehold, SampleResult, Verdict } from '../lib/api/index.ts';
import { documentOf, uuidFrom, type FakeRegister } from './deskFakeData.ts';

interface Kept { sample: Sample; households: SampledHousehold[]; differences: SampleDifference[]; points: number }

export class FakeSamples {
  readonly kept: Kept[] = [];

  constructor(private readonly register: FakeRegister, private readonly today: string) {}

  answer(method: string, [id = '', what = '', household = '']: string[], body: Record<string, unknown>): unknown {
    if (id === '') return method === 'POST' ? this.draw(body) : { unit: String(body.unit ?? ''), unit_name: 'xã An Bình', may_read: true, samples: this.kept.map(({ sample }) => sample).toReversed() };
    const one = this.kept.find(({ sample }) => sample.id === id);
    if (!one) return undefined;
    switch (what) {
      case '': return { sample: one.sample, may_read: true, households: one.households, readers: [{ id: 'u1', name: 'Phạm Thị Hạnh' }, { id: 'c2', name: 'Trần Quốc Dũng' }] };
      case 'readings': return this.read(one, household, body.persons as ReadingRow[]);
      case 'differences':
        if (method === 'GET') return { items: one.differences };
        one.differences = one.differences.map((each) => (each.household === body.household && each.number === body.number ? { ...each, verdict: body.verdict as Verdict, by_name: 'Phạm Thị Hạnh' } : each));
        return this.result(one);
      default: return this.result(one);
    }
  }

  private draw(body: Record<string, unknown>): Sample {
    const drawn = this.register.households.slice(0, Number(body.households ?? 3));
    const sample: Sample = {
      id: uuidFrom(this.register.random), unit: String(body.unit), name: String(body.name), day: this.today, position: this.register.position, seed: 4_711, by_name: 'Phạm Thị Hạnh', households: drawn.length, read: 0, absent: 0,
    };
    const households = drawn.map(({ id, number, hamlet, address }, at): SampledHousehold => ({
      household: id, place: at + 1, number, address, head: documentOf(this.register, id)?.members[0]?.name, hamlet_name: hamlet, collaborator_name: at % 2 === 0 ? 'Lê Thị Mai' : 'Trần Quốc Dũng', state: 'waiting', differences: 0, open: 0,
    }) as SampledHousehold);
    this.kept.push({ sample, households, differences: [], points: 0 });
    return sample;
  }

  private read(one: Kept, household: string, persons: ReadingRow[]): unknown {
    const document = documentOf(this.register, household);
    const line = one.households.find((each) => each.household === household);
    if (!document || !line) return undefined;
    const found = document.members.flatMap((member): Omit<SampleDifference, 'household' | 'place' | 'household_number' | 'number'>[] => {
      const said = persons.find(({ name }) => name === member.name);
      if (!said) return [{ kind: 'inclusion', field: 'person', who: member.name ?? '' }];
      return said.sex !== undefined && said.sex !== member.sex ? [{ kind: 'value', field: 'sex', who: member.name ?? '', was: member.sex, said: said.sex, now: member.sex }] : [];
    });
    const fresh = found.map((each, at) => ({ ...each, household, place: line.place, household_number: line.number, number: at + 1 }));
    one.differences = [...one.differences.filter((each) => each.household !== household), ...fresh];
    one.points += document.members.length + 2 * persons.length;
    one.sample.read += 1;
    Object.assign(line, { state: 'read', reader_name: 'Trần Quốc Dũng', differences: fresh.length, open: fresh.length });
    return { points: one.points, differences: fresh.length };
  }

  private result({ sample, differences, points }: Kept): SampleResult {
    const of = (verdict?: Verdict) => differences.filter((each) => each.verdict === verdict).length;
    const rate = (count: number) => ({ rate: (count / points) * 10_000, low: 0, high: 10_000 });
    const total: RateLine = {
      points, differences: differences.length, register: of('register'), reading: of('reading'), changed: of('changed'), open: of(),
      ...(points > 0 && { found: rate(differences.length) }), ...(points > 0 && of() === 0 && { gross: rate(of('register')) }),
    };
    return { sample, total, fields: [{ of: 'person', ...total, net: -12.5 }], collaborators: [{ of: 'Lê Thị Mai', ...total }] };
  }
}
