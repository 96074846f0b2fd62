/** Lines of what sectors need; pure. */
import type { SectorLine } from '$lib/api';
import { formatDecimal } from '$lib/charts/numbers';
import { f, say } from './text';
import { decimalsFor, growthText, signed, write } from './words';

/** The name of a line; a line of which there is no word here shows its id. */
export const lineName = (line: Pick<SectorLine, 'id'>): string => say(`line.${line.id}`, line.id.replaceAll('_', ' '));

/** `1.5` → `1,5`, `35` → `35`. */
function vietnamese(number: string): string {
  return formatDecimal(Number(number), /\.(\d+)/.exec(number)?.[1]?.length ?? 0);
}

/** What a line assumes, in a sentence: bare numbers are put into the words for the line; what has no words is shown as it came. */
export function assumptionText({ id, assumption }: Pick<SectorLine, 'id' | 'assumption'>): string {
  const words = say(`need.${id}`, '');
  if (words === '') return assumption ?? '';
  const numbers = (assumption ?? '').split('·').map((part) => part.trim()).filter((part) => /^\d+(\.\d+)?$/.test(part)).map(vietnamese);
  const filled = ['a', 'b', 'c'].reduce((text, place, at) => text.replace(`{${place}}`, numbers[at] ?? `{${place}}`), words);
  return filled.includes('{') ? (assumption ?? '') : filled;
}

/** When a line of ones and noughts holds. */
function windowText(years: readonly number[], values: readonly number[]): string {
  const open = years.filter((_, at) => values[at] === 1);
  const [from, to] = [open[0], open.at(-1)];
  if (from === undefined || to === undefined) return f('window.never');
  if (from === years[0]) return to === years.at(-1) ? f('window.always', { from, to }) : f('window.until', { year: to });
  return f('window.from', { year: from });
}

/** Decimals of a line: people are whole, beds where they are few and ratios are not. */
export function lineDigits({ id, values }: Pick<SectorLine, 'id' | 'values'>, group: string): number {
  if (id === 'window') return 0;
  if (group === 'structure') return Math.min(1, decimalsFor(values));
  return id === 'maternity_beds' && Math.max(0, ...values) < 20 ? 1 : 0;
}

/** From where to where a line goes; shares and ratios change by points, numbers of people in percent. */
export function lineFinding(line: Pick<SectorLine, 'id' | 'values'>, group: string, years: readonly number[], digits: number): string {
  if (line.id === 'window') return windowText(years, line.values);
  const [first, last] = [line.values[0], line.values.at(-1)];
  if (first === undefined || last === undefined) return '';
  const change = group === 'structure' ? signed(last - first, digits) : growthText(first, last);
  const told = f('sectors.finding', { from: years[0] ?? '', first: write(first, digits), to: years.at(-1) ?? '', last: write(last, digits), change });
  return ['highest', 'lowest'].reduce((text, end) => {
    const value = end === 'highest' ? Math.max(...line.values) : Math.min(...line.values);
    const known = [first, last].some((one) => write(one, digits) === write(value, digits));
    return known ? text : f(end === 'highest' ? 'sectors.highest' : 'sectors.lowest', { text, year: years[line.values.indexOf(value)] ?? '', value: write(value, digits) });
  }, told);
}

/** Years for a table that must fit: the first, the last, and between them those that end in 0 or 5; all where they are few. */
export function milestones(years: readonly number[], most = 8): number[] {
  if (years.length <= most) return [...years];
  const [first, last] = [years[0], years.at(-1)];
  const step = years.length > most * 5 ? 10 : 5;
  return years.filter((year) => year === first || year === last || (year % step === 0 && first !== undefined && last !== undefined && year - first > 1 && last - year > 1));
}
