/** What a key asks the queue to do. */
export type Command =
  | 'next' | 'previous' | 'open' | 'accept' | 'return' | 'select' | 'select_clean' | 'accept_selected' | 'undo' | 'help' | 'close';

/** A key press and where it happened. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** The focus is in a field where the key writes text. */
  typing: boolean;
  /** The focus is on a button or link, for which Enter has its own meaning. */
  control: boolean;
  /** A dialog is open over the queue. */
  dialog: boolean;
}

/** The shortcuts in the order in which the help shows them. `keys` are shown as they stand. */
export const shortcuts: readonly { command: Command; keys: readonly string[] }[] = [
  { command: 'next', keys: ['J', '↓'] },
  { command: 'previous', keys: ['K', '↑'] },
  { command: 'open', keys: ['Enter'] },
  { command: 'accept', keys: ['A'] },
  { command: 'return', keys: ['R'] },
  { command: 'select', keys: ['X'] },
  { command: 'select_clean', keys: ['Shift', 'X'] },
  { command: 'accept_selected', keys: ['Shift', 'A'] },
  { command: 'undo', keys: ['U'] },
  { command: 'close', keys: ['Esc'] },
  { command: 'help', keys: ['?'] },
];

const byKey: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['j', 'next'], ['ArrowDown', 'next'], ['k', 'previous'], ['ArrowUp', 'previous'], ['Enter', 'open'],
  ['a', 'accept'], ['r', 'return'], ['x', 'select'], ['X', 'select_clean'], ['A', 'accept_selected'],
  ['u', 'undo'], ['?', 'help'], ['Escape', 'close'],
]);

/**
 * The command of a key press, if it has one. Letters count as written: with Caps Lock on, `A` is the bulk
 * command, which asks for a selection first. Keys with Ctrl, Alt or Meta belong to the browser.
 */
export function keyCommand(press: KeyPress): Command | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey) return undefined;
  const command = byKey.get(press.key);
  if (command === 'close') return command;
  if (press.dialog || press.typing) return undefined;
  if (command === 'open' && press.control) return undefined;
  return command;
}
