import { afterEach, expect, test } from 'vitest';
import { vietnamese } from '$lib/i18n';
import acts from '$lib/i18n/ctv.acts.vi.json';
import sheets from '$lib/i18n/ctv.sheets.vi.json';
import { learnWords, speak, t } from '../text.ts';
import { byCode, faultsOfWords, languageName, languages, recordingOf } from './languages.ts';

const all = { ...vietnamese, ...acts, ...sheets };

afterEach(() => speak({}));

test('every file of a language has messages that are there, with the same places', async () => {
  for (const [code, read] of Object.entries(languages)) expect(faultsOfWords(await read(), all), code).toEqual([]);
  expect(faultsOfWords({ 'home.tasks_note': '{n} hauj lwm', 'nav.back': 'Rov qab' }, all)).toEqual([]);
  expect(faultsOfWords({ 'home.tasks_note': 'hauj lwm', 'no.such': 'x' }, all)).toEqual([
    'home.tasks_note has other places than {n}',
    'no.such is not a message',
  ]);
});

test('what a language lacks is said in Vietnamese, also what is learned later', () => {
  speak({ 'home.tasks_note': '{n} hauj lwm', 'field.spouse': 'Tus txij nkawm' });
  expect(t('home.tasks_note', { n: 3 })).toBe('3 hauj lwm');
  expect(t('home.no_tasks')).toBe('Không có việc');
  learnWords(acts);
  expect(t('field.spouse')).toBe('Tus txij nkawm');
  expect(t('field.marrying')).toBe('Người kết hôn');
  speak({});
  expect(t('field.spouse')).toBe('Vợ hoặc chồng là');
});

test('files are found by the code in their name', () => {
  expect(byCode({ '../../lib/i18n/languages/hmn.json': 1, '../../lib/i18n/languages/blt.json': 2 })).toEqual({ hmn: 1, blt: 2 });
  expect(languageName('vi')).toBe('Tiếng Việt');
});

test('a question is read aloud in the language chosen, else in Vietnamese, else not at all', () => {
  const files = { '../audio/vi/step.child.mp3': 'a', '../audio/hmn/step.child.mp3': 'b', '../audio/vi/step.parents.mp3': 'c' };
  expect(recordingOf('step.child', 'hmn', files)).toBe('b');
  expect(recordingOf('step.parents', 'hmn', files)).toBe('c');
  expect(recordingOf('step.sheet', 'hmn', files)).toBeUndefined();
});
