import { translator, vietnamese, type ActMessageKey, type MessageKey as FirstKey, type SheetMessageKey, type Translate } from '$lib/i18n';

export type MessageKey = FirstKey | ActMessageKey | SheetMessageKey;

const words: Record<string, string> = { ...vietnamese };

/** The messages of this app. A key whose file is not loaded yet stands for itself. */
export const t: Translate<MessageKey> = translator(words);

/** Adds the messages of a part of the app that was loaded later. */
export function learnWords(more: Readonly<Record<string, string>>): void {
  Object.assign(words, more);
}
