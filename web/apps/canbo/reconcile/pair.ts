import type { Candidate, Catalog, Sheet, WeightLine } from '$lib/api';
import { showDate } from '../dates.ts';
import { codeLabel } from '../words.ts';
import { r } from './text.ts';
import { fieldWord, levelWord, placeOf } from './words.ts';

/** How two values stand to each other; `odd`: they agree, but cannot both be right of what else is told; `missing`: only one side tells. */
export type Sign = 'same' | 'near' | 'odd' | 'differs' | 'missing';
/** The icon of a sign; the word stands beside it. */
export const signIcon: Readonly<Record<Sign, string>> = { same: '✓', near: '≈', odd: '!', differs: '≠', missing: '–' };

export type RowKey = 'name' | 'sex' | 'birth' | 'number' | 'old_number' | 'place' | 'phone' | 'relationship' | 'left';
export interface PairRow { key: RowKey; theirs: string; ours: string; sign?: Sign; words: string }

/** The fields of the model that speak of a row. */
const fieldsOf: Readonly<Partial<Record<RowKey, readonly string[]>>> = {
  name: ['surname', 'middle', 'given', 'order'], sex: ['sex'], birth: ['birth'], number: ['number'], old_number: ['number'], place: ['place'], phone: ['phone'],
};
const sameLevels = new Set(['same', 'neither', 'straight', 'years', 'old_same', 'house', 'hamlet']);
const otherLevels = new Set(['other', 'far', 'sibling', 'old_other', 'house_other_commune']);

/** What a level says in one sign. */
export function signOf(level: string): Sign {
  if (sameLevels.has(level)) return 'same';
  if (level === 'contradicts') return 'odd';
  return otherLevels.has(level) ? 'differs' : 'near';
}

const worst = (signs: readonly Sign[]): Sign => (['differs', 'odd', 'near'] as const).find((sign) => signs.includes(sign)) ?? 'same';

/** That someone lives there no more, since when and why; empty for who does. */
export function leftWords({ left, left_reason: why }: Sheet, lists: Catalog['lists']): string {
  if (left === undefined) return '';
  return r('row.left_when', { why: why === undefined ? r('row.left') : codeLabel(lists, 'departure_reason', why), date: showDate(left) });
}

function valueOf(sheet: Sheet, key: RowKey, lists: Catalog['lists']): string {
  switch (key) {
    case 'name': return sheet.name ?? '';
    case 'sex': return sheet.sex === undefined ? '' : codeLabel(lists, 'sex', sheet.sex);
    case 'birth': return sheet.birth === undefined ? '' : showDate(sheet.birth);
    case 'number': return sheet.number_tail === undefined ? '' : r('tail', { tail: sheet.number_tail });
    case 'old_number': return sheet.old_number_tail === undefined ? '' : r('tail', { tail: sheet.old_number_tail });
    case 'place': return placeOf(sheet);
    case 'phone': return sheet.phone ?? '';
    case 'left': return leftWords(sheet, lists);
    case 'relationship': return sheet.relationship === undefined ? '' : codeLabel(lists, 'relationship', sheet.relationship);
  }
}

/** Numbers of 9 and of 12 digits are compared in one field; each row takes only the lines that speak of its number. */
function speaksOf(key: RowKey, line: WeightLine): boolean {
  if (!fieldsOf[key]?.includes(line.field)) return false;
  return line.field !== 'number' || line.level.startsWith('old_') === (key === 'old_number');
}

function rowOf(theirs: Sheet, { sheet, lines }: Pick<Candidate, 'sheet' | 'lines'>, key: RowKey, lists: Catalog['lists']): PairRow | undefined {
  const [left, right] = [valueOf(theirs, key, lists), valueOf(sheet, key, lists)];
  if (left === '' && right === '') return undefined;
  const row: PairRow = { key, theirs: left, ours: right, words: '' };
  if (key === 'left') return row;
  if (key === 'relationship') return left === '' ? undefined : row;
  if (left === '' || right === '') return { ...row, sign: 'missing' };
  const said = lines.filter((line) => speaksOf(key, line));
  if (said.length === 0) return { ...row, sign: left === right ? 'same' : 'differs' };
  const sign = worst(said.map(({ level }) => signOf(level)));
  const telling = said.filter(({ level }) => sign === 'same' || signOf(level) !== 'same');
  const words = telling.map(({ field, level }) => (key === 'name' ? `${fieldWord(field)} ${levelWord(field, level)}` : levelWord(field, level))).join('; ');
  const repeats = words.toLocaleLowerCase('vi') === r(`sign.${sign}`).toLocaleLowerCase('vi') || (sign === 'same' && key !== 'place' && key !== 'birth');
  return { ...row, sign, words: repeats ? '' : words };
}

const keys: readonly RowKey[] = ['name', 'birth', 'sex', 'number', 'old_number', 'place', 'phone', 'relationship', 'left'];

/** What both sides say, aligned; what neither says is left out. */
export function pairRows(theirs: Sheet, candidate: Pick<Candidate, 'sheet' | 'lines'>, lists: Catalog['lists']): PairRow[] {
  return keys.flatMap((key) => rowOf(theirs, candidate, key, lists) ?? []);
}

const folded = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase().trim();

/** Whether someone of one household seems to be in the other: by name without accents and year of birth. Only a help for the eye. */
export function alsoIn(one: Sheet, others: readonly Sheet[]): boolean {
  const { name, birth } = one;
  if (name === undefined) return false;
  return others.some((other) => other.name !== undefined && folded(other.name) === folded(name) && (birth === undefined || other.birth === undefined || birth.slice(0, 4) === other.birth.slice(0, 4)));
}
