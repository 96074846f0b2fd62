import { expect, test } from 'vitest';
import { contactOf, daysLeft, isOver, renewed, seenAt, silentDays, type Lease } from './lease.ts';

const DAY = 86_400_000;
const YEAR = 365 * DAY;
const START = Date.parse('2026-03-01T02:00:00Z');
const contact = (server = START, leaseDays = 30) => ({ leaseDays, server });

/** Looks at the lease whenever the phone is used, as the app does. */
function used(lease: Lease, ...clocks: number[]): Lease {
  return clocks.reduce(seenAt, lease);
}

test('it is over when more than its days have passed without contact', () => {
  const lease = renewed(contact(), START);
  expect([0, 29.9, 30, 30.1].map((days) => isOver(lease, START + days * DAY))).toEqual([false, false, false, true]);
  expect([0, 0.1, 29.9, 31].map((days) => daysLeft(lease, START + days * DAY))).toEqual([30, 30, 1, 0]);
  expect(isOver(renewed(contact(START + 40 * DAY), START + 40 * DAY), START + 41 * DAY)).toBe(false);
});

test('a clock set back gives no time: the greatest time seen counts', () => {
  const lease = used(renewed(contact(), START), START + 20 * DAY, START + 31 * DAY);
  expect(isOver(lease, START + DAY)).toBe(true);
  const between = used(renewed(contact(), START), START + 20 * DAY, START + 2 * DAY);
  expect(silentDays(between, START + 2 * DAY)).toBe(20);
  expect(isOver(between, START + 31 * DAY)).toBe(true);
});

test('a battery that ran dry puts the clock years back and the network puts it right: nothing is locked before its day', () => {
  const lease = used(renewed(contact(), START), START + 5 * DAY, Date.parse('2010-01-01T00:00:00Z'), START + 6 * DAY);
  expect(silentDays(lease, START + 6 * DAY)).toBe(6);
  expect(isOver(lease, START + 31 * DAY)).toBe(true);
});

test('a clock that is always years ahead, or behind, counts as a right one (surveysolutions #3214)', () => {
  for (const skew of [4 * YEAR, -4 * YEAR, 7 * 3_600_000]) {
    const lease = renewed(contact(), START + skew);
    expect([29, 31].map((days) => isOver(lease, START + skew + days * DAY))).toEqual([false, true]);
  }
});

test('a clock years ahead at the contact and put right later does not make the lease years long', () => {
  const lease = used(renewed(contact(), START + 4 * YEAR), START + 10 * DAY);
  expect(silentDays(lease, START + 10 * DAY)).toBe(10);
  expect(isOver(lease, START + 31 * DAY)).toBe(true);
});

test('a clock set forth by mistake locks, and the next contact makes good for it', () => {
  const lease = used(renewed(contact(), START), START + 2 * YEAR, START + 3 * DAY);
  expect(isOver(lease, START + 3 * DAY)).toBe(true);
  expect(isOver(renewed(contact(START + 4 * DAY), START + 4 * DAY), START + 5 * DAY)).toBe(false);
});

test('what is heard stands in the headers; where it does not, nothing is renewed', () => {
  const date = 'Sun, 01 Mar 2026 02:00:00 GMT';
  expect(contactOf(new Headers({ 'Danso-Lease-Days': '14', Date: date }))).toEqual({ leaseDays: 14, server: START });
  expect(contactOf(new Headers({ Date: date }))).toBeUndefined();
  expect(contactOf(new Headers({ 'Danso-Lease-Days': '0', Date: date }))).toBeUndefined();
  expect(contactOf(new Headers({ 'Danso-Lease-Days': '14' }))).toBeUndefined();
});
