/** Ages and birth years as people in Viet Nam say them. */

import { type PartialDate, ageAt, daysBetween, imputed } from './partialDate.ts';

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

/** Tuổi mụ: one at birth, one more at each new lunar year. */
export function tuoiMu(birthLunarYear: number, thisLunarYear: number): number {
  return thisLunarYear - birthLunarYear + 1;
}

/** The lunar year of birth of someone who gives his tuổi mụ. */
export function birthYearOfTuoiMu(age: number, thisLunarYear: number): number {
  return thisLunarYear - age + 1;
}

/** An age in words: “38 tuổi”, “7 tháng tuổi”, “12 ngày tuổi”; “khoảng” when the day of birth is not known well enough. */
export function ageInWords(birth: PartialDate, day: PartialDate): string {
  const years = ageAt(birth, day);
  if (years < 0) {
    return 'chưa sinh';
  }
  const precise = birth.day !== undefined && birth.estimated === undefined;
  const about = precise ? '' : 'khoảng ';
  if (years >= 3 || birth.month === undefined) {
    return `${about}${years} tuổi`;
  }
  const months = monthsBetween(birth, day);
  return months >= 1 ? `${about}${months} tháng tuổi` : `${about}${daysBetween(birth, day)} ngày tuổi`;
}

function monthsBetween(birth: PartialDate, day: PartialDate): number {
  const [from, to] = [imputed(birth), imputed(day)];
  return (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day ? 1 : 0);
}
