import type { Problem } from '$lib/api';
import messages from '$lib/i18n/canbo.forecast.vi.json';
import { translator } from '$lib/i18n/translator.ts';
import { problemText } from '../text';
import { tableFault } from './make';

export type ForecastKey = keyof typeof messages;

/** The sentences of these pages, loaded with them. */
export const f = translator(messages);

function isKey(key: string): key is ForecastKey {
  return Object.hasOwn(messages, key);
}

/** The message of a key made at run time, else what is given: ids that are new are shown as they are. */
export function say(key: string, otherwise: string): string {
  return isKey(key) ? f(key) : otherwise;
}

/** What a problem says here: our message for its code, else the desk's. */
export function problemWords(problem: Problem): string {
  const fault = tableFault(problem);
  if (fault) return f('table.fault', { line: fault.line, why: say(`table.fault.${fault.reason}`, fault.reason) });
  return say(`problem.${problem.code}`, problemText(problem));
}
