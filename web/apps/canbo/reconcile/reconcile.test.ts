import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Candidate, Difference, ListPreview, Reconciliation, WeightLine } from '$lib/api';
import messages from '$lib/i18n/canbo.reconcile.vi.json';
import { entries } from './batch.ts';
import { filledBins, thresholdWords, weightBars } from './board.ts';
import { carrySheets } from './carry.ts';
import { coverageEstimates, coverageSentences, groupName } from './coverage.ts';
import { differenceCommand, pairCommand } from './keys.ts';
import { askOf, badCsv, columnTwice, emptyAbout, mapped } from './make.ts';
import { needsDay, outcomeAsk, outcomesOf } from './outcomes.ts';
import { alsoIn, pairRows, signOf } from './pair.ts';
import { bits, nextStep, percent, placeOf, probabilityWords, sizeWords, waterfall } from './words.ts';

const line = (field: string, level: string, weight: number, rarity = 0): WeightLine => ({ field, level, weight, rarity });
const candidate = (lines: WeightLine[], more: Partial<Candidate> = {}): Candidate => ({
  person: 'p', sheet: {}, household_members: [], probability: 0.9, weight: 0, before: -10, against_kin: false, other_explanation: -0.5, lines, ...more,
});

describe('words of a link', () => {
  it('are those of the command line, for every level the model has', () => {
    const cli = JSON.parse(readFileSync(new URL('../../../../crates/cli/messages/vi.json', import.meta.url), 'utf8')) as Record<string, string>;
    const levels = Object.entries(cli).filter(([key]) => /^link_(level|field)_/.test(key));
    expect(levels.length).toBeGreaterThan(70);
    for (const [key, text] of levels) {
      const own = key.startsWith('link_field_') ? `field.${key.slice(11)}` : key.replace(/^link_level_([a-z]+)_/, 'level.$1.');
      expect((messages as Record<string, string>)[own], own).toBe(text);
    }
  });
  it('write numbers as people read them', () => {
    expect([percent(0.974), bits(11.84), bits(-3.26), bits(0.04), bits(-0.04)]).toEqual(['97,4\u00a0%', '+11,8', '−3,3', '0,0', '0,0']);
    expect([probabilityWords(0.99997), probabilityWords(0.0002), probabilityWords(0.86)]).toEqual(['trên 99,9 %', 'dưới 0,1 %', '86,0\u00a0%']);
    expect([sizeWords(200), sizeWords(830_400), sizeWords(2_410_000)]).toEqual(['1\u00a0kB', '830\u00a0kB', '2,4\u00a0MB']);
  });
  it('add up to the weight, each line where the one before ended', () => {
    const fall = waterfall(candidate([line('given', 'same', 7, 1.5), line('birth', 'far', -4)]));
    expect(fall.steps.map(({ key, from, to }) => [key, from, to])).toEqual([['before', 0, -10], ['given', -10, -3], ['birth', -3, -7], ['other', -7, -7.5]]);
    expect([fall.total, fall.least, fall.most]).toEqual([-7.5, -10, 0]);
    expect(fall.steps[1]).toMatchObject({ label: 'Tên: trùng', note: 'giá trị hiếm, thêm +1,5' });
    expect(waterfall(candidate([], { other_explanation: -0.01 })).steps).toHaveLength(1);
  });
  it('say the next thing to do', () => {
    const rec = (doubtful: number, open: number, state: 'open' | 'destroyed' = 'open') => nextStep({ doubtful, differences: { open, settled: 0 }, state });
    expect([rec(2, 3), rec(0, 3), rec(0, 0), rec(2, 3, 'destroyed')]).toEqual(['queue', 'differences', 'coverage', 'coverage']);
  });
  it('tell a place once', () => {
    expect(placeOf({ house: '12', address: 'số 12, tổ 3', hamlet_name: 'Ấp Nhất', commune_name: 'xã An Bình' })).toBe('số 12, tổ 3, Ấp Nhất, xã An Bình');
    expect(placeOf({ address: 'Ấp Nhất, xã An Bình', hamlet_name: 'Ấp Nhất', commune_name: 'xã An Bình' })).toBe('Ấp Nhất, xã An Bình');
  });
});

describe('a pair side by side', () => {
  const sheet = { name: 'Nguyễn Thị Hoa', sex: 'f', birth: '1980-03-12', number_tail: '1234', old_number_tail: '987' } as const;
  const rows = (lines: WeightLine[], theirs = {}) => Object.fromEntries(pairRows({ ...sheet, ...theirs }, { sheet, lines }, {}).map((row) => [row.key, row]));
  it('takes the sign of the worst of the lines that speak of a row, and their words', () => {
    const name = rows([line('surname', 'same', 2), line('middle', 'other', -3), line('given', 'tone', 1)]).name;
    expect(name).toMatchObject({ sign: 'differs', words: 'Tên đệm khác; Tên trùng chữ, khác thanh' });
    expect(rows([line('surname', 'same', 2), line('given', 'same', 5)]).name).toMatchObject({ sign: 'same', words: '' });
    expect(rows([line('birth', 'exchanged', 5)]).birth).toMatchObject({ sign: 'near', words: 'đảo ngày và tháng' });
  });
  it('keeps numbers of 9 and 12 digits apart', () => {
    const both = rows([line('number', 'old_other', -5)]);
    expect([both.number?.sign, both.old_number?.sign]).toEqual(['same', 'differs']);
  });
  it('says when one side is silent, and nothing where both are', () => {
    const read = rows([], { birth: undefined });
    expect(read.birth).toMatchObject({ sign: 'missing', theirs: '' });
    expect(read.phone).toBeUndefined();
  });
  it('has a sign for every level that is known', () => {
    const levels = Object.keys(messages).filter((key) => key.startsWith('level.')).map((key) => key.split('.')[2] ?? '');
    expect(levels.filter((level) => signOf(level) === 'same').length).toBeGreaterThan(8);
    expect(['other', 'far', 'contradicts'].map(signOf)).toEqual(['differs', 'differs', 'odd']);
    expect(['other_house', 'marks', 'moon'].map(signOf)).toEqual(['near', 'near', 'near']);
  });
  it('finds members of both households by name without accents and year', () => {
    expect(alsoIn({ name: 'TRAN VAN DUC', birth: '1990' }, [{ name: 'Trần Văn Đức', birth: '1990-05-02' }])).toBe(true);
    expect(alsoIn({ name: 'Trần Văn Đức', birth: '1991' }, [{ name: 'Trần Văn Đức', birth: '1990-05-02' }])).toBe(false);
  });
});

describe('keys', () => {
  const press = (key: string, more = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, typing: false, control: false, dialog: false, ...more });
  it('decide pairs, in either case of letters, but not from a field, a dialog or with Ctrl', () => {
    expect(['1', 'S', 's', 'Enter', 'N', 'k', 'Z', 'ArrowLeft'].map((key) => pairCommand(press(key)))).toEqual(['one', 'same', 'same', 'same', 'none', 'unsure', 'undo', 'previous']);
    expect([press('s', { typing: true }), press('s', { dialog: true }), press('s', { ctrlKey: true }), press('Enter', { control: true }), press('x')].map(pairCommand)).toEqual(Array(5).fill(undefined));
  });
  it('choose outcomes by digit', () => {
    expect([differenceCommand(press('3')), differenceCommand(press('j')), differenceCommand(press('Escape', { typing: true })), differenceCommand(press('3', { typing: true }))]).toEqual([{ choose: 2 }, 'next', 'close', undefined]);
  });
});

describe('a list that is begun', () => {
  const preview: ListPreview = { format: 'csv', encoding: 'vni', rows: 3, columns: [{ name: 'Tên', samples: [], filled: 1 }], first: [], bad_total: 1, bad: [{ line: 4, reason: 'no_name', cells: ['=1+1'] }], mapping: { name: 'Tên', number: 'Số' }, remembered: false, missing: [], ready: true };
  const about = { name: ' BHYT ', source: 'insurance', purpose: 'p', legal_basis: 'l', as_of: '31/10/2026', afresh: false } as const;
  it('is asked for when all is told, else the gaps are named by their controls', () => {
    expect(askOf('90001', about, preview, '2026-11-22').ask).toEqual({ unit: '90001', name: 'BHYT', source: 'insurance', purpose: 'p', legal_basis: 'l', as_of: '2026-10-31', mapping: preview.mapping, encoding: 'vni' });
    expect(askOf('90001', { ...about, as_of: '23/11/2026', legal_basis: ' ' }, preview, '2026-11-22').wrong.map(({ id }) => id)).toEqual(['about-legal', 'about-day']);
    expect(askOf('90001', emptyAbout(), undefined, '2026-11-22').wrong).toHaveLength(6);
    expect(askOf('90001', about, { ...preview, mapping: { name: 'Tên', given: 'Tên' } }, '2026-11-22').wrong.map(({ id }) => id)).toEqual(['map-name']);
  });
  it('maps a column once', () => {
    expect(mapped({ name: 'A', birth: 'B' }, 'birth', '')).toEqual({ name: 'A' });
    expect([columnTwice({ name: 'A', birth: 'A' }), columnTwice({ name: 'A', birth: 'B' })]).toEqual(['A', undefined]);
  });
  it('hands back bad lines as a file that runs no formula', () => {
    expect(badCsv(preview)).toBe("\uFEFFDòng,Lý do,Tên\r\n4,Không có họ và tên,'=1+1\r\n");
  });
});

describe('a list of a province', () => {
  const one = (id: string, batch: string | undefined, unit_name: string, rows: number, state: Reconciliation['state']) => ({ id, ...(batch !== undefined && { batch }), unit_name, rows, bad: 0, residents: 0, linked: rows, doubtful: 1, answered: 0, theirs_only: 0, ours_only: 0, differences: { open: 2, settled: 3 }, state }) as Reconciliation;
  it('is one entry with the sums of its communes', () => {
    const found = entries([one('a', 'x', 'xã B', 10, 'open'), one('b', undefined, 'xã C', 5, 'open'), one('c', 'x', 'xã A', 20, 'settled'), one('d', 'y', 'xã D', 7, 'settled')]);
    expect(found.map(({ key, one: { rows, differences, state }, parts, done }) => [key, rows, differences.open, state, parts.map(({ id }) => id), done])).toEqual([
      ['x', 30, 4, 'open', ['c', 'a'], 1], ['b', 5, 2, 'open', [], 0], ['y', 7, 2, 'settled', [], 1],
    ]);
  });
});

describe('differences', () => {
  it('have words for every outcome that is offered', () => {
    for (const [kind, outcomes] of Object.entries(outcomesOf)) for (const outcome of outcomes) for (const end of ['', '_help']) expect(messages).toHaveProperty([`outcome.${kind}.${outcome}${end}`]);
  });
  it('need a day where an event comes of them, not after today', () => {
    const typed = { date: '1/11/2026', to: 'province', unit: '79', note: ' hỏi rồi ', entering: { later: false, household: '', relationship: '', residence: '' } };
    const moved = (more = {}) => outcomeAsk({ kind: 'ours_only' }, 'moved', { ...typed, ...more }, '2026-11-22');
    expect(moved()).toEqual({ ask: { outcome: 'moved', note: 'hỏi rồi', date: '2026-11-01', to: { kind: 'province', unit: '79' } } });
    expect([moved({ unit: '' }), moved({ date: 'hôm qua' }), moved({ to: 'abroad', unit: '', note: '' })]).toEqual([{ wrong: 'unit' }, { wrong: 'date' }, { ask: { outcome: 'moved', date: '2026-11-01', to: { kind: 'abroad' } } }]);
    expect(outcomeAsk({ kind: 'ours_only' }, 'dead', { ...typed, date: '23/11/2026' }, '2026-11-22')).toEqual({ wrong: 'date' });
    expect(outcomeAsk({ kind: 'theirs_only' }, 'moved', { ...typed, note: '' }, '2026-11-22')).toEqual({ ask: { outcome: 'moved' } });
    const home = { later: false, household: 'h', relationship: '3', residence: '1' };
    const entered = (entering: Partial<typeof home>) => outcomeAsk({ kind: 'theirs_only' }, 'theirs', { ...typed, note: '', entering: { ...home, ...entering } }, '2026-11-22');
    expect(entered({})).toEqual({ ask: { outcome: 'theirs', date: '2026-11-01', enter: { household: 'h', relationship: '3', residence: '1', from: { kind: 'province', unit: '79' } } } });
    expect([entered({ household: '' }), entered({ relationship: '' }), entered({ residence: '' })]).toEqual([{ wrong: 'household' }, { wrong: 'relationship' }, { wrong: 'residence' }]);
    expect(entered({ later: true, household: '' })).toEqual({ ask: { outcome: 'theirs' } });
    expect(needsDay('value', 'theirs')).toBe(false);
  });
  it('are carried by area, those of none last, households together', () => {
    const one = (key: string, area: string | undefined, number: string): Difference => ({ key, kind: 'ours_only', hints: [], ours: { household_number: number }, ...(area !== undefined && { area }) });
    const owners = [{ area: 'b', area_name: 'B', open: 0, settled: 0 }, { area: 'a', area_name: 'A', owner_name: 'Mai', open: 2, settled: 0 }];
    const sheets = carrySheets([one('1', undefined, '1'), one('2', 'a', '10'), one('3', 'a', '9')], owners);
    expect(sheets.map(({ area, owner, items }) => [area, owner, items.map(({ key }) => key)])).toEqual([['a', 'Mai', ['3', '2']], ['', undefined, ['1']]]);
  });
});

describe('figures', () => {
  const cell = { both: 950, ours_only: 24, theirs_only: 20, estimate: 1000, low: 990, high: 1010, ours_covers: 0.974, ours_low: 0.969, ours_high: 0.979, theirs_covers: 0.95, missed: 6 };
  it('tell coverage in a sentence', () => {
    expect(coverageSentences(cell, 'xã An Bình').main).toBe('Sổ có khoảng 97,4\u00a0% số người thực có (96,9–97,9).');
    expect(coverageEstimates('hamlet', [{ ...cell, code: 'a', name: 'A' }, { ...cell, both: 12, code: 'b', name: 'B' }], {}).map(({ value, hollow }) => [value?.toFixed(1), hollow])).toEqual([['97.4', undefined], ['97.4', true]]);
    expect(coverageSentences({ both: 2, ours_only: 1, theirs_only: 3 }, 'xã An Bình').main).toContain('Chưa đủ');
    const lists = { sex: [{ code: 'f', label: 'Nữ' }] };
    expect([groupName('age', { code: '30' }, lists), groupName('age', { code: '80' }, lists), groupName('sex', { code: 'f' }, lists), groupName('hamlet', { code: 'x' }, lists)]).toEqual(['30–39', '80 trở lên', 'Nữ', 'Không rõ']);
  });
  it('show the ends of each field, or all levels of one', () => {
    const weights = [['sex', 'same', 1], ['sex', 'other', -6], ['birth', 'same', 9], ['birth', 'near', 2], ['birth', 'far', -8]].map(([field, level, weight]) => ({ field: String(field), level: String(level), weight: Number(weight), matched: 0, unrelated: 0 }));
    expect(weightBars(weights, undefined).map(({ key }) => key)).toEqual(['sex.same', 'sex.other', 'birth.same', 'birth.far']);
    expect(weightBars(weights, 'birth').map(({ label }) => label)).toEqual(['trùng', 'lệch đến hai năm', 'lệch hơn mười lăm năm']);
  });
  it('leave out empty bins at either end', () => {
    const bin = (from: number, link: number) => ({ from, to: from + 2, link, review: 0, none: 0 });
    expect(filledBins([bin(-4, 0), bin(-2, 1), bin(0, 0), bin(2, 3), bin(4, 0)]).map(({ from }) => from)).toEqual([-2, 0, 2]);
    expect(filledBins([bin(0, 0)])).toEqual([]);
  });
  it('say a threshold as a share or in bits', () => {
    const at = (...all: number[]) => all.map((one) => ({ at: one, links: 1 }));
    expect([thresholdWords(0.95, at(0.5, 0.95)), thresholdWords(12, at(-3, 12))]).toEqual(['95,0\u00a0%', '+12,0']);
  });
});
