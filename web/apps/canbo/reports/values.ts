import { formatCount, formatDecimal } from '$lib/charts/numbers';

/** A number of a difference table: whole numbers whole, others with two decimals at most. */
export function differenceValue(value: number | undefined): string {
  if (value === undefined) return '–';
  return Number.isInteger(value) ? formatCount(value) : formatDecimal(value, 2);
}

/** The first characters of a hash in groups, which people can read out to each other. */
export function shortHash(hash: string): string {
  return (hash.slice(0, 16).match(/.{1,4}/g) ?? []).join(' ');
}
