/** Languages beside Vietnamese, and recordings of questions: files that are there or not, found when the app is built. */
type Words = Readonly<Record<string, string>>;

/** Code of a language → reads its words. */
export type Languages = Readonly<Record<string, () => Promise<Words>>>;

/** `…/hmn.json` → `hmn`. */
export function byCode<T>(files: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [/([^/]+)\.json$/.exec(path)?.[1] ?? path, file]));
}

export const languages: Languages = byCode(
  import.meta.glob<Words>('../../../lib/i18n/languages/*.json', { import: 'default' }),
);

const recordings: Words = import.meta.glob<string>('../audio/*/*.mp3', { query: '?url', import: 'default', eager: true });

export const VIETNAMESE = 'vi';

/** Where the recording of a question lies: in the language chosen, else in Vietnamese; `undefined` where there is none. */
export function recordingOf(key: string, language: string, all: Words = recordings): string | undefined {
  return all[`../audio/${language}/${key}.mp3`] ?? all[`../audio/${VIETNAMESE}/${key}.mp3`];
}

/** What a language is called in Vietnamese. */
export function languageName(code: string): string {
  return new Intl.DisplayNames([VIETNAMESE], { type: 'language' }).of(code) ?? code;
}

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort().join(' ');

/** What is wrong with the words of a language: keys that Vietnamese does not have, and places in braces that differ. */
export function faultsOfWords(words: Words, vietnamese: Words): string[] {
  return Object.entries(words).flatMap(([key, text]) => {
    const original = vietnamese[key];
    if (original === undefined) return [`${key} is not a message`];
    return places(text) === places(original) ? [] : [`${key} has other places than ${places(original)}`];
  });
}
