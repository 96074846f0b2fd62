import type { ReportValue } from '$lib/api';
import { formatCount, formatDecimal } from '$lib/charts/numbers';

/** A number of a report as the printed form has it: its decimals are fixed by the text. */
export function reportValue(value: ReportValue | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return formatCount(value);
  const decimals = value.split('.')[1]?.length ?? 0;
  return decimals === 0 ? formatCount(Number(value)) : formatDecimal(Number(value), decimals);
}

/** A number of a difference table: whole numbers whole, others with two decimals at most. */
export function differenceValue(value: number | undefined): string {
  if (value === undefined) return '–';
  return Number.isInteger(value) ? formatCount(value) : formatDecimal(value, 2);
}

/** The first characters of a hash in groups, which people can read out to each other. */
export function shortHash(hash: string): string {
  return (hash.slice(0, 16).match(/.{1,4}/g) ?? []).join(' ');
}
