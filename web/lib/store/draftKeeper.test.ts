import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { draftKeeper } from './draftKeeper.ts';
import type { Change } from './records.ts';
import type { Draft } from './tables.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const draft = (id: string, name: string): Draft => ({
  id,
  kind: 'birth',
  subject: '',
  step: 0,
  values: { name },
  updated: '2026-03-06T02:03:04.123Z',
});

function scene() {
  const writes: Change[][] = [];
  const keeper = draftKeeper({
    write: async (changes) => {
      writes.push([...changes]);
      return true;
    },
  });
  return { keeper, writes };
}

test('a change is written within 300 ms, also while typing goes on', async () => {
  const { keeper, writes } = scene();
  for (const name of ['B', 'Bé', 'Bé A', 'Bé An']) {
    keeper.keep(draft('d', name));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(writes).toEqual([[{ put: 'draft', id: 'd', value: draft('d', 'Bé A') }]]);
  await vi.advanceTimersByTimeAsync(300);
  expect(writes[1]).toEqual([{ put: 'draft', id: 'd', value: draft('d', 'Bé An') }]);
});

test('leaving the page writes at once', async () => {
  const { keeper, writes } = scene();
  keeper.keep(draft('d', 'Bé'));
  await keeper.flush();
  expect(writes).toHaveLength(1);
});

test('a submitted draft does not come back', async () => {
  const { keeper, writes } = scene();
  keeper.keep(draft('d', 'Bé'));
  keeper.drop('d');
  await vi.advanceTimersByTimeAsync(1000);
  expect(writes).toEqual([]);
});

test('what the storage may not have yet is told until it is written', async () => {
  let written = () => {};
  const keeper = draftKeeper({ write: () => new Promise((done) => (written = () => done(true))) });
  const names = () => keeper.unsaved().map(({ values }) => values['name']);
  keeper.keep(draft('d', 'Bé'));
  expect(names()).toEqual(['Bé']);
  await vi.advanceTimersByTimeAsync(300);
  expect(names()).toEqual(['Bé']);
  keeper.keep(draft('d', 'Bé An'));
  expect(names()).toEqual(['Bé An']);
  written();
  await vi.advanceTimersByTimeAsync(300);
  written();
  await keeper.flush();
  expect(names()).toEqual([]);
});
