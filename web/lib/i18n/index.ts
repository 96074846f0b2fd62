/** Messages of the collaborator's app and those shared with the desk. */
import vi from './vi.json';
import { translator, type Translate } from './translator.ts';

export * from './translator.ts';
export type MessageKey = keyof typeof vi;
/** Messages of acts that are not of every week; their file is loaded with the forms of those acts. */
export type ActMessageKey = Extract<keyof typeof import('./ctv.acts.vi.json'), string>;
/** Messages of the own figures and of the monthly sheet, loaded with those pages. */
export type SheetMessageKey = Extract<keyof typeof import('./ctv.sheets.vi.json'), string>;
/** Messages of the practice area. */
export type PracticeMessageKey = Extract<keyof typeof import('./ctv.practice.vi.json'), string>;
export const vietnamese = vi;

export function translate(locale: { [Key in MessageKey]?: string } = {}): Translate<MessageKey> {
  return translator(vi, locale);
}
