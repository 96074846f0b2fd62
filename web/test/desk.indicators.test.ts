import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { change, intervalText, marks, remark, valueText } from '../apps/canbo/figureWords.ts';
import { formulaWords, smallWords, termWords } from '../apps/canbo/formulaWords.ts';
import { askAll, inForce, periodOfView, versionOn, withoutEmptyStart } from '../apps/canbo/indicators/ask.ts';
import { firstDay, lastDay, lastEnded, parsePeriod, periodLabel, periodOn, periodTick, periodsUpTo, stepPeriod, writePeriod, type SteppedKind } from '../apps/canbo/periods.ts';
import { failed, ok, type Figure, type FigureSet, type Indicator, type Term } from '../lib/api/index.ts';
import { readFigures } from '../lib/api/official.ts';

const figure = (parts: Partial<Figure>): Figure => ({
  indicator: 'CBR', version: '2000-01-01', unit: '31117', unit_name: 'Xã An Bình', period: '2026-Q3', by: [], missing: [], interval: 'poisson', estimated: false, decimals: 1,
  unit_of_measure: '‰', ...parts,
});
const indicator = (parts: Partial<Indicator>): Indicator => ({
  code: 'CBR', symbol: 'CBR', version: '2000-01-01', group: 'fertility', vi: 'Tỷ suất sinh thô', unit_of_measure: '‰', kind: 'rate', reference: 'period', terms: {}, formula: 'births',
  scale: 1000, decimals: 1, interval: 'poisson', breakdowns: [], periods: [], live: false, legal_basis: '', source: '', verified: false, ...parts,
});

describe('periods', () => {
  const texts = ['2026-10', '2026-Q3', '2026-H1', '2026', '2024..2026'];
  it('are read and written alike, and nothing else is one', () => {
    expect(texts.map((text) => writePeriod(parsePeriod(text)!))).toEqual(texts);
    expect(['2026-13', '2026-Q5', '2026-H3', '26', '2026..2024', '2026-1', ''].map(parsePeriod)).toEqual(Array(7).fill(undefined));
  });
  it('know their days', () => {
    const days = texts.map((text) => [firstDay(parsePeriod(text)!), lastDay(parsePeriod(text)!)]);
    expect(days).toEqual([['2026-10-01', '2026-10-31'], ['2026-07-01', '2026-09-30'], ['2026-01-01', '2026-06-30'], ['2026-01-01', '2026-12-31'], ['2024-01-01', '2026-12-31']]);
    expect(lastDay(parsePeriod('2028-02')!)).toBe('2028-02-29');
  });
  it('step over years, back and forth', () => {
    expect(['2026-01', '2026-Q1', '2026-H1', '2026', '2024..2026'].map((text) => writePeriod(stepPeriod(parsePeriod(text)!, -1)))).toEqual(['2025-12', '2025-Q4', '2025-H2', '2025', '2021..2023']);
    fc.assert(fc.property(fc.constantFrom(...texts), fc.integer({ min: -60, max: 60 }), (text, steps) => {
      expect(writePeriod(stepPeriod(stepPeriod(parsePeriod(text)!, steps), -steps))).toBe(text);
    }));
  });
  it('hold the day they are asked for, and the last ended ends before it', () => {
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    fc.assert(fc.property(fc.constantFrom<SteppedKind>('month', 'quarter', 'half', 'year'), day, (kind, at) => {
      const period = periodOn(kind, at);
      expect(firstDay(period) <= at && at <= lastDay(period)).toBe(true);
      expect(lastDay(lastEnded(kind, at)) < at).toBe(true);
    }));
  });
  it('are said in words and follow each other in a series', () => {
    expect(texts.map(periodLabel)).toEqual(['Tháng 10/2026', 'Quý III/2026', '6 tháng đầu năm 2026', 'Năm 2026', '2024–2026']);
    expect(texts.map(periodTick)).toEqual(['10/26', 'III/26', '1/2·26', '2026', '2024–26']);
    expect(periodsUpTo(parsePeriod('2026-Q2')!, 3).map(writePeriod)).toEqual(['2025-Q4', '2026-Q1', '2026-Q2']);
  });
});

describe('figures in words', () => {
  it('write values and intervals with the decimals of the indicator', () => {
    expect([valueText(figure({ value: 1234.56 })), valueText(figure({ value: 1234, decimals: 0 })), valueText(figure({})), valueText(undefined)]).toEqual(['1.234,6', '1.234', '–', '–']);
    expect([intervalText(figure({ low: 10.04, high: 20 })), intervalText(figure({ low: 1 }))]).toEqual(['10,0–20,0', '']);
  });
  it('say why there is no number, and what a number is made of', () => {
    const small = indicator({ small: { require: [{ of: 'births', min: 20 }], pool: [3, 5] } });
    expect(marks(figure({ hidden: 'small_numbers' }), small)[0]).toMatchObject({ kind: 'hidden', short: 'quá ít', long: expect.stringContaining('cần ít nhất 20') });
    expect(marks(figure({ hidden: 'not_known', missing: ['warehouses'] }))[0]?.long).toContain('tất cả kho dữ liệu');
    for (const hidden of ['small_numbers', 'undefined', 'by_subtraction', 'not_known', 'live_only', 'shared_hamlet'] as const) {
      const [mark] = marks(figure({ hidden }));
      expect([mark?.short, mark?.long].some((text) => text === undefined || text.includes('mark.'))).toBe(false);
    }
    expect(remark(figure({ value: 3, pooled: '2024..2026', estimated: true, late: 12 }))).toBe('gộp 2024–2026; ước lượng; 12 phiếu muộn');
    expect(remark(figure({ value: 3, late: 0 }))).toBe('');
  });
  it('tell changes only between two values, and whether chance may explain them', () => {
    expect(change(figure({ value: 12 }), figure({ value: 10, low: 8, high: 13 }))).toEqual({ by: 2, text: 'tăng 2,0', within: true });
    expect(change(figure({ value: 9.96 }), figure({ value: 10 }))?.text).toBe('không đổi');
    expect(change(figure({ value: 8 }), figure({ value: 10, low: 9, high: 11 }))).toMatchObject({ text: 'giảm 2,0', within: false });
    expect(change(figure({ value: 8 }), figure({ value: 0 }), indicator({ reference: 'end' }))).toBeUndefined();
    expect([change(figure({}), figure({ value: 1 })), change(figure({ value: 1 }), undefined)]).toEqual([undefined, undefined]);
  });
});

describe('formulas in words', () => {
  const files = fileURLToPath(new URL('../../catalog/indicators', import.meta.url));
  const catalogue = readdirSync(files).filter((name) => name.endsWith('.json') && name !== 'breakdowns.json')
    .flatMap((name) => JSON.parse(readFileSync(`${files}/${name}`, 'utf8')) as { code: string; formula: string; terms: Record<string, Term>; small?: Indicator['small'] }[]);

  it('have a word for every name and every condition of the catalogue', () => {
    expect(catalogue.length).toBeGreaterThan(100);
    for (const { code, formula, terms, small } of catalogue) {
      const words = formulaWords(indicator({ code, formula, terms }));
      const said = [words.formula.replace(/\b[A-Z][A-Z0-9]+\b/g, ''), ...words.terms.flatMap(({ name, words: text }) => [name, text]), smallWords(indicator({ ...(small && { small }) })) ?? ''].join(' ');
      expect(said.match(/[A-Za-z]*_[A-Za-z_]*|\b(?:births|pop|women|deaths|years|sum|part|events|users|end|start|sex|age|order|level|marital|method|urban|kin|outcome|panels|band|new|modern|first)\b/g), code).toBeNull();
    }
  });
  it('are what people write', () => {
    const cbr = catalogue.find((one) => one.code === 'CBR')!;
    const words = formulaWords(indicator({ formula: cbr.formula, terms: cbr.terms }));
    expect(words.formula).toBe('số sinh ÷ (dân số × số năm) × 1000');
    expect(words.terms.map((term) => term.words)).toEqual(['trẻ sinh ra sống', 'nhân khẩu thực tế thường trú, bình quân trong kỳ', 'số tháng của kỳ chia 12']);
    expect(termWords({ count: 'residents', only: { sex: [[2, 2]], age: [[15, 49]] } })).toBe('nhân khẩu thực tế thường trú, nữ, 15–49 tuổi');
  });
});

describe('asking for figures', () => {
  const set = (period: string): FigureSet => ({ unit: '31117', unit_name: 'Xã An Bình', period, boundaries: '2026-09-30', known_at: 7, units: [], figures: [] });
  it('keeps the order of the questions and stops at the first failure', async () => {
    const asked: string[] = [];
    const source = { figures: async ({ period }: { period: string }) => {
      asked.push(period);
      await new Promise((done) => setTimeout(done, period === '2024' ? 15 : 1));
      return ok(set(period));
    } };
    const periods = ['2024', '2025', '2026', '2027', '2028', '2029'];
    const answer = await askAll(source, periods.map((period) => ({ indicators: ['POP'], unit: '31117', period })));
    expect(answer.ok && answer.value.map((one) => one.period)).toEqual(periods);
    const broken = { figures: () => Promise.resolve(failed({ code: 'bad_period', status: 400 })) };
    expect(await askAll(broken, [{ indicators: ['POP'], unit: '31117', period: '2024' }])).toEqual(failed({ code: 'bad_period', status: 400 }));
  });
  it('takes the version in force and the period of the address', () => {
    const versions = [indicator({ version: '2000-01-01', valid_to: '2025-12-31', vi: 'cũ' }), indicator({ version: '2026-01-01', vi: 'mới' })];
    const catalogue = { version: '', indicators: versions, breakdowns: [] };
    expect(['2025-12-31', '2026-01-01', '1999-01-01'].map((day) => versionOn(catalogue, 'CBR', day)?.vi)).toEqual(['cũ', 'mới', undefined]);
    expect(inForce(catalogue, '2026-05-01').map((one) => one.vi)).toEqual(['mới']);
    expect(writePeriod(periodOfView({}, '2026-11-22'))).toBe('2026-Q3');
    expect(writePeriod(periodOfView({ period: '2024' }, '2026-11-22'))).toBe('2024');
  });
  it('drops what is before the first people', () => {
    expect(withoutEmptyStart([figure({ value: 0 }), figure({ hidden: 'undefined', denominator: 0 }), figure({ value: 3 }), figure({ value: 0 })])).toHaveLength(2);
    expect(withoutEmptyStart([figure({ value: 0 })])).toEqual([]);
  });
  it('names units and fills in what is left out', () => {
    const sent = { ...set('2026'), units: [{ code: '31117', name: 'Xã An Bình', level: 'commune' }], figures: [{ indicator: 'POP', version: '2000-01-01', unit: '31117', interval: 'none' as const, estimated: false, decimals: 0, unit_of_measure: 'người', value: 5 }] };
    expect(readFigures(sent).figures).toEqual([expect.objectContaining({ unit_name: 'Xã An Bình', by: [], missing: [], period: '2026', value: 5 })]);
  });
});
