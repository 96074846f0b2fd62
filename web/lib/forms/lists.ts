import type { CatalogRecord } from '$lib/store';
import type { Item } from '$lib/rules/types.ts';
import type { Option } from './index.ts';

/** The code lists in force today, by id. */
export type Lists = ReadonlyMap<string, readonly Item[]>;

export function listsOf(catalog: CatalogRecord | undefined, today: string): Lists {
  const inForce = (catalog?.lists ?? []).filter(
    ({ valid_from, valid_to }) => valid_from <= today && (valid_to === undefined || today <= valid_to),
  );
  return new Map(inForce.map(({ id, items }) => [id, items]));
}

export function optionsOf(lists: Lists, id: string): Option[] {
  return (lists.get(id) ?? []).map(({ code, vi }) => ({ value: code, label: vi }));
}

/** The Vietnamese name of a code, the code itself when the list lacks it, nothing for nothing. */
export function labelOf(lists: Lists, id: string, code: string | undefined): string {
  return lists.get(id)?.find((item) => item.code === code)?.vi ?? code ?? '';
}

export function isCounted(lists: Lists, residence: string): boolean {
  return lists.get('residence')?.find((item) => item.code === residence)?.['counted'] === true;
}
