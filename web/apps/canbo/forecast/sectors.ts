/** Lines of what sectors need; pure. */
import type { SectorLine } from '$lib/api';
import { say } from './text';

/** The name of a line; a line of which there is no word here shows its id. */
export const lineName = (line: Pick<SectorLine, 'id'>): string => say(`line.${line.id}`, line.id.replaceAll('_', ' '));

/** Years for a table that must fit: the first, the last, and between them those that end in 0 or 5; all where they are few. */
export function milestones(years: readonly number[], most = 8): number[] {
  if (years.length <= most) return [...years];
  const [first, last] = [years[0], years.at(-1)];
  const step = years.length > most * 5 ? 10 : 5;
  return years.filter((year) => year === first || year === last || (year % step === 0 && first !== undefined && last !== undefined && year - first > 1 && last - year > 1));
}
