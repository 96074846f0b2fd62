/** The few sentences that rules and dates say by themselves. */

import { translator } from '../i18n/translator.ts';
import words from './words.vi.json';

export const t = translator(words);
