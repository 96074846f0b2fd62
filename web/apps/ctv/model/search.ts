import type { HouseholdView } from '$lib/overlay';
import { fold, foldToned } from '$lib/rules/fold.ts';

export interface Searchable {
  view: HouseholdView;
  /** Without accents: number, address, names, years, tails of numbers. */
  key: string;
  /** As written, for ranking what matches with its accents first. */
  exact: string;
}

export function searchable(view: HouseholdView): Searchable {
  const { document } = view;
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
  return { view, key: fold(words), exact: foldToned(words) };
}

const byNumber = (a: Searchable, b: Searchable) =>
  a.view.document.number.localeCompare(b.view.document.number, 'vi', { numeric: true });

/** Households in which every word of the query begins some word; that number first, then those with the very accents. */
export function search(all: readonly Searchable[], query: string): HouseholdView[] {
  const words = fold(query).split(' ').filter(Boolean);
  const exact = foldToned(query);
  const rank = ({ view, exact: written }: Searchable) =>
    Number(view.document.number === exact) * 2 + Number(written.includes(exact));
  const found = all.filter(({ key }) => words.every((word) => ` ${key}`.includes(` ${word}`)));
  return found
    .sort((a, b) => rank(b) - rank(a) || byNumber(a, b))
    .map(({ view }) => view);
}
