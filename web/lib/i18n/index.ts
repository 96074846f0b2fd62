/** Messages of the collaborator's app and those shared with the desk. */
import vi from './vi.json';
import { translator, type Translate } from './translator.ts';

export * from './translator.ts';
export type MessageKey = keyof typeof vi;
export const vietnamese = vi;

export function translate(locale: { [Key in MessageKey]?: string } = {}): Translate<MessageKey> {
  return translator(vi, locale);
}
