import type { KeyPress } from '../keys.ts';

/** What a key asks the review queue to do. */
export type PairCommand = 'one' | 'two' | 'three' | 'same' | 'none' | 'unsure' | 'undo' | 'next' | 'previous' | 'help' | 'close';
/** The shortcuts in the order in which the help shows them. */
export const pairShortcuts: readonly { command: PairCommand; keys: readonly string[] }[] = [
  { command: 'one', keys: ['1'] },
  { command: 'two', keys: ['2'] },
  { command: 'three', keys: ['3'] },
  { command: 'same', keys: ['S', 'Enter'] },
  { command: 'none', keys: ['N'] },
  { command: 'unsure', keys: ['K'] },
  { command: 'undo', keys: ['Z'] },
  { command: 'next', keys: ['→'] },
  { command: 'previous', keys: ['←'] },
  { command: 'close', keys: ['Esc'] },
  { command: 'help', keys: ['?'] },
];
const pairKeys: ReadonlyMap<string, PairCommand> = new Map<string, PairCommand>([
  ['1', 'one'], ['2', 'two'], ['3', 'three'], ['s', 'same'], ['Enter', 'same'], ['n', 'none'], ['k', 'unsure'], ['z', 'undo'],
  ['ArrowRight', 'next'], ['ArrowLeft', 'previous'], ['?', 'help'], ['Escape', 'close'],
]);

/** What a key asks the difference worklist to do; a digit chooses an outcome. */
export type DifferenceCommand = 'next' | 'previous' | 'undo' | 'help' | 'close' | { choose: number };
export const differenceShortcuts: readonly { command: 'next' | 'previous' | 'choose' | 'save' | 'undo' | 'help' | 'close'; keys: readonly string[] }[] = [
  { command: 'next', keys: ['J', '↓'] },
  { command: 'previous', keys: ['K', '↑'] },
  { command: 'choose', keys: ['1', '…', '6'] },
  { command: 'save', keys: ['Enter'] },
  { command: 'undo', keys: ['Z'] },
  { command: 'close', keys: ['Esc'] },
  { command: 'help', keys: ['?'] },
];
const differenceKeys: ReadonlyMap<string, DifferenceCommand> = new Map<string, DifferenceCommand>([
  ['j', 'next'], ['ArrowDown', 'next'], ['k', 'previous'], ['ArrowUp', 'previous'], ['z', 'undo'], ['?', 'help'], ['Escape', 'close'],
]);

/** Keys with Ctrl, Alt or Meta belong to the browser, those in a field to the field, save Esc; and none acts while a dialog is open. */
function ours(press: KeyPress): boolean {
  return !press.ctrlKey && !press.altKey && !press.metaKey && !press.dialog && (!press.typing || press.key === 'Escape');
}

/** Letters count in either case: with Caps Lock on, the officer means the same. */
const plain = (key: string): string => (key.length === 1 ? key.toLowerCase() : key);

/** The command of a key press in the review queue, if it has one. On a button or link Enter is its own. */
export function pairCommand(press: KeyPress): PairCommand | undefined {
  if (!ours(press) || (press.key === 'Enter' && press.control)) return undefined;
  return pairKeys.get(plain(press.key));
}

/** The command of a key press in the difference worklist, if it has one. */
export function differenceCommand(press: KeyPress): DifferenceCommand | undefined {
  if (!ours(press)) return undefined;
  if (/^[1-9]$/.test(press.key)) return { choose: Number(press.key) - 1 };
  return differenceKeys.get(plain(press.key));
}

/** What the keys modules need of a press. */
export function pressOf(event: KeyboardEvent): KeyPress {
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  return {
    key: event.key, ctrlKey: event.ctrlKey, altKey: event.altKey, metaKey: event.metaKey, dialog: document.querySelector('dialog[open]') !== null,
    typing: target?.matches('input, textarea, select') ?? false, control: target?.matches('button, a, summary') ?? false,
  };
}
