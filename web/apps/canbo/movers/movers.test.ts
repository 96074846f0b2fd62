import { describe, expect, it } from 'vitest';
import { bits, dayKey, endsOf, moverCommand, moverShortcuts, percent, placeWords, whyWords } from './movers.ts';

const press = (key: string, more = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, typing: false, control: false, dialog: false, ...more });

describe('movers', () => {
  it('have a key for each command, and none while typing', () => {
    expect(moverShortcuts.map(({ keys }) => moverCommand(press(keys[0]!)))).toEqual(moverShortcuts.map(({ command }) => command));
    for (const more of [{ typing: true }, { dialog: true }, { ctrlKey: true }]) expect(moverCommand(press('y', more))).toBeUndefined();
  });

  it('are told in words', () => {
    expect([0.5, 0.987, 0.99999].map(percent)).toEqual(['50', '98', '99']);
    expect([4, -7.25, 0.01].map(bits)).toEqual(['+4,0', '−7,3', '0']);
    expect(whyWords({ field: 'days', level: 'soon', weight: 4 })).toBe('Ngày đi và ngày đến: đến trong vòng một tháng');
    expect(whyWords({ field: 'birth', level: 'same', weight: 4 })).toBe('Ngày sinh: trùng');
    expect(whyWords({ field: 'other', level: 'new', weight: 4 })).toBe('other: new');
    expect([placeWords({ kind: 'abroad' }), placeWords({ kind: 'commune', code: '1' }), placeWords({ kind: 'province', code: '92', name: 'Thành phố Cần Thơ' })]).toEqual(['nước ngoài', '1', 'Thành phố Cần Thơ']);
    expect([dayKey({ found: true }, 'arrival'), dayKey({ found: false }, 'arrival'), dayKey({ found: false }, 'departure')]).toEqual(['found_on', 'came_on', 'left_on']);
  });

  it('name who came first', () => {
    const line = (side: 'arrival' | 'departure') => ({ side, person: { id: 'own' } }) as Parameters<typeof endsOf>[0];
    expect([endsOf(line('arrival'), 'other'), endsOf(line('departure'), 'other')]).toEqual([{ arrival: 'own', departure: 'other' }, { arrival: 'other', departure: 'own' }]);
  });
});
