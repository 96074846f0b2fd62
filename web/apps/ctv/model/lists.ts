import type { CatalogRecord } from '$lib/store';
import type { Option } from '../forms/index.ts';

interface Item {
  code: string;
  vi: string;
  counted?: boolean;
}

interface List {
  id: string;
  items: Item[];
}

/** The code lists of the catalogue by id. */
export type Lists = ReadonlyMap<string, Item[]>;

/** Reads the lists whether they come as an array or by id. */
export function listsOf(catalog: CatalogRecord | undefined): Lists {
  const lists = Object.values((catalog?.lists ?? {}) as Record<string, List>);
  return new Map(lists.map(({ id, items }) => [id, items]));
}

export function optionsOf(lists: Lists, id: string): Option[] {
  return (lists.get(id) ?? []).map(({ code, vi }) => ({ value: code, label: vi }));
}

export function labelOf(lists: Lists, id: string, code: string | undefined): string {
  return lists.get(id)?.find((item) => item.code === code)?.vi ?? code ?? '';
}

export function isCounted(lists: Lists, residence: string): boolean {
  return lists.get('residence')?.find((item) => item.code === residence)?.counted ?? false;
}
