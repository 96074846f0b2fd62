import type { MoverLine, MoverSheet, MoverWeight, StatedPlace } from '$lib/api';
import messages from '$lib/i18n/canbo.movers.vi.json';
import { translator } from '$lib/i18n/translator.ts';
import type { KeyPress } from '../keys.ts';
import { say } from '../reconcile/text.ts';

/** The sentences of this page, loaded with it. */
export const m = translator(messages);
type Key = keyof typeof messages;
const isKey = (key: string): key is Key => Object.hasOwn(messages, key);

/** What a key asks the page to do. */
export type MoverCommand = 'next' | 'previous' | 'candidate' | 'join' | 'apart' | 'side' | 'undo' | 'help';

/** The shortcuts in the order in which the help shows them. */
export const moverShortcuts: readonly { command: MoverCommand; keys: readonly string[] }[] = [
  { command: 'next', keys: ['J', '↓'] },
  { command: 'previous', keys: ['K', '↑'] },
  { command: 'candidate', keys: ['C'] },
  { command: 'join', keys: ['Y'] },
  { command: 'apart', keys: ['N'] },
  { command: 'side', keys: ['T'] },
  { command: 'undo', keys: ['Z'] },
  { command: 'help', keys: ['?'] },
];

const byKey: ReadonlyMap<string, MoverCommand> = new Map<string, MoverCommand>([
  ['j', 'next'], ['ArrowDown', 'next'], ['k', 'previous'], ['ArrowUp', 'previous'], ['c', 'candidate'], ['y', 'join'], ['n', 'apart'], ['t', 'side'], ['z', 'undo'], ['?', 'help'],
]);

/** The command of a key press, if it has one: none in a field, over a dialog or with Ctrl, Alt or Meta. */
export function moverCommand(press: KeyPress): MoverCommand | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey || press.dialog || press.typing) return undefined;
  return byKey.get(press.key.length === 1 ? press.key.toLowerCase() : press.key);
}

/** What was done on this page and can be taken back, the last at the end. */
export type Done = { do: 'join'; event: string; arrival: string } | { do: 'apart'; arrival: string; departure: string };

/** Who came and who left, of a line and one of its candidates. */
export function endsOf(line: MoverLine, candidate: string): { arrival: string; departure: string } {
  return line.side === 'arrival' ? { arrival: line.person.id, departure: candidate } : { arrival: candidate, departure: line.person.id };
}

/** A stated place in words; a code without a name as it stands. */
export function placeWords({ kind, name, code }: StatedPlace): string {
  if (kind === 'abroad' || kind === 'unknown') return m(`place.${kind}`);
  return name ?? code ?? m('place.unknown');
}

export { bits, percent } from '../weights.ts';

/** A weight in words. */
export function whyWords({ field, level }: MoverWeight): string {
  const [named, how] = [`field.${field}`, `level.${field}.${level}`];
  return m('why.line', { field: isKey(named) ? m(named) : say(named, field), level: isKey(how) ? m(how) : say(how, level) });
}

/** When the person came or left, with what that day is, in words. */
export function dayKey(person: Pick<MoverSheet, 'found'>, side: MoverLine['side']): 'found_on' | 'came_on' | 'left_on' {
  if (side === 'departure') return 'left_on';
  return person.found ? 'found_on' : 'came_on';
}
