import type { Draft } from './tables.ts';
import type { Records } from './records.ts';

/** A change is on the phone's storage at the latest this long after it was made. */
export const SAVE_WITHIN = 250;

export interface DraftKeeper {
  /** Takes note of a changed draft; saved soon, together with what changes meanwhile. */
  keep(draft: Draft): void;
  /** Saves now what is noted; for leaving the page. */
  flush(): Promise<void>;
  /** Forgets what is noted of a draft, because it was submitted or deleted. */
  drop(id: Draft['id']): void;
  /** Drafts as they were last changed that the storage may not have yet. */
  unsaved(): Draft[];
}

export function draftKeeper(records: Pick<Records, 'write'>, saved: (draft: Draft) => void = () => {}): DraftKeeper {
  const noted = new Map<Draft['id'], Draft>();
  const onItsWay = new Map<Draft['id'], Draft>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    const drafts = [...noted.values()];
    noted.clear();
    if (drafts.length === 0) return;
    for (const draft of drafts) onItsWay.set(draft.id, draft);
    await records.write(drafts.map((value) => ({ put: 'draft', id: value.id, value })));
    for (const draft of drafts) if (onItsWay.get(draft.id) === draft) onItsWay.delete(draft.id);
    drafts.forEach(saved);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write, write);
    return writing;
  }

  return {
    keep(draft) {
      noted.set(draft.id, draft);
      timer ??= setTimeout(() => void flush(), SAVE_WITHIN);
    },
    flush,
    drop(id) {
      noted.delete(id);
      onItsWay.delete(id);
    },
    unsaved: () => [...new Map([...onItsWay, ...noted]).values()],
  };
}
