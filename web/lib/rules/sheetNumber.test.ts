import { expect, test } from 'vitest';
import { bySheetNumber } from './sheetNumber.ts';

test('households stand in the order of the paper sheet', () => {
  const sorted = ['10', '9', '12.10', '12.2', '15B', '15A', '015', '', '12', '100', 'A2', 'A10'].sort(bySheetNumber);
  expect(sorted).toEqual(['', '9', '10', '12', '12.2', '12.10', '015', '15A', '15B', '100', 'A2', 'A10']);
});

test('the order is the same whichever is asked first', () => {
  const all = ['1', '1.1', '1A', 'A', '01', '2', ''];
  for (const a of all) for (const b of all) expect(Math.sign(bySheetNumber(a, b))).toBe(-Math.sign(bySheetNumber(b, a)) + 0);
});
