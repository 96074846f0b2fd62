import { translator, vietnamese, type ActMessageKey, type MessageKey as FirstKey, type PracticeMessageKey, type SheetMessageKey, type Translate } from '$lib/i18n';

export type MessageKey = FirstKey | ActMessageKey | PracticeMessageKey | SheetMessageKey;

type Words = Readonly<Record<string, string>>;

const words: Record<string, string> = { ...vietnamese };
/** Those of the language chosen, which come before Vietnamese. */
const spoken: Record<string, string> = {};

/** The messages of the forms, and of the phone, which shares them. A key whose file is not loaded yet stands for itself. */
export const t: Translate<MessageKey> = translator(words, spoken);

/** Adds the messages of a part of the app that was loaded later. */
export function learnWords(more: Words): void {
  Object.assign(words, more);
}

/** Says from now on in another language what it has words for. Pages that are open have to be drawn anew. */
export function speak(language: Words): void {
  for (const key of Object.keys(spoken)) delete spoken[key];
  Object.assign(spoken, language);
}
