import { describe, expect, it } from 'vitest';
import type { HouseholdDocument, ReviewItem, Severity } from '../lib/api/index.ts';
import { compareHouseholds } from '../apps/canbo/diff.ts';
import { keyCommand, shortcuts, type KeyPress } from '../apps/canbo/keys.ts';
import { emptyQueue, reduceQueue, splitSelection, type QueueAction, type QueueState } from '../apps/canbo/queueState.ts';

function press(key: string, over: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, altKey: false, metaKey: false, typing: false, control: false, dialog: false, ...over };
}

describe('keys', () => {
  it('maps letters and arrows', () => {
    expect(['j', 'k', 'a', 'r', 'x', 'u', '?', 'Enter', 'ArrowDown', 'X', 'A'].map((key) => keyCommand(press(key)))).toEqual([
      'next', 'previous', 'accept', 'return', 'select', 'undo', 'help', 'open', 'next', 'select_clean', 'accept_selected',
    ]);
  });
  it('leaves writing, dialogs and the browser alone', () => {
    expect(keyCommand(press('a', { typing: true }))).toBeUndefined();
    expect(keyCommand(press('a', { dialog: true }))).toBeUndefined();
    expect(keyCommand(press('a', { ctrlKey: true }))).toBeUndefined();
    expect(keyCommand(press('Enter', { control: true }))).toBeUndefined();
    expect(keyCommand(press('q'))).toBeUndefined();
  });
  it('lists every command once in the help', () => {
    expect(new Set(shortcuts.map((one) => one.command)).size).toBe(shortcuts.length);
  });
});

function item(id: string, severity: Severity = 'clean'): ReviewItem {
  return { id, kind: 'birth', date: '2026-03-01', recorded_at: '2026-03-02T00:00:00.000Z', by_name: 'A', severity, issues: [], status: 'submitted' };
}
const loaded = (): QueueState => reduceQueue(emptyQueue, {
  do: 'load', items: [item('a'), item('b', 'warn'), item('c'), item('d', 'error')], counts: { clean: 2, warn: 1, confirm: 0, error: 1 }, leaving: new Set(),
});
const after = (state: QueueState, ...actions: QueueAction[]) => actions.reduce(reduceQueue, state);
const at = (state: QueueState) => state.items[state.cursor]?.id;

describe('the queue', () => {
  it('moves within its ends', () => {
    expect(at(after(loaded(), { do: 'move', by: -1 }))).toBe('a');
    expect(at(after(loaded(), { do: 'move', by: 1 }, { do: 'move', by: 1 }, { do: 'move', by: 1 }, { do: 'move', by: 1 }))).toBe('d');
  });
  it('goes on to the next row when one is decided, and passes over those that leave', () => {
    const decided = after(loaded(), { do: 'move', by: 1 }, { do: 'decide', ids: ['b'] });
    expect(at(decided)).toBe('c');
    expect(at(after(decided, { do: 'move', by: -1 }))).toBe('a');
    expect(at(after(loaded(), { do: 'go', id: 'd' }, { do: 'decide', ids: ['d'] }))).toBe('c');
  });
  it('returns to a row that is taken back', () => {
    const state = after(loaded(), { do: 'decide', ids: ['a'] }, { do: 'bring_back', ids: ['a'] });
    expect(at(state)).toBe('a');
    expect(state.leaving.size).toBe(0);
  });
  it('drops what was sent, keeps the place and counts down', () => {
    const state = after(loaded(), { do: 'decide', ids: ['a'] }, { do: 'move', by: 1 }, { do: 'sent', ids: ['a'] });
    expect(state.items.map((one) => one.id)).toEqual(['b', 'c', 'd']);
    expect(at(state)).toBe('c');
    expect(state.counts.clean).toBe(1);
  });
  it('selects clean rows only, and tells apart a mixed selection', () => {
    const state = after(loaded(), { do: 'decide', ids: ['a'] }, { do: 'select_clean' }, { do: 'toggle', id: 'b' });
    expect(splitSelection(state)).toEqual({ clean: ['c'], others: ['b'] });
    expect(after(state, { do: 'toggle', id: 'a' }).selected.has('a')).toBe(false);
  });
  it('keeps place and selection over a reload', () => {
    const state = after(loaded(), { do: 'go', id: 'c' }, { do: 'toggle', id: 'c' }, {
      do: 'load', items: [item('z'), item('c')], counts: { clean: 2, warn: 0, confirm: 0, error: 0 }, leaving: new Set(),
    });
    expect(at(state)).toBe('c');
    expect([...state.selected]).toEqual(['c']);
  });
});

describe('before and after', () => {
  const member = (id: string, birth: string) => ({ id, name: id, sex: 'f' as const, birth, relationship: '3', residence: '1', since: '2026-01-01' });
  const household = (members: HouseholdDocument['members']): HouseholdDocument => ({ id: 'h', hamlet: 'x', number: '1', type: 'family', opened: '2026-01-01', position: 1, members });
  it('marks who came, who left and what changed', () => {
    const change = compareHouseholds(household([member('a', '1987'), member('b', '1990')]), household([member('a', '1987-05'), member('c', '2026-03-01')]));
    expect(change.members.map((one) => [one.id, one.change, [...one.fields]])).toEqual([['a', 'changed', ['birth']], ['b', 'removed', []], ['c', 'added', []]]);
  });
  it('shows a new household as all new', () => {
    expect(compareHouseholds(undefined, household([member('a', '1987')])).members.map((one) => one.change)).toEqual(['added']);
  });
});
