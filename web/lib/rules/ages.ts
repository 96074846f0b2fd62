/** Ages as people in Viet Nam say them. */

import { type PartialDate, ageAt, daysBetween, imputed } from './partialDate.ts';
import { t } from './words.ts';

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
    return t('unborn');
  }
  const precise = birth.day !== undefined && birth.estimated === undefined;
  const said = (age: string) => (precise ? age : t('about', { what: age }));
  if (years >= 3 || birth.month === undefined) {
    return said(t('years', { n: years }));
  }
  const months = monthsBetween(birth, day);
  return said(months >= 1 ? t('months', { n: months }) : t('days', { n: daysBetween(birth, day) }));
}

function monthsBetween(birth: PartialDate, day: PartialDate): number {
  const [from, to] = [imputed(birth), imputed(day)];
  return (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day ? 1 : 0);
}
