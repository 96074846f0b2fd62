/**
 * The personal identification number, twelve digits `PPP C YY NNNNNN`: province or country of birth registration, century and sex, year of
 * birth, random part; no check digit (Circular 59/2021/TT-BCA, article 4). What it finds warns and never blocks.
 */

import { type PartialDate } from './partialDate.ts';

export type PinIssue = 'format' | 'place' | 'sex' | 'birth_year';

/** Codes of provinces in numbers (Circular 07/2016/TT-BCA, annex 1); countries take the rest from 100 on. */
const PROVINCES = new Set([
  1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54,
  56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
]);

/** The twelve digits, blanks and dots between them dropped; undefined when they are not twelve. */
export function normalizePin(text: string): string | undefined {
  const digits = text.replace(/[ .\u00a0]/g, '');
  return /^[0-9]{12}$/.test(digits) ? digits : undefined;
}

/** What speaks against a number, given its owner's sex and birth. */
export function checkPin(text: string, sex?: string, birth?: PartialDate): PinIssue[] {
  const pin = normalizePin(text);
  if (pin === undefined) {
    return ['format'];
  }
  const issues: PinIssue[] = [];
  const place = Number(pin.slice(0, 3));
  if (place < 100 && !PROVINCES.has(place)) {
    issues.push('place');
  }
  const centuryAndSex = Number(pin.charAt(3));
  if ((sex === 'm' && centuryAndSex % 2 === 1) || (sex === 'f' && centuryAndSex % 2 === 0)) {
    issues.push('sex');
  }
  const year = 1900 + Math.floor(centuryAndSex / 2) * 100 + Number(pin.slice(4, 6));
  if (birth !== undefined && birth.year !== year) {
    issues.push('birth_year');
  }
  return issues;
}
