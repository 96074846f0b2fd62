/** Persons as facts. */

import { ageAt, parsePartialDate } from './partialDate.ts';
import type { Fact } from './types.ts';

export type Person = { readonly [key: string]: Fact };

/** What persons are read with: the day of the event, and which residence codes are counted. */
export interface Reading {
  readonly date: string | undefined;
  readonly counted: ReadonlySet<string>;
}

const KEYS = [
  'name', 'sex', 'birth', 'relationship', 'residence', 'since', 'ethnic', 'education', 'marital', 'mother', 'father', 'method', 'pregnant',
] as const;

/** A value as it is kept in facts: dates without the mark of a guess, and nothing that has no value. */
export function plain(value: unknown): Fact {
  if (typeof value === 'string') {
    return value.endsWith('~') && parsePartialDate(value) ? value.slice(0, -1) : value;
  }
  if (Array.isArray(value)) {
    return value.filter((item) => item !== null && item !== undefined).map(plain);
  }
  if (typeof value === 'object' && value !== null) {
    const known = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
    return Object.fromEntries(known.map(([key, inner]) => [key, plain(inner)]));
  }
  return value as Fact;
}

/** A member of an event (`person`) or of a document (`id`). */
export function memberFacts(member: object, reading: Reading): Person {
  const source = member as Record<string, unknown>;
  const id = source.id ?? source.person;
  const known = KEYS.flatMap((key) => (source[key] === undefined || source[key] === null ? [] : [[key, plain(source[key])]]));
  return finish({ ...(id === undefined ? {} : { id: id as string }), ...Object.fromEntries(known) }, reading);
}

/** Someone who is gone from a household. */
export function past(gone: object, reading: Reading): Person {
  const { left, reason } = gone as { left?: string; reason?: string };
  return finish(
    {
      ...memberFacts(gone, reading),
      ...(left === undefined ? {} : { [reason === 'death' ? 'died' : 'left']: plain(left) }),
      ...(reason === undefined ? {} : { left_reason: reason }),
    },
    reading,
  );
}

/** Adds what is computed: the age on the day of the event, and whether someone still here is a usual resident. */
export function finish(facts: Person, reading: Reading): Person {
  const { age: _age, resident: _resident, ...known } = facts;
  const birth = typeof known.birth === 'string' ? parsePartialDate(known.birth) : undefined;
  const at = reading.date === undefined ? undefined : parsePartialDate(reading.date);
  const here = known.left === undefined && known.died === undefined;
  return {
    ...known,
    ...(birth && at ? { age: ageAt(birth, at) } : {}),
    ...(here && typeof known.residence === 'string' ? { resident: reading.counted.has(known.residence) } : {}),
  };
}
