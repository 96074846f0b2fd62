import { expect, test } from 'vitest';
import { readDate } from '$lib/forms/dates.ts';
import { readTyped, typedOf } from './typed.ts';

const today = '2026-11-22';
const read = (text: string, month?: string) => {
  const reading = readDate(readTyped(text, today, month));
  return reading.ok ? reading.text : reading.fault;
};

test.each([
  ['5/3/2026', '2026-03-05'], ['05.03.2026', '2026-03-05'], ['05032026', '2026-03-05'], ['050326', '2026-03-05'], ['031087', '1987-10-03'],
  ['03/1987', '1987-03'], ['031987', '1987-03'], ['1987', '1987'], ['1987~', '1987~'], ['~03/1987', '1987-03~'], ['h', '2026-11-22'], ['q', '2026-11-21'],
  ['', 'missing'], ['31/02/2026', 'impossible'], ['hôm kia', 'incomplete'], ['5/3', 'incomplete'],
])('%s is %s', (typed, said) => expect(read(typed)).toBe(said));

test.each([['05', '2026-02-05'], ['0502', '2026-02-05'], ['5/2', '2026-02-05'], ['2812', '2025-12-28'], ['2901', '2026-01-29'], ['05022026', '2026-02-05'], ['3002', 'impossible'], ['7', 'incomplete']])(
  'on the paper of February %s is %s',
  (typed, said) => expect(read(typed, '2026-02')).toBe(said),
);

test('what was typed comes back', () => {
  for (const typed of ['5/3/2026', '3/1987', '1987~', '']) expect(typedOf(readTyped(typed, today))).toBe(typed);
});
