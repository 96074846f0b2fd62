import type { Answer, Failure, Transport } from '$lib/sync';
import { PRACTICE_GROUND } from './hamlet.ts';

const nowhere: { ok: false; failure: Failure } = { ok: false, failure: { kind: 'unreachable' } };
const said = async <T>(value: T): Promise<Answer<T>> => ({ ok: true, value });

/** Answers like the server and is none: what is pushed here goes nowhere and is forgotten with the page. */
export function practiceServer(): Transport {
  let position = 10;
  let highest = 1;
  const held = new Map<string, number>();

  return {
    push(_token, { events, last_counter: last }) {
      const outcomes = events.map(({ id }) => {
        const known = held.get(id);
        if (known === undefined) held.set(id, ++position);
        return { id, outcome: known === undefined ? ('queued' as const) : ('duplicate' as const), position: known ?? position };
      });
      highest = Math.max(highest, last);
      return said({ outcomes, received: { count: highest, upto: highest, missing: [] }, receipt: 'tap-lam', position });
    },
    pull: () =>
      said({ position, more: false, households: [], gone: [], events: [], counter: highest, catalog: 'tap-lam', ground: PRACTICE_GROUND }),
    differences: () => said({ mark: '' }),
    answerDifferences: async () => nowhere,
    declare: () => said({}),
    logOut: () => said(undefined),
    logIn: async () => nowhere,
    enrol: async () => nowhere,
    catalog: async () => nowhere,
    snapshot: async () => nowhere,
    tellTraining: async () => nowhere,
  };
}
