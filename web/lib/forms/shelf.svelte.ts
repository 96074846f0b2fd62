import { commonForms, isCommonKind, type Form, type FormKind, type RareKind } from './index.ts';
import { learnWords } from './text.ts';

/** Where pages find the form of a kind. Those of rarer acts lie in a file of their own, which the phone has but does not read at the start. */
export class FormShelf {
  private rare = $state.raw<ReadonlyMap<RareKind, Form>>();

  /** The form of a kind; `undefined` while its file is not read. */
  of(kind: FormKind): Form | undefined {
    return isCommonKind(kind) ? commonForms[kind] : this.rare?.get(kind);
  }

  /** The form of a kind, read now if need be; `undefined` when the file is not on the phone and there is no network. */
  async take(kind: FormKind): Promise<Form | undefined> {
    if (!isCommonKind(kind) && !this.rare) {
      const loaded = await import('./acts/index.ts').catch(() => undefined);
      if (!loaded) return undefined;
      learnWords(loaded.words);
      this.rare = loaded.rareForms;
    }
    return this.of(kind);
  }
}
