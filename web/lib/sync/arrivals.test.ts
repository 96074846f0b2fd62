import { expect, test } from 'vitest';
import { AREA, entry, HAMLET, householdId, households } from '../../test/samples.ts';
import { arrivals } from './arrivals.ts';

const NOW = Date.parse('2026-11-21T18:00:00Z');
const all = () => households().filter(({ closed }) => closed === undefined);
const others = (except: number) => new Set(all().map(({ id }) => id).filter((id) => id !== householdId(except)));

test('a household is noted that came into an area held here, with the day in Viet Nam', () => {
  expect(arrivals(all(), others(2), new Set([AREA]), [], NOW)).toEqual([
    { put: 'arrival', id: householdId(2), value: { household: householdId(2), day: '2026-11-22' } },
  ]);
});

test('not one held before, of another area, closed, or opened on this phone', () => {
  const none = (households: ReturnType<typeof all>, known: Set<string>, areas: Set<string>, entries: Parameters<typeof arrivals>[3]) =>
    expect(arrivals(households, known, areas, entries, NOW)).toEqual([]);
  none(all(), new Set(all().map(({ id }) => id)), new Set([AREA]), []);
  none(all(), others(2), new Set(['elsewhere']), []);
  none(all().map((one) => ({ ...one, closed: '2026-01-01' })), new Set(), new Set([AREA]), []);
  const opened = { household: householdId(2), hamlet: HAMLET, area: AREA, number: '2', type: 'family' as const, members: [] };
  none(all(), others(2), new Set([AREA]), [entry(1, 'household', opened)]);
});
