/** One line of a count by sex and single age. */
export interface SexAgeRow { sex?: 'm' | 'f' | 'u'; age?: number; count: number }

/** A band of a pyramid: completed ages `from` to `to`, `to` left out for the open band at the top. */
export interface PyramidBand { from: number; to?: number; male: number; female: number; unknown: number }

/** The age from which everyone shares one band. */
export const openAge = { single: 100, five: 85 } as const;

/** The name of a band: `0–4`, `85+`, or a single age. */
export function bandLabel({ from, to }: { from: number; to?: number }): string {
  if (to === undefined) return `${from}+`;
  return from === to ? String(from) : `${from}–${to}`;
}

function emptyBands(width: number, open: number): PyramidBand[] {
  const bands: PyramidBand[] = [];
  for (let from = 0; from < open; from += width) bands.push({ from, to: from + width - 1, male: 0, female: 0, unknown: 0 });
  bands.push({ from: open, male: 0, female: 0, unknown: 0 });
  return bands;
}

function gather(rows: readonly SexAgeRow[], width: number, open: number): PyramidBand[] {
  const bands = emptyBands(width, open);
  for (const row of rows) {
    const { age } = row;
    if (age === undefined || age < 0) continue;
    const band = bands[Math.min(Math.floor(age / width), bands.length - 1)]!;
    if (row.sex === 'm') band.male += row.count;
    else if (row.sex === 'f') band.female += row.count;
    else band.unknown += row.count;
  }
  return bands;
}

/** Five-year bands from 0–4 up to 85+, youngest first. */
export function fiveYearBands(rows: readonly SexAgeRow[]): PyramidBand[] {
  return gather(rows, 5, openAge.five);
}

/** Single ages from 0, up to the highest age present (at least 90), with 100+ together. */
export function singleAgeBands(rows: readonly SexAgeRow[]): PyramidBand[] {
  const bands = gather(rows, 1, openAge.single);
  const highest = bands.findLastIndex((band) => band.male + band.female + band.unknown > 0);
  return highest === bands.length - 1 ? bands : bands.slice(0, Math.max(highest + 1, 91));
}

/** Everyone in the bands. */
export function bandTotals(bands: readonly PyramidBand[]): { male: number; female: number; unknown: number; total: number } {
  const sum = { male: 0, female: 0, unknown: 0, total: 0 };
  for (const band of bands) {
    sum.male += band.male;
    sum.female += band.female;
    sum.unknown += band.unknown;
  }
  sum.total = sum.male + sum.female + sum.unknown;
  return sum;
}
