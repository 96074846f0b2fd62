import type { Figure, Indicator } from '$lib/api';
import { formatCount, formatDecimal } from '$lib/charts/numbers';
import { hasMessage, t } from './text';
import { periodLabel } from './periods';

/** A number with the decimals of its indicator. */
export function number(value: number, decimals: number): string {
  return decimals === 0 ? formatCount(value) : formatDecimal(value, decimals);
}

function say(key: string, otherwise: string): string {
  return hasMessage(key) ? t(key) : otherwise;
}

/** The value as shown, or a dash where there is none. */
export function valueText(figure: Figure | undefined): string {
  return figure?.value === undefined ? '–' : number(figure.value, figure.decimals);
}

/** `18,2–21,4`, or nothing where the figure has no interval. */
export function intervalText(figure: Figure): string {
  if (figure.low === undefined || figure.high === undefined) return '';
  return `${number(figure.low, figure.decimals)}–${number(figure.high, figure.decimals)}`;
}

/** What a reader should know about a figure before using it. */
export interface Mark { kind: 'hidden' | 'pooled' | 'estimated' | 'late' | 'draft'; short: string; long: string }

function least(indicator: Indicator | undefined): string {
  const numbers = indicator?.small?.require.map((one) => formatCount(one.min)) ?? [];
  return numbers.length === 0 ? '' : t('mark.least', { least: numbers.join(', ') });
}

/** The marks of a figure, the gravest first. */
export function marks(figure: Figure, indicator?: Indicator): Mark[] {
  const found: Mark[] = [];
  if (figure.hidden !== undefined) {
    const long = figure.hidden === 'small_numbers'
      ? t(indicator?.small?.pool?.length ? 'mark.hidden.pooled' : 'mark.hidden.small', { least: least(indicator) })
      : t(`mark.hidden.${figure.hidden}`, { what: figure.missing.map((name) => say(`operational.${name}`, name)).join(', ') });
    found.push({ kind: 'hidden', short: t(`mark.hidden.${figure.hidden}.short`), long });
  }
  if (figure.pooled !== undefined) {
    found.push({ kind: 'pooled', short: t('mark.pooled.short', { years: figure.pooled.replace('..', '–') }), long: t('mark.pooled', { years: periodLabel(figure.pooled), least: least(indicator) }) });
  }
  if (figure.estimated) found.push({ kind: 'estimated', short: t('mark.estimated.short'), long: t('mark.estimated') });
  if (figure.late) found.push({ kind: 'late', short: t('mark.late.short', { count: formatCount(figure.late) }), long: t('mark.late', { count: formatCount(figure.late) }) });
  return found;
}

/** The marks in one short line, for tables. */
export function remark(figure: Figure): string {
  return marks(figure).map((mark) => mark.short).join('; ');
}

/** The change between two figures of one indicator; undefined when one of them has no value. */
export interface Change { by: number; text: string; within: boolean }
export function change(now: Figure, before: Figure | undefined, indicator?: Indicator): Change | undefined {
  if (now.value === undefined || before?.value === undefined) return undefined;
  // A stock of nobody is before the register began, not a change.
  if (indicator?.reference === 'end' && before.value === 0) return undefined;
  const by = now.value - before.value;
  const size = number(Math.abs(by), now.decimals);
  const none = Number(Math.abs(by).toFixed(now.decimals)) === 0;
  const within = before.low !== undefined && before.high !== undefined && now.value >= before.low && now.value <= before.high;
  return { by, text: none ? t('change.none') : t(by > 0 ? 'change.up' : 'change.down', { size }), within };
}

/** What was counted, in one line: numerator, denominator, person-years. */
export function madeOf(figure: Figure): string {
  const whole = (value: number) => (Number.isInteger(value) ? formatCount(value) : formatDecimal(value));
  return (['numerator', 'denominator', 'exposure'] as const)
    .flatMap((key) => { const value = figure[key]; return value === undefined ? [] : [t(`made.${key}`, { value: whole(value) })]; }).join('; ');
}

/** The method of an interval in words. */
export function intervalMethod(method: Figure['interval']): string {
  const key = `interval.${method}`;
  return hasMessage(key) ? t(key) : method;
}
