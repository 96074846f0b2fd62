import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { classOf, estimateTable, extent, fitText, quantiles, type Estimate } from '../lib/charts/estimate.ts';
import { provinceCells } from '../lib/charts/provinces.ts';
import { fitAreas, readAreas } from '../lib/charts/shapes.ts';
import { sortRows, tableCsv, type FigureRow } from '../lib/charts/table.ts';

const words = { label: 'Đơn vị', value: 'Giá trị', low: 'Dưới', high: 'Trên', remark: 'Ghi chú' };

describe('the axis of estimates', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  it('holds every value and every end of an interval', () => {
    fc.assert(fc.property(fc.array(fc.record({ value: number, low: number, high: number }), { minLength: 1 }), (list) => {
      const rows = list.map((one, index): Estimate => ({ key: String(index), label: '', ...one }));
      const [from, to] = extent(rows)!;
      expect(from).toBeLessThan(to);
      for (const { value, low, high } of list) for (const one of [value, low, high]) expect(from <= one && one <= to).toBe(true);
    }));
  });
  it('begins at nought unless all are far from it', () => {
    expect(extent([{ key: 'a', label: '', value: 2 }, { key: 'b', label: '', value: 10 }])?.[0]).toBe(0);
    expect(extent([{ key: 'a', label: '', value: 90 }, { key: 'b', label: '', value: 100 }])?.[0]).toBeGreaterThan(80);
    expect(extent([{ key: 'a', label: '' }])).toBeUndefined();
    expect(extent([{ key: 'a', label: '', value: 0 }])).toEqual([0, 1]);
  });
});

describe('classes of a map', () => {
  it('hold about as many values each, and every value has one', () => {
    const values = Array.from({ length: 100 }, (_, index) => index);
    const ends = quantiles(values, 5);
    expect(ends).toEqual([19, 39, 59, 79, 99]);
    expect(values.map((value) => classOf(value, ends)).filter((one) => one === 2)).toHaveLength(20);
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }), (list) => {
      const cuts = quantiles(list, 5);
      expect(cuts.length).toBeLessThanOrEqual(5);
      for (const value of list) expect(value).toBeLessThanOrEqual(cuts[classOf(value, cuts)]!);
    }));
  });
});

describe('tables of estimates', () => {
  const rows: Estimate[] = [{ key: 'a', label: 'Ấp Nhì', value: 2, low: 1, high: 3 }, { key: 'b', label: 'Ấp Ba', remark: 'quá ít' }, { key: 'c', label: 'Ấp Nhất', value: 10 }];
  it('have a column for intervals and remarks only where there are some', () => {
    expect(estimateTable('T', rows, words, 1)).toMatchObject({ columns: ['Đơn vị', 'Giá trị', 'Dưới', 'Trên'], remark: 'Ghi chú', decimals: { 0: 1, 1: 1, 2: 1 } });
    const plain = estimateTable('T', [{ key: 'c', label: 'Ấp', value: 10 }], words, 0);
    expect(plain.columns).toEqual(['Đơn vị', 'Giá trị']);
    expect([plain.remark, plain.decimals]).toEqual([undefined, undefined]);
  });
  it('are saved with their remarks', () => {
    expect(tableCsv(estimateTable('T', rows, words, 1), []).split('\r\n').slice(2, 5)).toEqual(['Đơn vị,Giá trị,Dưới,Trên,Ghi chú', 'Ấp Nhì,2,1,3,', 'Ấp Ba,,,,quá ít']);
  });
  it('are sorted by name as Vietnamese is, by number with the missing last either way', () => {
    const table = estimateTable('T', rows, words, 1);
    const order = (column: number, down: boolean) => sortRows(table.rows, { column, down }).map((row: FigureRow) => row.key).join('');
    expect([order(1, true), order(1, false), order(0, false), order(0, true)]).toEqual(['cab', 'acb', 'bca', 'acb']);
    expect(sortRows(table.rows, undefined)).toEqual(table.rows);
  });
});

describe('labels', () => {
  it('are cut with a sign', () => {
    expect([fitText('Xã An Bình', 200, 12), fitText('Phường Nguyễn Thị Minh Khai', 90, 12)]).toEqual(['Xã An Bình', 'Phường Nguyễ…']);
  });
});

describe('maps', () => {
  it('give each province a cell of its own', () => {
    const places = Object.values(provinceCells).map(String);
    expect(places).toHaveLength(34);
    expect(new Set(places).size).toBe(34);
  });
  const square = (code: string, west: number, south: number) => ({
    type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]] },
  });
  it('read the areas of known units and put north up', () => {
    const text = JSON.stringify({ type: 'FeatureCollection', features: [square('01', 105, 20), square('04', 105, 21), square('99', 0, 0)] });
    const areas = readAreas(text, new Set(['01', '04']));
    expect(areas?.map((area) => area.key)).toEqual(['01', '04']);
    const { shapes, height } = fitAreas(areas!, 300, 400);
    expect(height).toBeLessThanOrEqual(400);
    const [south, north] = shapes;
    expect(north!.centre[1]).toBeLessThan(south!.centre[1]);
    for (const shape of shapes) expect(shape.centre[0]).toBeGreaterThan(0);
  });
  it('refuse what is no map of these units', () => {
    for (const text of ['', '{}', '[]', 'null', JSON.stringify({ features: [square('99', 0, 0), null, { properties: { code: '01' }, geometry: { type: 'Point', coordinates: [1, 2] } }] })]) {
      expect(readAreas(text, new Set(['01']))).toBeUndefined();
    }
  });
});
