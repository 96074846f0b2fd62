/**
 * The lunar calendar of Viet Nam, computed from the sun and the moon at UTC+7: a month begins on the day of the new moon, the eleventh month
 * has the winter solstice in it, and in a year of thirteen months the leap month is the first after the eleventh without a major solar term.
 * Positions are those of J. Meeus, Astronomical Algorithms (mean phases with their periodic terms; apparent longitude of the sun).
 */

import { type FullDate } from './partialDate.ts';

export interface LunarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly leap?: true;
}

const VIET_NAM = 7;
const RADIANS = Math.PI / 180;

/** Julian day number at noon of a Gregorian day. */
function julianDay({ year, month, day }: FullDate): number {
  const a = Math.floor((14 - month) / 12);
  const y = year + 4800 - a;
  const m = month + 12 * a - 3;
  return day + Math.floor((153 * m + 2) / 5) + 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) - 32045;
}

function gregorian(julian: number): FullDate {
  const a = julian + 32044;
  const b = Math.floor((4 * a + 3) / 146097);
  const c = a - Math.floor((146097 * b) / 4);
  const d = Math.floor((4 * c + 3) / 1461);
  const e = c - Math.floor((1461 * d) / 4);
  const m = Math.floor((5 * e + 2) / 153);
  return { day: e - Math.floor((153 * m + 2) / 5) + 1, month: m + 3 - 12 * Math.floor(m / 10), year: 100 * b + d - 4800 + Math.floor(m / 10) };
}

/** Dynamical minus universal time in days: a fit that is good to a few seconds from 1900 to 2100. */
function deltaT(julian: number): number {
  const year = 2000 + (julian - 2451545) / 365.25;
  const t = year - 2000;
  const seconds = year < 1986 ? 56.86 + 0.5 * (year - 1986) : 63.86 + 0.3345 * t + 0.0057 * t * t;
  return Math.max(seconds, -3) / 86400;
}

/** Julian date in universal time of the k-th new moon after that of 6 January 2000. */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const e = 1 - 0.002516 * t - 0.0000074 * t * t;
  const mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t - 0.00000015 * t ** 3;
  const sun = (2.5534 + 29.1053567 * k - 0.0000014 * t * t) * RADIANS;
  const moon = (201.5643 + 385.81693528 * k + 0.0107582 * t * t) * RADIANS;
  const latitude = (160.7108 + 390.67050284 * k - 0.0016118 * t * t) * RADIANS;
  const node = (124.7746 - 1.56375588 * k + 0.0020672 * t * t) * RADIANS;
  const terms: [number, number][] = [
    [-0.4072, moon],
    [0.17241 * e, sun],
    [0.01608, 2 * moon],
    [0.01039, 2 * latitude],
    [0.00739 * e, moon - sun],
    [-0.00514 * e, moon + sun],
    [0.00208 * e * e, 2 * sun],
    [-0.00111, moon - 2 * latitude],
    [-0.00057, moon + 2 * latitude],
    [0.00056 * e, 2 * moon + sun],
    [-0.00042, 3 * moon],
    [0.00042 * e, sun + 2 * latitude],
    [0.00038 * e, sun - 2 * latitude],
    [-0.00024 * e, 2 * moon - sun],
    [-0.00017, node],
    [-0.00007, moon + 2 * sun],
    [0.00004, 2 * moon - 2 * latitude],
    [0.00004, 3 * sun],
    [0.00003, moon + sun - 2 * latitude],
    [0.00003, 2 * moon + 2 * latitude],
    [-0.00003, moon + sun + 2 * latitude],
    [0.00003, moon - sun + 2 * latitude],
  ];
  const planets: [number, number][] = [
    [0.000325, 299.77 + 0.107408 * k],
    [0.000165, 251.88 + 0.016321 * k],
    [0.000164, 251.83 + 26.651886 * k],
    [0.000126, 349.42 + 36.412478 * k],
    [0.00011, 84.66 + 18.206239 * k],
    [0.000062, 141.74 + 53.303771 * k],
    [0.00006, 207.14 + 2.453732 * k],
    [0.000056, 154.84 + 7.30686 * k],
  ];
  const periodic = terms.reduce((sum, [size, angle]) => sum + size * Math.sin(angle), 0);
  const disturbed = planets.reduce((sum, [size, angle]) => sum + size * Math.sin(angle * RADIANS), 0);
  const dynamical = mean + periodic + disturbed;
  return dynamical - deltaT(dynamical);
}

/** The day at a place, as a Julian day number, of the k-th new moon. */
function newMoonDay(k: number, zone: number): number {
  return Math.floor(newMoon(k) + 0.5 + zone / 24);
}

/** Which twelfth of its way from the spring equinox the sun is in at midnight that begins a day. */
function solarTwelfth(day: number, zone: number): number {
  const universal = day - 0.5 - zone / 24;
  const t = (universal + deltaT(universal) - 2451545) / 36525;
  const anomaly = (357.52911 + 35999.05029 * t - 0.0001537 * t * t) * RADIANS;
  const centre =
    (1.914602 - 0.004817 * t - 0.000014 * t * t) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly);
  const node = (125.04 - 1934.136 * t) * RADIANS;
  const longitude = 280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre - 0.00569 - 0.00478 * Math.sin(node);
  return Math.floor((((longitude % 360) + 360) % 360) / 30);
}

/** The index of the new moon that begins the eleventh month of a year. */
function eleventhMonth(year: number, zone: number): number {
  const end = julianDay({ year, month: 12, day: 31 });
  let k = Math.floor((end - 2451550.1) / 29.530588861) + 1;
  while (newMoonDay(k, zone) > end) {
    k -= 1;
  }
  return solarTwelfth(newMoonDay(k, zone), zone) >= 9 ? k - 1 : k;
}

interface Months {
  /** Index of the new moon that begins the eleventh month of the year before. */
  readonly first: number;
  /** Which month after it is the leap month, if any. */
  readonly leap: number | undefined;
}

function monthsOf(year: number, zone: number): Months {
  const first = eleventhMonth(year - 1, zone);
  if (eleventhMonth(year, zone) - first === 12) {
    return { first, leap: undefined };
  }
  const twelfth = (offset: number) => solarTwelfth(newMoonDay(first + offset, zone), zone);
  let leap = 1;
  while (twelfth(leap) !== twelfth(leap + 1)) {
    leap += 1;
  }
  return { first, leap };
}

/** The solar day of a lunar date, or undefined when there is no such date. */
export function lunarToSolar(lunar: LunarDate, zone: number = VIET_NAM): FullDate | undefined {
  const { year, month, day, leap: isLeap } = lunar;
  if (month < 1 || month > 12 || day < 1 || day > 30) {
    return undefined;
  }
  const months = monthsOf(month >= 11 ? year + 1 : year, zone);
  const offset = month >= 11 ? month - 11 : month + 1;
  const afterLeap = months.leap !== undefined && offset >= months.leap;
  if (isLeap && months.leap !== offset + 1) {
    return undefined;
  }
  const k = months.first + offset + (afterLeap || isLeap ? 1 : 0);
  const start = newMoonDay(k, zone);
  return start + day > newMoonDay(k + 1, zone) ? undefined : gregorian(start + day - 1);
}

/** The lunar date of a solar day. */
export function solarToLunar(solar: FullDate, zone: number = VIET_NAM): LunarDate {
  const julian = julianDay(solar);
  let k = Math.floor((julian - 2451550.1) / 29.530588861) + 1;
  while (newMoonDay(k, zone) > julian) {
    k -= 1;
  }
  const cycle = k >= eleventhMonth(solar.year, zone) ? solar.year + 1 : solar.year;
  const { first, leap } = monthsOf(cycle, zone);
  const index = k - first;
  const offset = leap !== undefined && index >= leap ? index - 1 : index;
  const month = offset < 2 ? offset + 11 : offset - 1;
  return {
    year: offset < 2 ? cycle - 1 : cycle,
    month,
    day: julian - newMoonDay(k, zone) + 1,
    ...(index === leap ? { leap: true } : {}),
  };
}
