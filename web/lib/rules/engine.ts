/** The expression engine behind our own small interface: the only file that knows which library it is. */

import { Environment } from '@marcbachmann/cel-js';
import { fold } from './fold.ts';
import { type PartialDate, after, ageAt, daysBetween, parsePartialDate } from './partialDate.ts';

/** A compiled expression. It throws when it cannot be evaluated. */
export type Program = (facts: Record<string, unknown>) => unknown;

function date(text: unknown): PartialDate {
  const found = typeof text === 'string' && !text.endsWith('~') ? parsePartialDate(text) : undefined;
  if (!found) {
    throw new Error('not a date');
  }
  return found;
}

/** Characters by code point, as the server counts them. */
function substr(text: string, from: bigint, to: bigint): string {
  const place = (value: bigint) => Math.max(0, Number(value));
  return [...text].slice(place(from), place(to)).join('');
}

function digit(text: string, at: bigint): bigint {
  const found = at < 0n ? undefined : [...text][Number(at)];
  return found !== undefined && /^[0-9]$/.test(found) ? BigInt(found) : -1n;
}

const environment = new Environment({ unlistedVariablesAreDyn: true })
  .registerFunction('age(string, string): int', (birth: unknown, at: unknown) => BigInt(ageAt(date(birth), date(at))))
  .registerFunction('days(string, string): int', (from: unknown, to: unknown) => BigInt(daysBetween(date(from), date(to))))
  .registerFunction('after(string, string): bool', (a: unknown, b: unknown) => after(date(a), date(b)))
  .registerFunction('substr(string, int, int): string', substr)
  .registerFunction('digit(string, int): int', digit)
  .registerFunction('fold(string): string', fold);

/** Compiles an expression; throws when it is not of the language. */
export function compile(expression: string): Program {
  return environment.parse(expression);
}

/** JSON as the engine wants it: integers as `bigint`. */
export function value(json: unknown): unknown {
  if (typeof json === 'number') {
    return Number.isInteger(json) ? BigInt(json) : json;
  }
  if (Array.isArray(json)) {
    return json.map(value);
  }
  if (typeof json === 'object' && json !== null) {
    return Object.fromEntries(Object.entries(json).map(([key, inner]) => [key, value(inner)]));
  }
  return json;
}
