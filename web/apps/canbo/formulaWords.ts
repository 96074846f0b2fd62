import type { Indicator, Term } from '$lib/api';
import { hasMessage, t } from './text';

function say(key: string, otherwise: string): string {
  return hasMessage(key) ? t(key) : otherwise;
}

function range(first: number, last: number): string {
  if (first === last) return String(first);
  if (last >= 99) return t('term.from', { first });
  return first <= 1 ? t('term.to', { last }) : `${first}–${last}`;
}

/** One condition of a term, as `nữ`, `15–49 tuổi`, `con thứ 3 trở lên`. */
function condition(dimension: string, ranges: readonly [number, number][]): string {
  const [only] = ranges;
  const exact = ranges.length === 1 && only ? `term.${dimension}.${only[0]}-${only[1]}` : '';
  if (hasMessage(exact)) return t(exact);
  const values = ranges.map(([first, last]) => range(first, last)).join(', ');
  const key = `term.${dimension}`;
  return hasMessage(key) ? t(key, { values }) : `${dimension} ${values}`;
}

/** What a term counts, in words. */
export function termWords(term: Term): string {
  if (term.operational !== undefined) return say(`operational.${term.operational}`, term.operational);
  const count = term.count ?? '';
  const parts = [say(`count.${count}`, count), ...Object.entries(term.only ?? {}).map(([dimension, ranges]) => condition(dimension, ranges))];
  if (term.when === 'average' || term.when === 'start') parts.push(t(`when.${term.when}`));
  if (term.by) parts.push(t('term.by', { step: term.by.step, dimension: say(`dimension.${term.by.dimension}`, term.by.dimension), from: term.by.from, to: term.by.to }));
  return parts.join(', ');
}

const signs: readonly [RegExp, string][] = [[/\s*\*\s*/g, ' × '], [/\s*\/\s*/g, ' ÷ '], [/\s-\s/g, ' − ']];

/** The formula with the signs that people write, and what each name in it stands for. */
export function formulaWords(indicator: Indicator): { formula: string; terms: { name: string; words: string; /** Its name in the formula, where persons or households stand behind it. */ key?: string }[] } {
  let formula = indicator.formula;
  for (const [sign, written] of signs) formula = formula.replace(sign, written);
  const terms: { name: string; words: string; key?: string }[] = Object.entries(indicator.terms).map(([name, term]) => ({
    name: say(`name.${name}`, name), words: termWords(term), ...(term.count !== undefined && { key: name }),
  }));
  if (/\byears\b/.test(formula)) terms.push({ name: t('name.years'), words: t('term.years') });
  formula = formula.replace(/@?[A-Za-z_][A-Za-z_0-9]*/g, (word) => (word.startsWith('@') ? word.slice(1) : say(`name.${word}`, say(`function.${word}`, word))));
  return { formula, terms };
}

/** The small-number rule in words; undefined where there is none. */
export function smallWords(indicator: Indicator): string | undefined {
  const small = indicator.small;
  if (!small) return undefined;
  const needs = small.require.map(({ of, min }) => {
    const words = of.replace(/[A-Za-z_][A-Za-z_0-9]*/g, (word) => say(`name.${word}`, word)).replace(/\s*\+\s*/g, ' + ');
    return t('small.least', { of: words, min });
  }).join('; ');
  return !small.pool?.length ? t('small.hide', { needs }) : t('small.pool', { needs, years: small.pool.join(', ') });
}
