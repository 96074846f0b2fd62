/** The names of the lunar years: ten stems and twelve branches, the animals. */

const STEMS = ['Giáp', 'Ất', 'Bính', 'Đinh', 'Mậu', 'Kỷ', 'Canh', 'Tân', 'Nhâm', 'Quý'] as const;
export const BRANCHES = ['Tý', 'Sửu', 'Dần', 'Mão', 'Thìn', 'Tỵ', 'Ngọ', 'Mùi', 'Thân', 'Dậu', 'Tuất', 'Hợi'] as const;
export type Branch = (typeof BRANCHES)[number];

const at = <T>(list: readonly T[], index: number): T => list[((index % list.length) + list.length) % list.length] as T;

/** Can chi of a lunar year: `canChi(1987)` is `'Đinh Mão'`. */
export function canChi(lunarYear: number): string {
  return `${at(STEMS, lunarYear - 4)} ${branchOf(lunarYear)}`;
}

/** The animal year of a lunar year. */
export function branchOf(lunarYear: number): Branch {
  return at(BRANCHES, lunarYear - 4);
}

/** The lunar years of an animal, latest first, as a helper for “tuổi Mão”. */
export function yearsOfBranch(branch: Branch, upTo: number, oldest = 100): number[] {
  const last = upTo - ((((upTo - 4 - BRANCHES.indexOf(branch)) % 12) + 12) % 12);
  const years = [];
  for (let year = last; year > upTo - oldest; year -= 12) {
    years.push(year);
  }
  return years;
}
