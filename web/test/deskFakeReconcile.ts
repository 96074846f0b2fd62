/** What the stand-in answers about lists of other agencies: a CSV is read, and what follows is invented over its register. */
import type {
  AuditLine, BadLine, Candidate, Coverage, CoverageCell, Difference, DifferencePage, DoubtBand, DoubtPage, EventSince, Facing, LinkageBoard, ListField, ListPreview, Mapping, OutcomeAsk, PairAnswer, PairVerdict,
  PreviewAsk, Reconciliation, ReconciliationAsk, Sheet, User, WeightLine,
} from '../lib/api/index.ts';
import { communeCode, livingIn, uuidFrom, type FakePerson, type FakeRegister } from './deskFakeData.ts';
import { fakeBoard, fakeCoverage } from './deskFakeReconcileFigures.ts';

export interface SentFile { name: string; text: string }
interface Ask { query: (name: string) => string | undefined; body: Record<string, unknown>; user: User }
const refuse = (status: number, code: string) => ({ refuse: [status, code] as const });

const guesses: readonly [ListField, RegExp][] = [
  ['name', /họ.*tên|ho.*ten/i], ['birth', /sinh/i], ['sex', /giới/i], ['number', /cccd|định danh/i], ['address', /địa chỉ|thôn/i], ['phone', /thoại|sđt/i], ['household', /hộ/i], ['id', /^(stt|mã)/i],
];

/** Reads a list as the server would: semicolons or commas, a head, lines without a name apart. */
function previewOf(file: SentFile, ask: PreviewAsk, remembered: Mapping | undefined, same: Reconciliation | undefined): ListPreview {
  const [head = '', ...lines] = file.text.split(/\r?\n/).filter((line) => line !== '');
  const cut = head.includes(';') ? ';' : ',';
  const names = head.split(cut);
  const cells = lines.map((line) => line.split(cut));
  const guess: Mapping = {};
  for (const [field, shape] of guesses) {
    const found = names.find((name) => shape.test(name) && !Object.values(guess).includes(name));
    if (found !== undefined) guess[field] = found;
  }
  const mapping = ask.mapping ?? remembered ?? guess;
  const at = (field: ListField) => (mapping[field] === undefined ? -1 : names.indexOf(mapping[field]));
  const bad = cells.flatMap((line, index): BadLine[] => {
    const reason = line.length < names.length ? 'too_few_cells' : at('name') >= 0 && line[at('name')] === '' ? 'no_name' : undefined;
    return reason === undefined ? [] : [{ line: index + 2, reason, cells: line }];
  });
  const missing: ListField[] = [...(at('name') < 0 ? ['name' as const] : []), ...(at('birth') < 0 && at('number') < 0 ? ['birth' as const] : [])];
  return {
    format: 'csv', encoding: ask.encoding ?? (file.name.includes('tcvn3') ? 'tcvn3' : 'utf8'), rows: cells.length - bad.length, first: cells.slice(0, 8), bad_total: bad.length, bad: bad.slice(0, 20), mapping,
    columns: names.map((name, column) => {
      const field = (Object.keys(mapping) as ListField[]).find((each) => mapping[each] === name);
      const values = cells.map((line) => line[column] ?? '').filter((value) => value !== '');
      return { name, samples: values.slice(0, 5), filled: values.length / Math.max(1, cells.length), ...(field && { field }) };
    }),
    remembered: ask.mapping === undefined && remembered !== undefined, missing, ready: missing.length === 0, ...(same && { same_file: { id: same.id, made_at: same.made_at } }),
  };
}

const line = (field: string, level: string, weight: number, rarity = 0): WeightLine => ({ field, level, weight, rarity });
const full = [line('surname', 'same', 1.9, -0.8), line('middle', 'lacks_common', 0.4), line('given', 'same', 6.8, 1.7), line('birth', 'exchanged', 5.2), line('sex', 'same', 1), line('place', 'other_house', 3.1)];
const weak = [line('surname', 'same', 1.9, -0.8), line('middle', 'other', -3.4), line('given', 'tone', 0.6), line('birth', 'far', -7.9), line('sex', 'same', 1), line('place', 'hamlet', 4.4)];
const contrary = [line('surname', 'other', -4.8), line('given', 'other', -6.1), line('birth', 'sibling', -5.5), line('sex', 'other', -6.4), line('number', 'contradicts', 6.2), line('place', 'house', 6.6)];

interface FakeRow { row: number; band?: DoubtBand; persons: number[]; lines: WeightLine[][]; change: (sheet: Sheet) => Sheet }
const plain = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd');
const fakeRows: readonly FakeRow[] = [
  { row: 3, band: 'doubtful', persons: [0, 9], lines: [full, weak], change: (sheet) => ({ ...sheet, name: plain(sheet.name ?? '').toUpperCase(), birth: '1984-07-03' }) },
  { row: 11, band: 'margin', persons: [14, 15, 16], lines: [full, full, weak], change: (sheet) => ({ ...sheet, birth: (sheet.birth ?? '').slice(0, 4) }) },
  { row: 27, band: 'contradiction', persons: [24], lines: [contrary], change: (sheet) => ({ ...sheet, name: 'Lê Thị Bé', sex: sheet.sex === 'm' ? 'f' : 'm', birth: '2001-04-12' }) },
  { row: 40, band: 'second', persons: [31, 32], lines: [full, weak], change: (sheet) => sheet },
  { row: 52, band: 'disagree', persons: [36], lines: [full], change: (sheet) => ({ ...sheet, phone: '0912000111' }) },
  { row: 66, band: 'doubtful', persons: [], lines: [], change: () => ({ name: 'Mã A Dơn', sex: 'm', birth: '1990', address: 'Tổ 4' }) },
  { row: 71, band: 'doubtful', persons: [44, 45], lines: [full, weak], change: (sheet) => ({ ...sheet, name: `${sheet.name} (Út)` }) },
  { row: 45, persons: [44], lines: [full], change: (sheet) => sheet },
];

export class FakeReconcile {
  readonly kept: Reconciliation[] = [];
  /** What was decided, in order. */
  readonly told: { do: string; row?: number; key?: string; verdict?: PairVerdict; outcome?: string; person?: string; date?: string; reason?: string; household?: string }[] = [];
  readonly answers = new Map<number, PairAnswer[]>();
  readonly settled = new Map<string, Difference['outcome']>();
  /** Areas whose differences are on a phone. */
  readonly handed = new Set<string>();
  /** How many answers the board says there are. */
  answered = 120;
  private readonly audit: AuditLine[] = [];
  private readonly files = new Map<string, string>();
  private remembered: Mapping | undefined;
  private readonly people: FakePerson[];

  constructor(private readonly register: FakeRegister, private readonly today: string) {
    this.people = livingIn(register, { unit: communeCode, known: Number.MAX_SAFE_INTEGER }, today);
  }

  /** Anyone who lives here. */
  someone(): FakePerson {
    return this.people[5]!;
  }

  private sheet(person: FakePerson, whose: 'theirs' | 'ours'): Sheet {
    const household = this.register.households.find(({ id }) => id === person.household)!;
    const hamlet_name = this.register.units.find(({ code }) => code === household.hamlet)?.name ?? '';
    return {
      ...(whose === 'ours' ? { person: person.id, household: household.id, relationship: person.relationship } : {}),
      name: person.name, sex: person.sex, birth: person.birth, number_tail: person.id.slice(-4).replace(/[a-f]/g, '7'), commune_name: 'xã An Bình', hamlet_name, address: household.address, household_number: household.number,
    };
  }
  private kinOf(person: FakePerson, whose: 'theirs' | 'ours'): Sheet[] {
    return this.people.filter((other) => other.household === person.household && other.id !== person.id).map((other) => this.sheet(other, whose));
  }

  private takenBy(person: string): number | undefined {
    const held = fakeRows.find(({ row, band, persons }) => band === undefined && this.people[persons[0]!]!.id === person && this.last(row)?.verdict !== 'none');
    return held?.row ?? [...this.answers].find(([row]) => { const last = this.last(row); return last?.verdict === 'same' && last.person === person; })?.[0];
  }
  private last(row: number): PairAnswer | undefined {
    return this.answers.get(row)?.findLast((answer) => !answer.undone);
  }

  private theirs({ row, persons, change }: FakeRow): Sheet {
    const person = this.people[persons[0] ?? 0]!;
    const { person: _person, household: _household, ...sheet } = this.sheet(person, 'theirs');
    return { ...change(sheet), row, line: row + 2 };
  }

  private facing(one: FakeRow): Facing {
    const candidates = one.persons.map((at, index): Candidate => {
      const person = this.people[at]!;
      const lines = one.lines[index] ?? weak;
      const before = -11.3;
      const weight = before + lines.reduce((sum, each) => sum + each.weight, 0) - 0.4;
      const taken = this.takenBy(person.id);
      return {
        person: person.id, sheet: this.sheet(person, 'ours'), household_members: this.kinOf(person, 'ours'), before, weight, lines, against_kin: index === 0, other_explanation: -0.4,
        probability: one.lines[0] === one.lines[1] ? [0.51, 0.47, 0.01][index]! : [0.86, 0.04, 0.01][index]!, ...(taken !== undefined && taken !== one.row && { taken_by: taken }),
      };
    });
    const answers = this.answers.get(one.row) ?? [];
    const last = this.last(one.row);
    const status = last === undefined ? (one.band === undefined ? 'linked' : 'doubtful') : last.verdict === 'same' ? 'same' : last.verdict === 'none' ? 'different' : 'unsure';
    const counted = last === undefined ? (one.band === undefined ? this.people[one.persons[0]!]!.id : undefined) : last.person;
    return {
      row: one.row, status, theirs: this.theirs(one), theirs_household: one.persons.length === 0 ? [] : this.kinOf(this.people[one.persons[0]!]!, 'theirs').slice(0, 3), candidates,
      answers: one.band === 'disagree' ? [{ verdict: 'same', person: this.people[36]!.id, by_name: 'Trần Văn Sáu', at: `${this.today}T02:00:00.000Z`, own: false }, ...answers] : answers,
      ...(counted !== undefined && { person: counted }),
    };
  }
  private open(): FakeRow[] {
    return fakeRows.filter(({ row, band }) => band !== undefined && this.last(row) === undefined);
  }

  private difference(key: string): Difference | undefined {
    const [kind = '', number = ''] = key.split('-');
    const at = Number(number);
    const count = { value: 8, theirs_only: 5, ours_only: 6 }[kind];
    if (count === undefined || at >= count) return undefined;
    const person = this.people[60 + at * 37 + kind.length]!;
    const [ours, theirs] = [this.sheet(person, 'ours'), { ...this.sheet(person, 'theirs'), row: 100 + at }];
    const hamlet = this.register.households.find(({ id }) => id === person.household)!.hamlet;
    const field = (['birth', 'name', 'phone', 'sex', 'number'] as const)[at % 5]!;
    const values = { birth: ['1990-02-03', person.birth], name: [plain(person.name), person.name], phone: ['0912345678', '0987654321'], sex: [person.sex === 'm' ? 'f' : 'm', person.sex], number: ['092180004521', '092180004512'] }[field] as [string, string];
    const outcome = this.settled.get(key);
    const gone = kind === 'theirs_only' && at === 2;
    return {
      key, kind: kind as Difference['kind'], hamlet, hamlet_name: ours.hamlet_name ?? '', area: hamlet, owner_name: Number(hamlet.slice(-1)) % 2 === 1 ? 'Lê Thị Mai' : 'Trần Quốc Dũng',
      hints: kind === 'ours_only' && at === 0 ? ['moved'] : kind === 'theirs_only' && at === 1 ? ['elsewhere'] : [],
      ...(kind === 'value' && { field, theirs, ours, theirs_value: values[0], ours_value: values[1] }), ...(kind === 'theirs_only' && { theirs }), ...(gone && { hints: ['moved'], ours: { ...ours, left: this.today, left_reason: 'move_out' } }), ...(kind === 'ours_only' && { ours }), ...(outcome && { outcome }),
    };
  }
  private allDifferences(): Difference[] {
    return ['value', 'theirs_only', 'ours_only'].flatMap((kind) => Array.from({ length: 8 }, (_, at) => this.difference(`${kind}-${at}`) ?? []).flat());
  }
  private owners(): DifferencePage['owners'] {
    const all = this.allDifferences();
    const areas = [...new Map(all.map((one) => [one.area!, one])).values()].toSorted((a, b) => a.area!.localeCompare(b.area!));
    return areas.map(({ area = '', hamlet_name = '', owner_name = '' }) => {
      const own = all.filter((one) => one.area === area);
      const settled = own.filter(({ outcome }) => outcome).length;
      return { area, area_name: hamlet_name, owner_name, open: own.length - settled, settled, reported: this.handed.has(area) ? settled : 0, ...(this.handed.has(area) && { handed_at: `${this.today}T03:00:00.000Z` }) };
    });
  }
  private differences(query: Ask['query']): DifferencePage {
    const all = this.allDifferences();
    const counted = <T extends object>(of: T, fits: (one: Difference) => boolean) => ({ ...of, open: all.filter((one) => fits(one) && !one.outcome).length, settled: all.filter((one) => fits(one) && one.outcome).length });
    const areas = [...new Map(all.map((one) => [one.area!, one])).values()].toSorted((a, b) => a.area!.localeCompare(b.area!));
    const wanted = all.filter((one) => (one.outcome ? 'settled' : 'open') === (query('state') ?? 'open') && (query('kind') ?? one.kind) === one.kind && (query('hamlet') ?? one.hamlet) === one.hamlet && (query('owner') ?? one.area) === one.area);
    const [start, limit] = [Number(query('after') ?? 0), Number(query('limit') ?? 50)];
    return {
      items: wanted.slice(start, start + limit), total: wanted.length, ...(start + limit < wanted.length && { next: String(start + limit) }),
      counts: (['value', 'theirs_only', 'ours_only'] as const).map((kind) => counted({ kind }, (one) => one.kind === kind)),
      hamlets: areas.map((one) => counted({ id: one.hamlet!, name: one.hamlet_name! }, (other) => other.hamlet === one.hamlet)),
      owners: this.owners(),
    };
  }
  /** One newcomer was recorded since, and nothing else. */
  private since(key: string): EventSince[] {
    const one = this.difference(key);
    const name = one?.theirs?.name;
    return one?.kind === 'theirs_only' && name !== undefined ? [{ event: `0199a0b0-0000-7000-8000-${String(one.theirs?.row ?? 0).padStart(12, '0')}`, kind: 'move_in', date: this.today, status: 'accepted', name, by_name: 'Lê Thị Mai', position: 4000 }] : [];
  }
  private settle(key: string, ask: OutcomeAsk, user: User): unknown {
    const one = this.difference(key);
    if (!one) return undefined;
    if (one.outcome) return refuse(409, 'reconciliation_settled');
    if (ask.to && (ask.to.kind === 'commune' || ask.to.kind === 'province') && ask.to.unit === undefined) return refuse(400, 'reconciliation_malformed');
    if (ask.enter && ask.date === undefined) return refuse(400, 'reconciliation_malformed');
    const makes = (one.kind === 'theirs_only' && ask.enter !== undefined) || (one.kind === 'value' && ask.outcome === 'theirs') || (one.kind === 'ours_only' && (ask.outcome === 'moved' || ask.outcome === 'dead'));
    const event = ask.event ?? (makes ? uuidFrom(this.register.random) : undefined);
    this.settled.set(key, { outcome: ask.outcome, ...(ask.note !== undefined && { note: ask.note }), by_name: user.name, at: `${this.today}T03:00:00.000Z`, ...(event !== undefined && { event, event_status: ask.event === undefined ? 'accepted' : 'submitted' }) });
    this.note('settled', user, { key, outcome: ask.outcome, ...(ask.enter && { household: ask.enter.household }), ...(ask.date !== undefined && { date: ask.date }) });
    return this.difference(key);
  }

  private note(what: string, user: User, more: { row?: number; key?: string; verdict?: PairVerdict; outcome?: string; person?: string; date?: string; reason?: string; household?: string } = {}): void {
    this.told.push({ do: what, ...more });
    const detail = more.verdict ?? more.reason;
    this.audit.unshift({ at: `${this.today}T03:00:00.000Z`, by_name: user.name, what, ...(more.row !== undefined && { row: more.row }), ...(more.key !== undefined && { key: more.key }), ...(detail !== undefined && { detail }) });
  }
  private rowAnswer(method: string, one: FakeRow, { body, user }: Ask): unknown {
    const before = this.answers.get(one.row) ?? [];
    if (method === 'DELETE') {
      const last = before.findLastIndex((answer) => answer.own && !answer.undone);
      if (last < 0) return undefined;
      this.answers.set(one.row, before.map((answer, at) => (at === last ? { ...answer, undone: true as const } : answer)));
      this.note('answer_undone', user, { row: one.row });
      return this.facing(one);
    }
    const verdict = body.verdict as PairVerdict;
    const person = typeof body.person === 'string' ? body.person : undefined;
    const taken = person === undefined ? undefined : this.takenBy(person);
    if (verdict === 'same' && taken !== undefined && taken !== one.row) return refuse(409, 'reconciliation_person_taken');
    this.answers.set(one.row, [...before, { verdict, ...(person !== undefined && { person }), by_name: user.name, at: `${this.today}T03:00:00.000Z`, own: true }]);
    this.note('answered', user, { row: one.row, verdict, ...(person !== undefined && { person }) });
    return this.facing(one);
  }

  private make(file: SentFile, ask: ReconciliationAsk, user: User): Reconciliation {
    const read = previewOf(file, { mapping: ask.mapping }, undefined, undefined);
    const one: Reconciliation = {
      id: uuidFrom(this.register.random), unit: ask.unit, unit_name: 'xã An Bình', name: ask.name, source: ask.source, purpose: ask.purpose, legal_basis: ask.legal_basis, as_of: ask.as_of, made_at: `${this.today}T02:30:00.000Z`,
      by_name: user.name, known_at: this.register.position, file: { name: file.name, format: 'csv', encoding: ask.encoding ?? 'utf8', hash: 'a3f1'.repeat(16) }, model_hash: '77c0'.repeat(16), thresholds: { link: 0.95, review: 0.05, margin: 3 },
      rows: 1240, bad: read.bad_total, residents: this.people.length, linked: 1183, doubtful: 0, answered: 0, theirs_only: 5, ours_only: 6, differences: { open: 0, settled: 0 }, state: 'open',
    };
    this.kept.unshift(one);
    this.files.set(file.text, one.id);
    this.remembered = ask.mapping;
    this.note('made', user);
    return one;
  }
  /** One that is there already, as if made before. */
  begin(user: User): Reconciliation {
    return this.make({ name: 'the-bhyt-tcvn3.csv', text: 'Họ và tên;Ngày sinh\nA;1990' }, {
      unit: communeCode, name: 'Thẻ BHYT quý IV/2026', source: 'insurance', purpose: 'Rà soát người chưa có thẻ BHYT', legal_basis: 'Kế hoạch phối hợp số 12/KH-UBND của xã An Bình', as_of: `${Number(this.today.slice(0, 4)) - 1}-12-31`,
      mapping: { name: 'Họ và tên', birth: 'Ngày sinh' }, encoding: 'tcvn3',
    }, user);
  }
  /** A list of the province, by commune. */
  beginBatch(user: User): Reconciliation[] {
    const batch = uuidFrom(this.register.random);
    return ['xã An Bình', 'xã An Hoà'].map((unit_name, at) => {
      const part = { ...this.begin(user), unit_name, batch, by_name: '', name: 'BHYT toàn tỉnh', rows: 1000 + at, linked: 900 };
      this.kept[0] = part;
      return part;
    });
  }
  private now(one: Reconciliation): Reconciliation {
    const all = this.allDifferences();
    const doubtful = this.open().length;
    const differences = { open: all.filter(({ outcome }) => !outcome).length, settled: all.filter(({ outcome }) => outcome).length };
    return { ...one, doubtful, answered: [...this.answers.keys()].filter((row) => this.last(row)).length, differences, state: one.state === 'destroyed' ? 'destroyed' : doubtful + differences.open === 0 ? 'settled' : 'open' };
  }
  private doubts(query: Ask['query']): DoubtPage {
    const [start, limit] = [Number(query('after') ?? 0), Number(query('limit') ?? 50)];
    const all = this.open();
    return { items: all.slice(start, start + limit).map((one) => ({ row: one.row, band: one.band!, theirs: this.theirs(one) })), total: all.length, ...(start + limit < all.length && { next: String(start + limit) }) };
  }

  answer(method: string, [id = '', what = '', which = '', verb = '']: string[], ask: Ask): unknown {
    const { user, query, body } = ask;
    const officer = user.roles.some(({ role }) => role === 'commune');
    const file = body.file as SentFile | undefined;
    if (id === 'preview' && file) {
      const sent = body.ask as PreviewAsk;
      if (!file.text.includes('\n')) return refuse(400, 'list_broken');
      return previewOf(file, sent, sent.source === undefined ? undefined : this.remembered, this.kept.find((one) => one.id === this.files.get(file.text)));
    }
    if (id === '') return method === 'POST' && file ? this.now(this.make(file, body.ask as ReconciliationAsk, user)) : { items: this.kept.map((one) => this.now(one)) };
    const one = this.kept.find((each) => each.id === id);
    if (!one) return undefined;
    if (['queue', 'rows', 'differences', 'destroy'].includes(what) && !officer) return refuse(403, 'out_of_scope');
    switch (what) {
      case '': return this.now(one);
      case 'queue': return this.doubts(query);
      case 'rows': {
        const row = fakeRows.find((each) => each.row === Number(which));
        if (!row) return undefined;
        return verb === 'answer' ? this.rowAnswer(method, row, ask) : this.facing(row);
      }
      case 'differences':
        if (which === '') return this.differences(query);
        if (verb === 'events') return { items: this.since(which) };
        if (method === 'DELETE') {
          this.settled.delete(which);
          this.note('outcome_undone', user, { key: which });
          return this.difference(which);
        }
        return this.settle(which, body as unknown as OutcomeAsk, user);
      case 'handed':
        for (const area of (body.areas as string[] | undefined) ?? []) this.handed.add(area);
        if (method === 'DELETE') this.handed.delete(which);
        return { owners: this.owners() };
      case 'coverage': return fakeCoverage(this.register, this.open().length) satisfies Coverage & { all: CoverageCell };
      case 'board': return fakeBoard(this.answered) satisfies LinkageBoard;
      case 'audit': return { items: this.audit };
      case 'file': return { part: query('part'), format: query('format') };
      case 'destroy':
        one.state = 'destroyed';
        this.note('destroyed', user, { reason: String(body.reason) });
        return this.now(one);
      default: return undefined;
    }
  }
}
