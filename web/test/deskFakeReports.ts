/** Reports, the board and reorganisations of the stand-in: the steps are those of the server, the numbers are counted from the invented register. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { firstDay, lastDay, parsePeriod } from '../apps/canbo/periods.ts';
import { nextSteps } from '../apps/canbo/reports/steps.ts';
import type { BoardRow, ReportColumn, ReportContent, ReportForm, ReportHistory, ReportRow, ReportState, User } from '../lib/api/index.ts';
import { livingIn, personsOf, type FakeRegister } from './deskFakeData.ts';

const folder = fileURLToPath(new URL('../../catalog/reports', import.meta.url));
type Template = Omit<ReportForm, 'draft' | 'name' | 'due'> & Pick<ReportContent, 'form_lines' | 'notes' | 'signatures'> & {
  draft?: boolean; title: string[]; deadline?: Record<string, number>; columns?: { label: string; span?: ReportColumn['span'] }[]; rows: (Partial<ReportRow> & Pick<ReportRow, 'id' | 'label'>)[];
};
const templates = readdirSync(folder).map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Template);

interface Kept extends Omit<ReportHistory, 'versions' | 'revisions'> { versions: { version: number; position: number; hash: string; content: string }[]; revisions: { version: number; revision: number; position: number; hash: string; reason: string; at: string; content: string }[] }
export type FakeRefusal = { refuse: [status: number, code: string] };
const refuse = (status: number, code: string): FakeRefusal => ({ refuse: [status, code] });

export class FakeReports {
  readonly #kept = new Map<string, Kept>();
  readonly #applied: { id: string; name: string; first: string; made_at: string; undone_at?: string }[] = [];
  #declared = new Set<string>();

  constructor(readonly register: FakeRegister, readonly today: string) {}

  #content(form: string, unit: string, period: string): ReportContent | undefined {
    const read = parsePeriod(period);
    const template = read && templates.find((one) => one.form === form && one.valid_from <= lastDay(read) && (one.valid_to ?? '9999') >= lastDay(read));
    const place = this.register.units.find((one) => one.code === unit);
    if (!template || !read || !place) return undefined;
    const columns = (template.columns ?? []).map(({ label, span = 'period' }): ReportColumn => ({ label, unit, span }));
    const count = (id: string, span: ReportColumn['span']): number => {
      const [from, to] = [span === 'period' ? firstDay(read) : `${read.year}-01-01`, lastDay(read)];
      if (id === 'residents') return livingIn(this.register, { unit, known: this.register.position }, to).length;
      if (id === 'births') return personsOf(this.register, unit).filter((one) => one.enteredBy === 'birth' && one.entered >= from && one.entered <= to).length;
      return 0;
    };
    return {
      form, version: template.version, form_lines: template.form_lines, title: template.title.map((line) => line.replace('{month}', period.slice(5)).replace('{year}', period.slice(0, 4))), legal_basis: template.legal_basis,
      unit: { code: unit, name: place.full_name }, period, columns, notes: template.notes, receivers: template.receivers.map((one) => one.label), signatures: template.signatures,
      rows: template.rows.map((row) => ({ number: '', unit: '', indent: 0, ...row, cells: columns.map((column) => count(row.id, column.span)) })), known_at: this.register.position, boundaries: lastDay(read),
    };
  }

  now(form: string, unit: string, period: string): unknown {
    const content = this.#content(form, unit, period);
    if (!content) return refuse(400, 'unknown_form');
    return {
      page: {}, head: { organisation: content.unit.name, nation: true, form: { symbol: form, reporter: content.unit.name, receivers: content.receivers } }, title: content.title,
      parts: [{ table: {
        columns: [{ mark: 'A' }, { mark: 'B' }, ...content.columns.map((_, index) => ({ mark: String(index + 1) }))], header: [[{ text: 'Nội dung' }, { text: 'Đơn vị tính' }, ...content.columns.map(({ label }) => ({ text: label }))]],
        label: 0, rows: content.rows.map((row) => ({ code: row.id, number: row.number, indent: row.indent, draft: row.draft, cells: [{ text: row.label }, { text: row.unit }, ...row.cells.map((cell) => ({ number: { value: cell } }))] })),
      } }],
      notes: content.notes, signatures: content.signatures.map((one) => ({ role: one.label, seal: one.role === 'head' })), standing: { draft: { position: content.known_at } },
    };
  }

  forms() {
    return { items: templates.map(({ form, version, valid_from, valid_to, title, level, period, draft = false, receivers, legal_basis, deadline }) => ({
      form, version, valid_from, ...(valid_to && { valid_to }), name: title[0], level, period, draft, receivers, legal_basis, ...(deadline && { due: { days: Object.values(deadline)[0], working: 'working_days' in deadline } }),
    })) };
  }
  file(id: string, format: string, version: number): unknown {
    const part = this.one(id)?.versions.find((one) => one.version === version);
    return part && format === 'json' ? JSON.parse(part.content) : part;
  }
  list(form?: string, unit?: string, period?: string) {
    return [...this.#kept.values()].filter((one) => (form ?? one.form) === one.form && (unit ?? one.unit) === one.unit && (period ?? one.period) === one.period);
  }
  one(id: string) {
    return this.list().find((one) => one.id === id);
  }

  step({ form, unit, period, to, note }: { form: string; unit: string; period: string; to: ReportState; note?: string }, user: User): unknown {
    const key = `${form} ${unit} ${period}`;
    const content = this.#content(form, unit, period);
    if (!content) return refuse(400, 'unknown_form');
    const kept = this.#kept.get(key) ?? {
      id: `r${this.#kept.size}`, form, unit, unit_name: content.unit.name, period, state: 'open' as const, version: 0, at: '', due: `${this.today.slice(0, 7)}-28`, due_announced: true, days_left: 3, steps: [], versions: [], revisions: [],
    };
    const next = nextSteps(kept.state);
    if (!next?.to.includes(to)) return refuse(409, 'step_not_next');
    if (!user.roles.some((one) => one.role === (next.side === 'reporter' ? 'commune' : 'province'))) return refuse(403, 'step_of_other_side');
    if (to === 'prepared') {
      kept.version += 1;
      kept.versions.push({ version: kept.version, position: this.register.position, hash: 'a1b2c3d4e5f60718', content: JSON.stringify({ version: kept.version, nothing: false, late: [], report: content }) });
    }
    kept.state = to;
    kept.steps.push({ number: kept.steps.length + 1, state: to, version: kept.version, by: user.id, by_name: user.name, at: `${this.today}T03:00:00Z`, ...(note && { note }) });
    this.#kept.set(key, kept);
    return kept;
  }

  check(id: string) {
    const parts = (this.one(id)?.versions ?? []).map(({ version, hash }) => ({ version, hash, again: hash, ok: true }));
    return { id, ok: true, steps_ok: true, parts };
  }

  board(form: string, unit: string, period: string): unknown {
    const place = this.register.units.find((one) => one.code === unit);
    const read = parsePeriod(period);
    if (!place || !read) return refuse(400, 'unknown_unit');
    const communes = place.level === 'commune' ? [place] : this.register.units.filter((one) => one.parent === unit);
    const rows = communes.map((one): BoardRow => {
      const kept = this.list(form, one.code, period)[0];
      const reported = kept !== undefined && ['sent', 'received', 'accepted', 'locked'].includes(kept.state);
      return { unit: one.code, unit_name: one.full_name, state: kept?.state ?? 'open', reported, ...(kept && { id: kept.id, version: kept.version }), ...(!reported && { days_late: 12 }) };
    });
    const areas = place.level !== 'commune' ? [] : ['1', '2', '3'].map((number) => {
      const nothing = this.#declared.has(`${number} ${period}`);
      return { area: number, number, name: `Địa bàn ${number}`, collaborators: ['Lê Thị Mai'], standing: number === '1' ? 'reported' : nothing ? 'nothing' : 'missing', accepted: number === '1' ? 7 : 0, waiting: 0, declared_nothing: nothing };
    });
    const reported = rows.filter((one) => one.reported).length;
    return {
      unit, unit_name: place.full_name, form, period, due: '2026-11-07', due_announced: true, today: this.today, rows, areas,
      summary: { due: rows.length, reported, nothing: 0, missing: rows.length - reported, late: rows.length - reported, complete_permille: Math.round((reported * 1000) / rows.length) },
    };
  }
  declare(area: string, period: string) {
    this.#declared.add(`${area} ${period}`);
    return { area, period, declared: true };
  }

  preview(plan: { name?: string; steps?: unknown[] }) {
    const same = { before: 4, after: 4 };
    const conflicts = plan.steps?.length === 0 ? [{ code: 'plan_empty', message: 'Kế hoạch không có bước nào.', step: 1 }] : [];
    return {
      name: plan.name ?? 'plan', first: '2026-12-01', last: '2026-12-01', possible: conflicts.length === 0, conflicts, warnings: [{ code: 'plan_guess', message: 'Hai thôn được xếp theo quy tắc.' }],
      totals: { provinces: { before: 63, after: 34 }, districts: { before: 696, after: 0 }, communes: { before: 10_035, after: 3_321 }, hamlets: same }, national: { before: 1_397, after: 1_397 },
      hamlets: 4, guessed: 2, households: 380, persons: 1_397, divided: 0, units: [{ old: '90001', old_name: 'Xã An Bình', new: '90010', new_name: 'Phường An Bình', level: 'commune', persons: 1_397 }], unit_count: 1_204,
      users: [{ login: 'canbo', before: ['commune 90001'], after: ['commune 90010'] }], user_count: 1, areas: [], area_count: 0, reports: [{ form: '01-DSX', unit: '90001', period: '2026-12', state: 'prepared' }], report_count: 1,
      devices: [{ id: 'd', login: 'ctv01', unsent: 3, seen_at: `${this.today}T03:00:00Z` }], device_count: 1, waiting: 39, parked: 0,
    };
  }
  apply(plan: { name?: string }) {
    const made = { id: `p${this.#applied.length}`, name: plan.name ?? 'plan', first: '2026-12-01', made_at: `${this.today}T03:00:00Z` };
    this.#applied.unshift(made);
    return made;
  }
  applied = () => this.#applied;
  undo(id: string) {
    const one = this.#applied.find((each) => each.id === id);
    if (one) one.undone_at = `${this.today}T04:00:00Z`;
    return one;
  }
}
