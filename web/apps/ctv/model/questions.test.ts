import { expect, test } from 'vitest';
import { handed, householdId, households } from '../../../test/samples.ts';
import { outcomes, questions, toAsk } from './questions.ts';

test('questions come household by household in the order of the sheets, people of no household last', () => {
  const asked = questions(handed().reverse(), households());
  expect(asked.map(({ household, list }) => [household?.number, list.map(({ key }) => key)])).toEqual([
    ['11', ['v:4:number', 'v:3:birth']],
    ['12', ['o:6', 'o:5']],
    [undefined, ['t:9']],
  ]);
  expect(asked[0]?.id).toBe(householdId(1));
});

test('a household that is not on this phone any more is asked about by the person', () => {
  const asked = questions(handed(), households().slice(1));
  expect(asked.map(({ id, list }) => [id.endsWith(list[0]?.key ?? '?'), list.length])).toEqual([[false, 2], [true, 1], [true, 1], [true, 1]]);
});

test('what was answered and waits to be sent asks for nothing more', () => {
  const [one, two, three] = handed();
  if (!one || !two || !three) throw new Error('no sample');
  const answer = { outcome: 'ours' as const, at: 't' };
  expect(toAsk([one, { ...two, answer }, { ...three, answer, over: 'refused' }, { ...three, answer, over: 'settled' }])).toBe(3);
});

test('each kind has few answers, none of them twice', () => {
  for (const { first, other } of Object.values(outcomes)) {
    const all = [...first, ...other];
    expect([new Set(all).size, first.length <= 4]).toEqual([all.length, true]);
  }
});
