import { describe, expect, it } from 'vitest';
import { readPlan } from '../apps/canbo/places/plan.ts';
import { differences } from '../apps/canbo/reports/difference.ts';
import { cellText, documentOf, placeAndDate } from '../apps/canbo/reports/document.ts';
import { due, isReported, stateTone, untilDue } from '../apps/canbo/reports/due.ts';
import { boardForms, formOn, formsFor } from '../apps/canbo/reports/forms.ts';
import { nextSteps, offer, reportsFor, way } from '../apps/canbo/reports/steps.ts';
import { shortHash } from '../apps/canbo/reports/values.ts';
import type { ReportContent, ReportForm, ReportState, ReportStep, RoleName, User } from '../lib/api/index.ts';
import { officialCalls, readHistory } from '../lib/api/official.ts';
import { ok } from '../lib/api/index.ts';

const user = (role: RoleName, unit?: string, id = 'u1'): User => ({ id, login: 'a', name: 'A', roles: [{ role, ...(unit !== undefined && { unit }), unit_name: '' }] });
const path = ['VN', '92', '31117'];
const step = (number: number, state: ReportState, by: string): ReportStep => ({ number, state, version: 1, by, by_name: 'A', at: '2026-11-02T03:00:00Z' });
const row = (id: string, cells: (number | string | null)[], parts: Partial<ReportContent['rows'][number]> = {}) => ({ id, number: '', label: id, unit: 'người', indent: 0, cells, ...parts });
const content = (rows: ReportContent['rows'], columns: ReportContent['columns'] = [{ label: 'Trong tháng', unit: '31117', span: 'period' }]): ReportContent => ({
  form: '01-DSX', version: '2022', form_lines: ['Biểu số: 01-DSX', 'Thông tư 01', 'Ngày nhận báo cáo: trong 5 ngày làm việc'], title: ['BÁO CÁO', 'Tháng 10 năm 2026'], legal_basis: 'TT', unit: { code: '31117', name: 'Xã An Bình' },
  period: '2026-10', columns, rows, notes: ['Ghi chú'], receivers: ['Chi cục'], signatures: [{ role: 'head', label: 'PHỤ TRÁCH', note: '' }], known_at: 9, boundaries: '2026-10-31',
});

describe('the steps of a report', () => {
  it('go the whole way, each side its own', () => {
    const sides = way.map((state) => nextSteps(state)?.side);
    expect(sides).toEqual(['reporter', 'reporter', 'reporter', 'reporter', 'receiver', 'receiver', 'receiver', undefined]);
    for (const [index, state] of way.slice(0, -1).entries()) expect(nextSteps(state)?.to).toContain(way[index + 1]);
    expect(nextSteps('returned')).toEqual({ side: 'reporter', to: ['prepared'] });
    expect(nextSteps('received')?.to).toContain('returned');
  });
  it('are offered to those whose they are, in their place', () => {
    expect(offer(user('commune', '31117'), 'commune', path, 'open', []).to).toEqual(['prepared']);
    expect(offer(user('commune', '31118'), 'commune', path, 'open', [])).toMatchObject({ to: [], why: 'theirs' });
    expect(offer(user('province', '92'), 'commune', path, 'open', [])).toMatchObject({ to: [], why: 'theirs', side: 'reporter' });
    expect(offer(user('province', '92'), 'commune', path, 'sent', []).to).toEqual(['received']);
    expect(offer(user('province', '91'), 'commune', path, 'sent', []).why).toBe('theirs');
    expect(offer(user('nation'), 'province', ['VN', '92'], 'sent', []).to).toEqual(['received']);
    expect(offer(user('reader', '31117'), 'commune', path, 'open', []).to).toEqual([]);
    expect(offer(user('commune', '31117'), 'commune', path, 'locked', [])).toEqual({ to: [] });
  });
  it('are never offered to whoever made what they would decide on', () => {
    const both: User = { ...user('commune', '31117'), roles: [...user('commune', '31117').roles, ...user('province', '92').roles] };
    const steps = [step(1, 'prepared', 'u1'), step(2, 'sent', 'u1')];
    expect(offer(both, 'commune', path, 'sent', steps)).toMatchObject({ to: [], why: 'own' });
    expect(offer(both, 'commune', path, 'sent', steps.map((one) => ({ ...one, by: 'u2' }))).to).toEqual(['received']);
    expect([reportsFor(both, 'commune', path), reportsFor(user('province', '92'), 'commune', path)]).toEqual([true, false]);
  });
});

describe('deadlines', () => {
  it('are said in words', () => {
    const said = ([
      { state: 'open', days_left: 3 }, { state: 'open', days_left: 0 }, { state: 'returned', days_late: 2 }, { state: 'sent', days_late: 1 }, { state: 'locked' }, { state: 'prepared' },
    ] as const).map((one) => due(one).text);
    expect(said).toEqual(['còn 3 ngày', 'hạn cuối là hôm nay', 'quá hạn 2 ngày', 'gửi quá hạn 1 ngày', 'gửi đúng hạn', '']);
  });
  it('are counted from today', () => {
    expect(['2026-11-06', '2026-11-22', '2026-12-01'].map((day) => untilDue(day, '2026-11-22'))).toEqual(['quá hạn 16 ngày', 'hạn cuối là hôm nay', 'còn 9 ngày']);
  });
  it('are as grave as they are', () => {
    expect([due({ state: 'open', days_late: 1 }).tone, due({ state: 'sent', days_late: 1 }).tone, due({ state: 'open', days_left: 9 }).tone, due({ state: 'open', days_left: 1 }).tone]).toEqual(['bad', 'wait', 'neutral', 'wait']);
    expect(way.map(stateTone)).toEqual(['neutral', 'wait', 'wait', 'wait', 'ok', 'ok', 'ok', 'ok']);
    expect(way.map(isReported)).toEqual([false, false, false, false, true, true, true, true]);
    expect(stateTone('returned')).toBe('bad');
  });
});

describe('forms', () => {
  const form = (name: string, level: ReportForm['level'], valid_from: string, valid_to?: string): ReportForm => ({
    form: name, version: valid_from, valid_from, level, period: 'month', draft: true, name: 'BÁO CÁO', receivers: [], legal_basis: 'TT', ...(valid_to !== undefined && { valid_to }),
  });
  const forms = [form('01-DSX', 'commune', '2022-03-01', '2025-06-30'), form('01-DSX', 'commune', '2025-07-01'), form('01-DST', 'province', '2022-03-01'), form('A0-CTV', 'area', '2022-03-01')];
  it('are those of the level, each once, in their version of the day', () => {
    expect(formsFor(forms, 'commune').map((one) => one.version)).toEqual(['2025-07-01']);
    expect(formOn(forms, '01-DSX', '2025-01-31')?.version).toBe('2022-03-01');
    expect(boardForms(forms, 'province').map((one) => one.form)).toEqual(['01-DSX', '01-DST']);
    expect(boardForms(forms, 'commune').map((one) => one.form)).toEqual(['01-DSX']);
    expect([boardForms(forms, undefined), formsFor(undefined, 'commune')]).toEqual([[], []]);
  });
});

describe('addresses', () => {
  const asked: string[] = [];
  const file = (path: string, query: Record<string, string | number | undefined> = {}) => `${path} ${JSON.stringify(query)}`;
  const get = (path: string) => {
    asked.push(path);
    return Promise.resolve(ok({ items: [] }));
  };
  const calls = officialCalls({ get, post: get, remove: get, file } as unknown as Parameters<typeof officialCalls>[0]);
  it('of files are those of the closed part, never a draft of it', () => {
    expect(calls.closedFile('r1', { version: 2 }, 'pdf')).toBe('/api/reports/closed/r1/file {"format":"pdf","version":2}');
    expect(calls.closedFile('r1', { version: 2, revision: 1 }, 'json')).toBe('/api/reports/closed/r1/file {"format":"json","revision":1}');
    expect(calls.reportFile({ form: '01-DSX', unit: '31120', period: '2026-05' }, 'csv')).toBe('/api/reports/01-DSX {"unit":"31120","period":"2026-05","format":"csv"}');
  });
  it('of forms are asked of the server', async () => {
    expect(await calls.reportForms()).toEqual(ok([]));
    expect(asked).toEqual(['/api/reports/forms']);
  });
});

describe('closed parts', () => {
  it('are laid out as the server lays out a report of now', () => {
    const report = content([row('h', [], { heading: true, unit: '', number: 'I' }), row('births', [1234], { indent: 1, draft: true }), row('share', ['12.50']), row('none', [null])]);
    const document = documentOf({ version: 1, position: 9, hash: 'abcd', content: '', closed: { version: 1, nothing: false, late: [], report } });
    const [part] = document.parts;
    const table = typeof part === 'object' && 'table' in part ? part.table : undefined;
    expect(table?.rows.map((one) => one.cells.map(cellText))).toEqual([['h', '', ''], ['births', 'người', '1.234'], ['share', 'người', '12,50'], ['none', 'người', 'x']]);
    expect(table?.rows.map((one) => [one.bold, one.draft, one.indent])).toEqual([[true, false, 0], [false, true, 1], [false, false, 0], [false, false, 0]]);
    expect(document.head.form).toMatchObject({ basis: 'Thông tư 01', received: 'trong 5 ngày làm việc' });
    expect(document.standing).toEqual({ closed: { hash: 'abcd', position: 9, revision: 0 } });
  });
  it('bear the day of signing and who prepared and signed', () => {
    const report = content([]);
    const signatures = [{ role: 'reporter', label: 'NGƯỜI LẬP', note: '' }, { role: 'head', label: 'PHỤ TRÁCH', note: '' }, { role: 'other', label: 'KHÁC', note: '' }];
    const part = { version: 1, position: 9, hash: 'abcd', content: '', closed: { version: 1, nothing: false, late: [], report: { ...report, signatures } } };
    const at = (number: number, state: ReportState, by_name: string, when: string): ReportStep => ({ ...step(number, state, 'u'), by_name, at: when });
    const steps = [at(1, 'prepared', 'Lan', '2026-11-02T03:00:00Z'), at(2, 'signed', 'Hùng', '2026-11-02T18:30:00Z')];
    const { head, signatures: signed } = documentOf(part, steps, { parent: 'THÀNH PHỐ CẦN THƠ', place_and_date: { place: 'An Bình' } });
    expect(head).toMatchObject({ parent: 'THÀNH PHỐ CẦN THƠ', number: '……/BC', place_and_date: { place: 'An Bình', date: '2026-11-03' } });
    expect(signed?.map(({ name }) => name)).toEqual(['Lan', 'Hùng', undefined]);
    const revised = documentOf({ ...part, revision: 2, at: '2026-12-24T00:00:00Z', reason: 'Ghi muộn', closed: { ...part.closed, revision: 2 } }, steps);
    expect(revised.title.at(-1)).toBe('(Bản điều chỉnh lần 2)');
    expect([revised.head.place_and_date?.date, revised.notes?.at(-1), revised.signatures?.map(({ name }) => name)]).toEqual(['2026-12-24', 'Lý do điều chỉnh: Ghi muộn', [undefined, undefined, undefined]]);
  });
  it('say place and day as official documents do', () => {
    const said = ['2026-02-05', '2026-11-24', undefined].map((date) => placeAndDate({ place: 'An Bình', ...(date !== undefined && { date }) }));
    expect(said).toEqual(['An Bình, ngày 05 tháng 02 năm 2026', 'An Bình, ngày 24 tháng 11 năm 2026', 'An Bình, ngày … tháng … năm …']);
  });
  it('show every kind of cell', () => {
    expect(['empty', 'hidden', 'not_applicable', { text: 'a' }, { date: '1987-05' }, { number: { value: 1234.5, decimals: 1, estimated: true } }].map((cell) => cellText(cell as Parameters<typeof cellText>[0]))).toEqual(['', '…', 'x', 'a', '05/1987', '≈1.234,5']);
  });
  it('are read from the very text that is hashed', () => {
    const closed = { version: 1, nothing: false, late: [], report: content([]) };
    const sent = { id: 'r', form: '01-DSX', unit: '31117', unit_name: '', period: '2026-10', state: 'sent' as const, version: 1, at: '', due: '', due_announced: true, steps: [], versions: [{ version: 1, position: 9, hash: 'ab', content: JSON.stringify(closed) }], revisions: [] };
    expect(readHistory(sent).versions[0]).toEqual({ version: 1, position: 9, hash: 'ab', content: JSON.stringify(closed), closed });
  });
  it('differ by row, unit and span, not by order or label', () => {
    const [month, year] = [{ label: 'Tháng', unit: '31117', span: 'period' as const }, { label: 'Năm', unit: '31117', span: 'year_to_date' as const }];
    const old = content([row('a', [1, 10]), row('gone', [4, null]), row('b', [2, '20.50'])], [month, year]);
    const now = content([row('b', ['21.00', 3], { label: 'B mới' }), row('a', [10, 1])], [{ ...year, label: 'Cộng dồn' }, month]);
    expect(differences(old, now)).toEqual([
      { row: 'b', number: '', label: 'B mới', unit: '31117', span: 'year_to_date', old: 20.5, new: 21, change: 0.5 },
      { row: 'b', number: '', label: 'B mới', unit: '31117', span: 'period', old: 2, new: 3, change: 1 },
      { row: 'gone', number: '', label: 'gone', unit: '31117', span: 'period', old: 4 },
    ]);
    expect(differences(old, old)).toEqual([]);
  });
  it('have a hash that can be read out', () => {
    expect(shortHash('0123456789abcdef0123')).toBe('0123 4567 89ab cdef');
  });
});

describe('plans', () => {
  it('are JSON with a version; anything else is none', () => {
    expect(readPlan('{"version": 1, "name": "Nhập hai xã", "steps": []}', 'a.json')).toEqual({ name: 'Nhập hai xã', body: { version: 1, name: 'Nhập hai xã', steps: [] } });
    expect(readPlan('{"version": 1}', 'a.json')?.name).toBe('a.json');
    expect(['', '[]', 'null', '{}', '1'].map((text) => readPlan(text, 'a.json'))).toEqual(Array(5).fill(undefined));
  });
});
