import general from '$lib/i18n/canbo.vi.json';
import entry from '$lib/i18n/canbo.entry.vi.json';
import figures from '$lib/i18n/canbo.figures.vi.json';
import network from '$lib/i18n/canbo.network.vi.json';
import places from '$lib/i18n/canbo.places.vi.json';
import reports from '$lib/i18n/canbo.reports.vi.json';
import same from '$lib/i18n/canbo.same.vi.json';
import samples from '$lib/i18n/canbo.samples.vi.json';
import { translator } from '$lib/i18n/translator.ts';
import type { Problem } from '$lib/api';

const messages = { ...general, ...figures, ...reports, ...places, ...network, ...entry, ...samples, ...same };

export type MessageKey = keyof typeof messages;

/** The desk's sentences. */
export const t = translator(messages);

/** Whether a key made at run time has a message; lets unknown codes be shown as they are. */
export function hasMessage(key: string): key is MessageKey {
  return Object.hasOwn(messages, key);
}

/** `12345678` → `1234 5678`, easier to read over the telephone. */
export const spaced = (code: string): string => code.replace(/(\d{4})(?=\d)/g, '$1 ');

/** What a problem says to the officer: our message for its code, else the server's sentence, else a general one. */
export function problemText(problem: Problem): string {
  const key = `problem.${problem.code}`;
  if (hasMessage(key)) return t(key);
  return problem.title ?? t('problem.other', { code: problem.code });
}
