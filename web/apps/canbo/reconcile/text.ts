import type { Problem } from '$lib/api';
import messages from '$lib/i18n/canbo.reconcile.vi.json';
import { translator } from '$lib/i18n/translator.ts';
import { problemText } from '../text';

export type ReconcileKey = keyof typeof messages;

/** The sentences of these pages, loaded with them. */
export const r = translator(messages);

function isKey(key: string): key is ReconcileKey {
  return Object.hasOwn(messages, key);
}

/** The message of a key made at run time, else what is given: codes that are new are shown as they are. */
export function say(key: string, otherwise: string): string {
  return isKey(key) ? r(key) : otherwise;
}

/** What a problem says here: our message for its code, else the desk's. */
export function problemWords(problem: Problem): string {
  return say(`problem.${problem.code}`, problemText(problem));
}
