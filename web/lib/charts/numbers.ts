const whole = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 0 });

/** `1234` → `1.234`. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** `1234.5` → `1.234,5`, always with the given number of decimals. */
export function formatDecimal(value: number, digits = 1): string {
  return new Intl.NumberFormat('vi-VN', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** `12` → `+12`, `-3` → `−3` (a minus sign, not a hyphen), `0` → `0`. */
export function formatSigned(value: number): string {
  const size = formatCount(Math.abs(value));
  if (value === 0) return size;
  return value > 0 ? `+${size}` : `−${size}`;
}

/** `2026-03` → `03/2026`. */
export function formatMonth(month: string): string {
  const [year, number] = month.split('-');
  return `${number}/${year}`;
}
