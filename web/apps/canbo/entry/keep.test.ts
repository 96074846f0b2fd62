import { expect, test } from 'vitest';
import { Keep, type Shelf } from './keep.ts';

function shelf(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const [key, other] = ['0b'.repeat(32), '0c'.repeat(32)];

test('what is kept comes back after a reload, and says nothing to who has the files alone', async () => {
  const browser = shelf();
  const keep = await Keep.open(browser, key, 'u1', random);
  await keep.put('ho.1', { name: 'Nguyễn Thị Hoa' });
  await keep.put('ho.1', { name: 'Nguyễn Thị Hoà' });
  const again = await Keep.open(browser, key, 'u1', random);
  expect(await again.get('ho.1')).toEqual({ name: 'Nguyễn Thị Hoà' });
  expect(again.names()).toEqual(['ho.1']);
  expect([...browser.kept.values()].join()).not.toContain('Hoa');
  await again.drop('ho.1');
  expect(await again.get('ho.1')).toBeUndefined();
  expect(browser.kept.size).toBe(0);
});

test('another key, another account and another name open nothing', async () => {
  const browser = shelf();
  await (await Keep.open(browser, key, 'u1', random)).put('a', 1);
  expect(await (await Keep.open(browser, other, 'u1', random)).get('a')).toBeUndefined();
  expect((await Keep.open(browser, key, 'u2', random)).names()).toEqual([]);
  const [sealed = ''] = browser.kept.values();
  browser.setItem('danso-desk.u1.b', sealed);
  const keep = await Keep.open(browser, key, 'u1', random);
  expect([await keep.get('a'), await keep.get('b')]).toEqual([1, undefined]);
});

test('the last of several writes stays', async () => {
  const keep = await Keep.open(shelf(), key, 'u1', random);
  await Promise.all([1, 2, 3].map((value) => keep.put('a', value)));
  expect(await keep.get('a')).toBe(3);
});
