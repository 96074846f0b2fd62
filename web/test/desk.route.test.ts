import { describe, expect, it } from 'vitest';
import { firstOfMonth, lastOfMonth, parseTypedDay, showDate, showInstant, vietnamDay } from '../apps/canbo/dates.ts';
import { parseRoute, routeHash, type Route } from '../apps/canbo/route.ts';

describe('addresses', () => {
  const routes: Route[] = [
    { page: 'queue', status: 'submitted' },
    { page: 'queue', status: 'returned', severity: 'warn', unit: '90001-1', after: 'x y', open: '0199-a' },
    { page: 'figures', ages: 'single', unit: '92', at: '2026-03-31', known: 4711, months: 24 },
    { page: 'figures', ages: 'five', months: 12 },
    { page: 'people', query: { unit: '92', at: '2026-03-31', sex: 'f', ageFrom: 0, ageTo: 4, knownAt: 4711, after: '100' } },
    { page: 'people', query: { unit: '92', event: 'birth', from: '2026-03-01', to: '2026-03-31' } },
    { page: 'household', id: 'a/b' },
    { page: 'search', text: 'nguyễn thị & hoa' },
    { page: 'devices' },
    { page: 'figures', ages: 'five', months: 12, period: '2026-Q3' },
    { page: 'indicators', text: 'tuổi' },
    { page: 'indicator', code: 'TFR', as: 'map', unit: '92', period: '2024..2026', by: 'age5', bounds: '2025-06-30', known: 42 },
    { page: 'behind', code: 'BIRTHS', term: 'events', cut: ['sex:f', 'age5:20–24'], unit: '31117', period: '2026-10', after: 100 },
    { page: 'compare', units: ['31117', '31118'], codes: ['POP', 'CBR'], unit: '92', period: '2026-H1' },
    { page: 'compare', units: [], codes: [] },
    { page: 'report', form: '01-DSX', unit: '31117', period: '2026-10', part: 'v1' },
    { page: 'board', form: '01-DSX', unit: '92', period: '2026-10', span: 12, filter: 'missing' },
    { page: 'board', span: 6, filter: 'all' },
    { page: 'reorganise' },
    { page: 'entry', household: 'a/b', kind: 'birth', person: '0199-c' },
    { page: 'entry', area: '0199-a' },
    { page: 'paper', area: '0199-a', period: '2026-10' },
    { page: 'samples', unit: '31117', open: '0199-b' },
    { page: 'forecasts', unit: '92' },
    { page: 'forecasts' },
    { page: 'forecast', id: 'a/b', year: 2035 },
    { page: 'forecast', id: '0199-c' },
    { page: 'sectors', id: 'a/b' },
    { page: 'quality', unit: '31117', at: '2026-03-31' },
    { page: 'reconcile', view: 'list' },
    { page: 'reconcile', view: 'list', unit: '31117' },
    { page: 'reconcile', view: 'new' },
    { page: 'reconcile', view: 'overview', id: 'a/b' },
    { page: 'reconcile', view: 'queue', id: '0199-a', row: 12 },
    { page: 'reconcile', view: 'differences', id: '0199-a', state: 'settled', kind: 'ours_only', hamlet: '31117-1', owner: '0199-b' },
    { page: 'reconcile', view: 'coverage', id: '0199-a' },
    { page: 'reconcile', view: 'board', id: '0199-a' },
  ];
  it.each(routes.map((route) => [routeHash(route), route] as const))('%s leads back to its view', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });
  it('falls back to the queue for what it cannot read', () => {
    for (const hash of ['', '#/khong-co', '#/danh-sach', '#/ho/']) expect(parseRoute(hash)).toEqual({ page: 'queue', status: 'submitted' });
  });
  it('ignores values that are none', () => {
    expect(parseRoute('#/so-lieu?at=hom-qua&known=-1&months=7')).toEqual({ page: 'figures', ages: 'five', months: 12 });
  });
});

describe('days', () => {
  it('reads what officers type', () => {
    expect(['31/3/2026', '31-03-2026', '31.3.2026', ' 31032026 '].map(parseTypedDay)).toEqual(Array(4).fill('2026-03-31'));
    expect(['31/02/2026', '2026-03-31', '1/13/2026', '31/3/26', ''].map(parseTypedDay)).toEqual(Array(5).fill(undefined));
  });
  it('shows dates and instants the Vietnamese way', () => {
    expect([showDate('2026-03-31'), showDate('1987-05'), showDate('1987~')]).toEqual(['31/03/2026', '05/1987', 'khoảng 1987']);
    expect(showInstant('2026-03-31T18:05:00.000Z')).toBe('01/04/2026 01:05');
    expect(vietnamDay(Date.parse('2026-03-31T18:05:00.000Z'))).toBe('2026-04-01');
  });
  it('steps over years by months', () => {
    expect(firstOfMonth('2026-03-31', 11)).toBe('2025-04-01');
    expect(firstOfMonth('2026-01-15', 1)).toBe('2025-12-01');
    expect([lastOfMonth('2028-02', '2028-12-31'), lastOfMonth('2026-03', '2026-03-10')]).toEqual(['2028-02-29', '2026-03-10']);
  });
});
