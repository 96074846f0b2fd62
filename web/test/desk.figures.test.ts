import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { periodBalance, populationSummary } from '../apps/canbo/figures/summary.ts';
import { csv } from '../lib/charts/csv.ts';
import { bandLabel, bandTotals, fiveYearBands, singleAgeBands } from '../lib/charts/groups.ts';
import { formatCount, formatDecimal, formatMonth, formatSigned } from '../lib/charts/numbers.ts';
import { wrapText } from '../lib/charts/picture.ts';
import { fileName } from '../lib/charts/save.ts';
import { tableCsv } from '../lib/charts/table.ts';
import { buildRegister, communeCode, flowsOf, livingIn } from './deskFakeData.ts';

const row = fc.record({ sex: fc.constantFrom('m' as const, 'f' as const, 'u' as const), age: fc.integer({ min: 0, max: 120 }), count: fc.integer({ min: 0, max: 5000 }) });

describe('age groups', () => {
  it('puts each age into its band and the oldest together', () => {
    const bands = fiveYearBands([{ sex: 'm', age: 0, count: 3 }, { sex: 'f', age: 4, count: 2 }, { sex: 'f', age: 5, count: 1 }, { sex: 'm', age: 104, count: 1 }]);
    expect(bands).toHaveLength(18);
    expect(bands[0]).toEqual({ from: 0, to: 4, male: 3, female: 2, unknown: 0 });
    expect(bands[1]?.female).toBe(1);
    expect(bands[17]).toEqual({ from: 85, male: 1, female: 0, unknown: 0 });
    expect(bands.map(bandLabel).filter((_, index) => index === 0 || index === 17)).toEqual(['0–4', '85+']);
  });
  it('loses nobody, by five years or by one', () => {
    fc.assert(fc.property(fc.array(row), (rows) => {
      const total = rows.reduce((sum, one) => sum + one.count, 0);
      expect(bandTotals(fiveYearBands(rows)).total).toBe(total);
      expect(bandTotals(singleAgeBands(rows)).total).toBe(total);
    }));
  });
  it('shows single ages up to 90 at least', () => {
    expect(singleAgeBands([{ sex: 'm', age: 3, count: 1 }])).toHaveLength(91);
    expect(singleAgeBands([{ sex: 'm', age: 100, count: 1 }]).at(-1)).toEqual({ from: 100, male: 1, female: 0, unknown: 0 });
  });
});

describe('numbers as written in Viet Nam', () => {
  it('groups by points and divides by a comma', () => {
    expect(formatCount(1234)).toBe('1.234');
    expect(formatCount(4200000)).toBe('4.200.000');
    expect(formatDecimal(1234.5)).toBe('1.234,5');
    expect(formatDecimal(99)).toBe('99,0');
  });
  it('signs changes and names months', () => {
    expect([formatSigned(12), formatSigned(-1234), formatSigned(0)]).toEqual(['+12', '−1.234', '0']);
    expect(formatMonth('2026-03')).toBe('03/2026');
  });
});

describe('CSV', () => {
  it('starts with a byte order mark, quotes what needs it and keeps numbers bare', () => {
    expect(csv([['Đơn vị', 'Số'], ['Ấp "Nhất", xã', 1234.5]])).toBe('\uFEFFĐơn vị,Số\r\n"Ấp ""Nhất"", xã",1234.5\r\n');
  });
  it('defuses what a spreadsheet would run', () => {
    expect(csv([['=1+1', '@a', -5]])).toBe("\uFEFF'=1+1,'@a,-5\r\n");
  });
  it('writes a table with its caption, notes and total', () => {
    const table = { caption: 'Sinh', columns: ['Tháng', 'Sinh'], rows: [{ key: 'a', label: '03/2026', values: [4] }, { key: 'b', label: '04/2026', values: [undefined] }], total: { key: 't', label: 'Tổng', values: [4] } };
    expect(tableCsv(table, ['Nguồn: sổ'])).toBe('\uFEFFSinh\r\nNguồn: sổ\r\n\r\nTháng,Sinh\r\n03/2026,4\r\n04/2026,\r\nTổng,4\r\n');
  });
  it('names files without accents', () => {
    expect(fileName('Tháp dân số – xã Đồng Tâm, 31/03/2026')).toBe('thap-dan-so-xa-dong-tam-31-03-2026');
  });
});

describe('text in pictures', () => {
  it('breaks between words and keeps them all', () => {
    const lines = wrapText('Nguồn: sổ dân số điện tử của xã', 120, 11);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe('Nguồn: sổ dân số điện tử của xã');
  });
});

describe('the balance of a period', () => {
  const month = { births: 5, deaths: 2, moved_in: 4, moved_out: 1, corrections: -1, start: 100, end: 105 };
  it('adds months up and says whether they close', () => {
    expect(periodBalance([month, { ...month, start: 105, end: 110 }])).toEqual({
      start: 100, births: 10, deaths: 4, movedIn: 8, movedOut: 2, corrections: -2, end: 110, closes: true,
    });
    expect(periodBalance([{ ...month, end: 106 }])?.closes).toBe(false);
    expect(periodBalance([])).toBeUndefined();
  });
  it('gives no sex ratio where there are no women', () => {
    const count = { unit: 'x', at: '2026-01-01', known_at: 1, total: 3, waiting: 0, rows: [{ sex: 'm' as const, age: 4, count: 3 }] };
    expect(populationSummary(count)).toEqual({ male: 3, female: 0 });
  });
});

describe('the invented register', () => {
  it('closes its own balance, now and as known before', () => {
    const register = buildRegister(7, '2026-11-21');
    for (const known of [register.position, register.position - 60]) {
      const rows = flowsOf(register, { unit: communeCode, known }, '2025-12-01', '2026-11-21');
      expect(rows).toHaveLength(12);
      expect(periodBalance(rows)?.closes).toBe(true);
      expect(rows.at(-1)?.end).toBe(livingIn(register, { unit: communeCode, known }, '2026-11-21').length);
    }
  });
});
