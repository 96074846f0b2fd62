import type { FormKind } from '$lib/forms/index.ts';

/** One key for each kind: the digits are the tables of the paper P0/CTV in its order (0 is the tenth), the letters those that have no table. */
export const kindKeys: Record<FormKind, string> = {
  birth: '1',
  newborn_screen: '2',
  death: '3',
  move_in: '4',
  move_out: '5',
  change: '6',
  contraception_start: '7',
  contraception_stop: '8',
  pregnancy: '9',
  prenatal_screen: '0',
  elderly_checkup: 'k',
  marriage: 'h',
  divorce: 'l',
  separation: 't',
  widowed: 'g',
  adoption: 'n',
  disability: 'd',
  transfer: 'c',
  transfer_receipt: 'x',
  household: 'm',
  household_change: 's',
  head_change: 'u',
  split: 'p',
  merge: 'e',
  reviewed: 'r',
};

const byKey = new Map(Object.entries(kindKeys).map(([kind, key]) => [key, kind as FormKind]));

/** The kind of a key; `undefined` for a key that has none. */
export function kindOfKey(key: string): FormKind | undefined {
  return byKey.get(key.toLowerCase());
}
