import type { HouseholdView } from '$lib/overlay';
import { fold, foldToned } from '$lib/rules/fold.ts';
import { bySheetNumber } from '$lib/rules/sheetNumber.ts';
import type { HouseholdDocument } from '$lib/wire';

export interface Searchable {
  view: HouseholdView;
  /** Without accents: number, address, names, years, tails of numbers. */
  readonly key: string;
  /** As written, for ranking what matches with its accents first. */
  readonly exact: string;
}

interface Keys {
  key: string;
  exact: string;
}

/** Keys of documents as they are: one that is changed is another object. */
const made = new WeakMap<HouseholdDocument, Keys>();

function keysOf(document: HouseholdDocument): Keys {
  const known = made.get(document);
  if (known) return known;
  const words = [
    document.number,
    document.address ?? '',
    ...document.members.flatMap(({ name, birth, pin_tail, phone }) => [
      name ?? '',
      birth.slice(0, 4),
      pin_tail ?? '',
      phone?.slice(-4) ?? '',
    ]),
  ].join(' ');
  const keys = { key: fold(words), exact: foldToned(words) };
  made.set(document, keys);
  return keys;
}

/** A household to be searched. Its keys are made when they are first asked for: a list that is only looked at needs none. */
export function searchable(view: HouseholdView): Searchable {
  return {
    view,
    get key() {
      return keysOf(view.document).key;
    },
    get exact() {
      return keysOf(view.document).exact;
    },
  };
}

/** Makes the keys of some households at a time, while nothing else is to be done; gives the way to stop. */
export function makeKeys(all: readonly Searchable[], atATime = 15): () => void {
  let [from, timer] = [0, 0 as ReturnType<typeof setTimeout> | 0];
  const some = () => {
    for (const one of all.slice(from, from + atATime)) void one.key;
    from += atATime;
    if (from < all.length) timer = setTimeout(some);
  };
  timer = setTimeout(some);
  return () => clearTimeout(timer);
}

/** Households in which every word of the query begins some word, as they stand. */
export function searchDocuments(all: readonly HouseholdDocument[], query: string): HouseholdDocument[] {
  const words = fold(query).split(' ').filter(Boolean);
  if (words.length === 0) return [...all];
  return all.filter((document) => {
    const { key } = keysOf(document);
    return words.every((word) => ` ${key}`.includes(` ${word}`));
  });
}

const byNumber = (a: Searchable, b: Searchable) => bySheetNumber(a.view.document.number, b.view.document.number);

/** Households in which every word of the query begins some word; that number first, then those with the very accents. */
export function search(all: readonly Searchable[], query: string): HouseholdView[] {
  const words = fold(query).split(' ').filter(Boolean);
  if (words.length === 0) return [...all].sort(byNumber).map(({ view }) => view);
  const exact = foldToned(query);
  const rank = ({ view, exact: written }: Searchable) =>
    Number(view.document.number === exact) * 2 + Number(written.includes(exact));
  const found = all.filter(({ key }) => words.every((word) => ` ${key}`.includes(` ${word}`)));
  return found
    .sort((a, b) => rank(b) - rank(a) || byNumber(a, b))
    .map(({ view }) => view);
}
