/** What the stand-in answers about forecasts: cohorts carried forward by invented rates, kept as vintages; and the quality of its register's ages. */
import type {
  Band, BaseRead, Forecast, ForecastAsk, ForecastSummary, ForecastYear, Quality, QualityCheck, SectorGroup, Sectors, User,
} from '../lib/api/index.ts';
import { addDays, ageAt, livingIn, uuidFrom, type FakeRegister } from './deskFakeData.ts';

interface Ages { male: number[]; female: number[] }
const oldest = 100;
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const round = (value: number) => Math.round(value * 10) / 10;

/** Deaths a year by age: enough for a shape. */
const mortality = (age: number) => Math.min(0.6, 0.0006 + Math.exp(-10.2 + 0.095 * age));
const fertility = (age: number) => (age < 15 || age > 49 ? 0 : 0.125 * Math.exp(-(((age - 27) / 6.2) ** 2)));

export class FakeForecasts {
  readonly kept: Forecast[] = [];
  /** What was asked for, in order. */
  readonly asked: ForecastAsk[] = [];
  constructor(private readonly register: FakeRegister, private readonly today: string) {}

  answer(method: string, [id = '', what = '']: string[], ask: { query: (name: string) => string | undefined; body: Record<string, unknown>; user: User }): unknown {
    if (id === '') {
      if (method === 'POST') return this.make(ask.body as unknown as ForecastAsk, ask.user);
      return { items: this.kept.filter(({ unit }) => unit === ask.query('unit')).map(summaryOf).toReversed() };
    }
    const one = this.kept.find((each) => each.id === id);
    if (!one) return undefined;
    switch (what) {
      case '': return one;
      case 'sectors': return sectorsOf(one);
      case 'file': return { file: ask.query('format') };
      default: return undefined;
    }
  }

  /** Makes a forecast, and those of the units below; only what each adds up to is raked here. */
  make(ask: ForecastAsk, user: User, parent?: string): ForecastSummary {
    if (parent === undefined) this.asked.push(ask);
    const base = ask.base ?? `${Number(this.today.slice(0, 4)) - 1}-12-31`;
    const unit = this.register.units.find(({ code }) => code === ask.unit)!;
    const start = ask.table ? tableAges(ask.table.text) : this.agesOf(ask.unit, base);
    const first = Number(base.slice(0, 4));
    const ages = [start];
    const years: ForecastYear[] = [yearOf(first, start)];
    const assumed: number[] = [];
    for (let year = first + 1; year <= ask.to; year += 1) {
      const step = stepped(ages.at(-1)!, year - first, ask.scenario);
      assumed.push(step.tfr);
      ages.push(step.ages);
      const band = ask.trajectories > 0 ? { total_band: bandOf(sum(step.ages.male) + sum(step.ages.female), year - first) } : {};
      years.push({ ...yearOf(year, step.ages), births: round(step.births), deaths: round(step.deaths), net_migration: round(step.migration), ...band });
    }
    const one: Forecast = {
      id: uuidFrom(this.register.random), unit: ask.unit, unit_name: unit.full_name, base, known_at: this.register.position, to: ask.to, scenario: ask.scenario, basis: ask.basis ?? 'un', imported: ask.table !== undefined, ...(ask.table && { table: { ...ask.table, hash: '3f5a'.repeat(16), method: 'monotone' } }), ...(ask.name !== undefined && { name: ask.name }),
      made_at: `${this.today}T02:14:05Z`, by_name: user.name, hash: Array.from({ length: 8 }, () => uuidFrom(this.register.random).slice(0, 8)).join(''), trajectories: ask.trajectories,
      first: years[0]!.total, last: years.at(-1)!.total, ...(parent !== undefined && { parent }), scores: this.scoresOf(ask.unit, base, years),
      years, pyramid: { male: ages.map(({ male }) => male), female: ages.map(({ female }) => female) },
      ...(ask.trajectories > 0 && { age_bands: { from: Array.from({ length: 20 }, (_, group) => group * 5), male: ages.slice(1).map(({ male }, at) => groupBands(male, at + 1)), female: ages.slice(1).map(({ female }, at) => groupBands(female, at + 1)) } }),
      assumptions: assumptionsOf(years.slice(1).map(({ year }) => year), assumed, years),
      own: [
        { id: 'fertility', events: 45, expected: 43.2, weight: 0.4, factor: 1.016 }, { id: 'mortality', events: 21, expected: 24.8, weight: 0.22, factor: 0.966 },
        { id: 'out_migration', events: 130, expected: 96.4, weight: 0.71, factor: 1.247 }, { id: 'in_migration', events: 0, expected: 0.4, weight: 0, factor: 1 },
      ],
      past_error: this.pastError(ask.unit),
    };
    if (ask.children && unit.level !== 'commune') {
      const below = this.register.units.filter((each) => each.parent === ask.unit).map((each) => this.make({ ...ask, unit: each.code, children: false }, user, one.id));
      const factor = one.last / sum(below.map(({ last }) => last));
      one.children = below.map(({ id, unit: code, unit_name, first, last }) => ({ id, unit: code, unit_name, first, last: round(last * factor), factor }));
    }
    this.kept.push(one);
    return summaryOf(one);
  }

  private agesOf(unit: string, day: string): Ages {
    const ages: Ages = { male: Array<number>(oldest + 1).fill(0), female: Array<number>(oldest + 1).fill(0) };
    for (const person of livingIn(this.register, { unit, known: this.register.position }, day)) {
      const row = person.sex === 'f' ? ages.female : ages.male;
      row[Math.min(oldest, ageAt(person.birth, day))]! += 1;
    }
    return ages;
  }

  private scoresOf(unit: string, base: string, years: readonly ForecastYear[]): ForecastSummary['scores'] {
    if (base >= addDays(this.today, -90)) return [];
    const counted = livingIn(this.register, { unit, known: this.register.position }, this.today).length;
    const passed = (Date.parse(this.today) - Date.parse(base)) / (365.25 * 86_400_000);
    const [before, after] = [years[Math.floor(passed)], years[Math.floor(passed) + 1]];
    if (!before || !after || counted === 0) return [];
    const forecast = before.total + (after.total - before.total) * (passed % 1);
    const error = (forecast / counted - 1) * 100;
    return [{ at: this.today, forecast: round(forecast), counted, error: Math.round(error * 100) / 100, ...(after.total_band && { inside80: Math.abs(error) < 3 }) }];
  }

  private pastError(unit: string): Forecast['past_error'] {
    const before = this.kept.filter((one) => one.unit === unit);
    const lines = before.length === 0 ? [] : [{ horizon: 1, count: before.length, mape: 0.8, bias: 0.2, covered80: 1 }, { horizon: 2, count: before.length, mape: 1.7, bias: -0.6, covered80: 0.67 }];
    return { vintages: before.length, lines };
  }

  quality(unit: string, day: string): Quality {
    const ages = this.agesOf(unit, day);
    const total = sum(ages.male) + sum(ages.female);
    const few = total < 2000;
    const check = (id: string, value: number, verdict: NonNullable<QualityCheck['verdict']>, parts: QualityCheck['parts'] = []): QualityCheck =>
      ({ id, value, ...(!few && { verdict }), ...(parts.length > 0 && { parts }) });
    return {
      unit, unit_name: this.register.units.find(({ code }) => code === unit)?.full_name ?? unit, at: day, total, few,
      checks: [
        check('whipple', 102.4, 'good', [{ id: 'male', value: 101.3 }, { id: 'female', value: 103.6 }]), check('myers', 4.2, 'fair', [{ id: '0', value: 1.4 }, { id: '5', value: 1.1 }]), check('bachi', 3.1, 'fair'),
        check('spoorenberg', 0.9, 'good'), check('age_ratio', 9.4, 'poor', [{ id: 'male', value: 10.2 }, { id: 'female', value: 8.6 }]), check('sex_ratio', 5.1, 'fair'),
        check('un_index', 34.1, 'fair', [{ id: 'sex_ratio', value: 5.1 }, { id: 'age_ratio_male', value: 10.2 }, { id: 'age_ratio_female', value: 8.6 }]),
        { id: 'das_gupta', value: 0.74, parts: [{ id: 'sex_ratio_turns', value: 0.6 }, { id: 'age_turns_male', value: 1.1 }, { id: 'age_turns_female', value: 1.12 }] },
        { id: 'sex_ratio_birth', value: 111.4, low: 103.9, high: 119.6, events: 3_240 }, ...(few ? [] : [{ ...check('infants', 96.2, 'good'), events: 1_080 }, { ...check('growth_balance', 78.3, 'fair'), events: 812 }, { ...check('death_distribution', 81.9, 'fair'), events: 812 }]),
        check('first_january', 3.4, 'poor'), check('year_only', 6.1, 'fair'), check('unknown_sex', 0, 'good'),
      ],
      missing: few ? [{ id: 'infants', reason: 'few_births', count: 12, needed: 30 }, { id: 'deaths', reason: 'few_deaths', count: 41, needed: 500 }] : [],
      ages,
    };
  }
}

/** Lines of `from-to,male,female`, or what cannot be read as the server tells it. */
export function readBase(body: Record<string, unknown>): BaseRead | string {
  const text = typeof body.text === 'string' ? body.text : Buffer.from(String(body.file ?? ''), 'base64').toString('utf8');
  const rows = text.trim().split('\n').slice(1).map((line) => line.split(/[;,\t]/));
  const bad = rows.findIndex(([, male, female]) => [male, female].some((cell) => !Number.isFinite(Number((cell ?? 'x').replaceAll('.', '')))));
  if (rows.length === 0 || bad >= 0) return bad < 0 ? 'line 1: empty' : `line ${bad + 2}: number`;
  const people = (column: number) => sum(rows.map((row) => Number((row[column] ?? '').replaceAll('.', ''))));
  return { text: ['age,male,female', ...rows.map((row) => row.map((cell) => cell.replaceAll('.', '').trim()).join(','))].join('\n'), rows: rows.length, male: people(1), female: people(2), open: 80, method: 'monotone' };
}

/** Groups of a table, each divided evenly. */
function tableAges(text: string): Ages {
  const ages: Ages = { male: Array<number>(oldest + 1).fill(0), female: Array<number>(oldest + 1).fill(0) };
  for (const [age = '', male = '', female = ''] of text.split('\n').slice(1).map((line) => line.split(','))) {
    const [from = 0, to = from + 19] = age.split('-').map((part) => Number.parseInt(part, 10));
    for (let at = from; at <= Math.min(to, oldest); at += 1) {
      ages.male[at] = Number(male) / (to - from + 1);
      ages.female[at] = Number(female) / (to - from + 1);
    }
  }
  return ages;
}

function summaryOf(one: Forecast): ForecastSummary {
  const { years: _, pyramid: __, assumptions: ___, own: ____, children: _____, past_error: ______, table: _______, age_bands: ________, ...summary } = one;
  return summary;
}

/** One year on: everyone a year older, deaths, births of the mothers, and a few who leave. */
function stepped({ male, female }: Ages, year: number, scenario: ForecastAsk['scenario']): { ages: Ages; births: number; deaths: number; migration: number; tfr: number } {
  const shift = { low: -0.25, high: 0.25, medium: 0, constant: 0, no_migration: 0 }[scenario];
  const level = scenario === 'constant' ? 1 : 1 - Math.min(0.12, year * 0.005);
  const births = sum(female.map((count, age) => count * fertility(age))) * (level + shift / 2);
  let [deaths, migration] = [0, 0];
  const moved = (row: readonly number[], born: number) => {
    const next = Array<number>(oldest + 1).fill(0);
    next[0] = born;
    row.forEach((count, age) => {
      const died = count * mortality(age);
      const left = scenario !== 'no_migration' && age >= 18 && age <= 34 ? count * 0.02 * Math.max(0, 1 - year / 20) : 0;
      deaths += died;
      migration -= left;
      next[Math.min(oldest, age + 1)]! += count - died - left;
    });
    return next.map(round);
  };
  const ages = { male: moved(male, births * 0.525), female: moved(female, births * 0.475) };
  return { ages, births, deaths, migration, tfr: round((1.91 * level + shift) * 10) / 10 };
}

function yearOf(year: number, { male, female }: Ages): ForecastYear {
  const both = male.map((count, age) => count + (female[age] ?? 0));
  const total = sum(both);
  const [children, older] = [sum(both.slice(0, 15)), sum(both.slice(65))];
  const working = total - children - older;
  let [median, below] = [0, 0];
  while (median < oldest && below + (both[median] ?? 0) < total / 2) below += both[median++] ?? 0;
  return {
    year, total: round(total), male: round(sum(male)), female: round(sum(female)), children: round(children), working: round(working), older: round(older), median_age: median + 0.4,
    dependency: working > 0 ? round(((children + older) / working) * 100) : 0,
  };
}

function bandOf(total: number, years: number): Band {
  const wide = total * 0.011 * Math.sqrt(years);
  return [total - 1.96 * wide, total - 1.28 * wide, total, total + 1.28 * wide, total + 2.1 * wide].map(round) as Band;
}

/** Bounds of groups of five years. */
function groupBands(row: readonly number[], years: number): [number, number, number, number][] {
  return Array.from({ length: 20 }, (_, group) => {
    const [lowest, low, , high, highest] = bandOf(sum(row.slice(group * 5, group * 5 + 5)), years);
    return [lowest, low, high, highest];
  });
}

function assumptionsOf(years: number[], tfr: number[], whole: readonly ForecastYear[]): Forecast['assumptions'] {
  const wpp = 'wpp2024';
  return [
    { id: 'tfr', years, values: tfr, source: 'wpp2024_own' },
    { id: 'e0_male', years, values: years.map((_, at) => round(70 + at * 0.14)), source: wpp }, { id: 'e0_female', years, values: years.map((_, at) => round(79.3 + at * 0.11)), source: wpp },
    { id: 'srb', years, values: years.map((_, at) => 1.114 - at * 0.001), source: wpp },
    { id: 'net_migration', years, values: whole.slice(1).map(({ net_migration: net = 0 }) => net), source: 'own' },
  ];
}

function sectorsOf(one: Forecast): Sectors {
  const between = (from: number, to: number, sexes: readonly ('male' | 'female')[] = ['male', 'female']) =>
    one.years.slice(1).map((_, at) => round(sum(sexes.map((sex) => sum((one.pyramid[sex][at + 1] ?? []).slice(from, to + 1))))));
  const group = (id: string, ...lines: SectorGroup['lines']): SectorGroup => ({ id, lines });
  return {
    unit: one.unit, unit_name: one.unit_name, years: one.years.slice(1).map(({ year }) => year),
    groups: [
      group('school', { id: 'primary_pupils', values: between(6, 10), ages: '6–10', assumption: 'Mọi trẻ trong tuổi đều đi học đúng lớp.' },
        { id: 'primary_classes', values: between(6, 10).map((pupils) => Math.ceil(pupils / 35)), ages: '6–10', assumption: '35' },
        { id: 'primary_teachers', values: between(6, 10).map((pupils) => Math.ceil(Math.ceil(pupils / 35) * 1.5)), ages: '6–10', assumption: '1.5' }),
      group('labour', { id: 'working_age', values: between(15, 64), ages: '15–64', assumption: 'United Nations' }, { id: 'entrants', values: between(15, 15), ages: '15' }),
      group('older', { id: 'older', values: between(60, 100), ages: '60+', assumption: 'Luật Người cao tuổi 39/2009/QH12, Điều 2' }, { id: 'old_80', values: between(80, 100), ages: '80+' },
        ...Object.entries({ living_alone: 0.11, living_couple: 0.24, living_others: 0.64, living_collective: 0.01 }).map(([name, share]) => ({ id: name, values: between(60, 100).map((people) => round(people * share)), ages: '60+', assumption: '148' }))),
      group('women', { id: 'mothers', values: between(15, 49, ['female']), ages: '15–49' }),
      group('births', { id: 'births', values: one.years.slice(1).map(({ births = 0 }) => births) },
        { id: 'maternity_beds', values: one.years.slice(1).map(({ births = 0 }) => round((births * 0.98 * 4) / (365.25 * 0.8))), assumption: '0.98 · 4 · 0.8' }),
      group('structure', { id: 'dependency', values: one.years.slice(1).map(({ dependency }) => dependency) },
        { id: 'window', values: one.years.slice(1).map(({ children, older, total }) => Number(children < 0.3 * total && older < 0.15 * total)) }),
    ],
  };
}
