import { languages, VIETNAMESE } from '../model/languages.ts';
import { speak } from '../text.ts';

/** The language the pages are drawn in. */
export class Speech {
  language = $state(VIETNAMESE);

  /** Goes over to the words of a language; stays, and answers false, where the file is not on the phone. */
  async take(language: string = VIETNAMESE): Promise<boolean> {
    const found = language === VIETNAMESE ? {} : await languages[language]?.().catch(() => undefined);
    if (!found) return false;
    speak(found);
    this.language = language;
    return true;
  }
}
