import { expect, test } from 'vitest';
import { translator } from './translator.ts';

const vietnamese = { hello: 'Chào {name}', bye: 'Tạm biệt' };

test('places are filled', () => {
  expect(translator(vietnamese)('hello', { name: 'Hoa' })).toBe('Chào Hoa');
});

test('a place without a value stays visible', () => {
  expect(translator(vietnamese)('hello')).toBe('Chào {name}');
});

test('a further locale falls back to Vietnamese', () => {
  const t = translator(vietnamese, { bye: 'Nyob zoo' });
  expect([t('bye'), t('hello', { name: 'Mỵ' })]).toEqual(['Nyob zoo', 'Chào Mỵ']);
});
