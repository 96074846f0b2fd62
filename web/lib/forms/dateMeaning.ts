import { ageWords } from './dates.ts';
import { t } from './text.ts';
import type { Field, Scene, Values } from './types.ts';

/** What a date means in a field: the age of the one born on it, or of the one chosen in another field; empty where it tells no age. */
export function dateMeaning(field: Field, values: Values, scene: Scene, date: string): string {
  const ages = field.type === 'date' ? field.ages : undefined;
  if (ages === undefined) return '';
  if (ages === 'born') return ageWords(date, scene.today);
  const person = scene.household?.members.find((member) => member.id === values[ages.of]);
  return person ? t(ages.label, { age: ageWords(person.birth, date) }) : '';
}
