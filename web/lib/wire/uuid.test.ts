import { expect, test } from 'vitest';
import { uuidV7 } from './uuid.ts';

test('the id carries the time, the version and the variant', () => {
  const id = uuidV7(
    () => 0x0199_0000_0001,
    (length) => new Uint8Array(length).fill(0xff),
  )();
  expect(id).toBe('01990000-0001-7fff-bfff-ffffffffffff');
});

test('ids of later milliseconds sort after earlier ones', () => {
  let now = 1_700_000_000_000;
  const next = uuidV7(
    () => now++,
    (length) => crypto.getRandomValues(new Uint8Array(length)),
  );
  const ids = Array.from({ length: 50 }, next);
  expect([...ids].sort()).toEqual(ids);
});
