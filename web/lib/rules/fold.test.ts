import { expect, it } from 'vitest';
import { read } from './conformance.ts';
import { fold, foldToned } from './fold.ts';

interface Key { readonly text: string; readonly fold: string }
interface Pair { readonly same: readonly [string, string]; readonly toned: boolean }

it.each(read<(Key | Pair)[]>('conformance/fold.json'))('folds %j', (one) => {
  if ('text' in one) {
    expect(fold(one.text)).toBe(one.fold);
  } else {
    const [a, b] = one.same;
    expect(fold(a)).toBe(fold(b));
    expect(foldToned(a) === foldToned(b)).toBe(one.toned);
  }
});
