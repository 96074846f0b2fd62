import { expect, it } from 'vitest';
import { read } from './conformance.ts';
import { parsePartialDate } from './partialDate.ts';
import { checkPin } from './pin.ts';

interface Case { readonly pin: string; readonly sex?: string; readonly birth?: string; readonly issues: readonly string[] }

it.each(read<Case[]>('conformance/pin.json'))('%j', ({ pin, sex, birth, issues }) => {
  expect(checkPin(pin, sex, birth === undefined ? undefined : parsePartialDate(birth))).toEqual(issues);
});
