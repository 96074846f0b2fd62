import type { Catalog, Difference } from '$lib/api';
import { showDate } from '../dates.ts';
import { t } from '../text.ts';
import { codeLabel } from '../words.ts';
import { r } from './text.ts';

/** One value of a difference as people read it. Sexes are codes, births are dates; what is absent is said to be. */
function valueWords(field: Difference['field'], value: string | undefined, lists?: Catalog['lists']): string {
  if (value === undefined || value === '') return r('diff.no_value');
  if (field === 'birth') return showDate(value);
  if (field !== 'sex') return value;
  return lists === undefined ? (value === 'm' ? t('figures.male') : value === 'f' ? t('figures.female') : value) : codeLabel(lists, 'sex', value);
}

/** Both values of a difference in words. */
export function differenceValues(one: Difference, lists?: Catalog['lists']): { theirs: string; ours: string } {
  return { theirs: valueWords(one.field, one.theirs_value, lists), ours: valueWords(one.field, one.ours_value, lists) };
}
