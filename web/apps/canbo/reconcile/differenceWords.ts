import type { Difference } from '$lib/api';
import { showDate } from '../dates.ts';
import { t } from '../text.ts';
import { r } from './text.ts';

/** One value of a difference as people read it. Sexes are codes, births are dates; what is absent is said to be. */
function valueWords(field: Difference['field'], value: string | undefined): string {
  if (value === undefined || value === '') return r('diff.no_value');
  if (field === 'birth') return showDate(value);
  if (field !== 'sex') return value;
  if (value === 'm') return t('figures.male');
  if (value === 'f') return t('figures.female');
  return value;
}

/** Both values of a difference in words. */
export function differenceValues(one: Difference): { theirs: string; ours: string } {
  return { theirs: valueWords(one.field, one.theirs_value), ours: valueWords(one.field, one.ours_value) };
}
