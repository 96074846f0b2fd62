/** Small closed vocabularies of the wire. Open code lists (ethnic group, education …) come from the catalogue. */

export type Sex = 'm' | 'f' | 'u';
export type HouseholdType = 'family' | 'collective';
export type BirthPlace = 'station' | 'home' | 'other' | 'hospital';
export type DeathPlace = 'home' | 'facility' | 'other';
export type Source = 'interview' | 'facility' | 'civil_registry' | 'police' | 'insurance' | 'import';
export type Severity = 'error' | 'confirm' | 'warn';

/** Relationship codes the app itself reasons about; the whole list is in the catalogue. */
export const HEAD = '1';
export const SPOUSE = '2';
export const CHILD = '3';

/** `"1987"`, `"1987-05"`, `"1987-05-20"`, each possibly followed by `~` for a guess. */
export type PartialDateText = string;
/** RFC 3339, UTC, milliseconds. */
export type Instant = string;
/** Lower-case UUID. */
export type Id = string;

export const changeFields = [
  'sex',
  'birth',
  'ethnic',
  'education',
  'marital',
  'residence',
  'relationship',
  'mother',
  'father',
  'name',
  'pin',
  'health_card',
  'phone',
] as const;
export type ChangeField = (typeof changeFields)[number];

/** Fields of a `change` whose value is personal and so travels in `personal`, not in `data`. */
export type PersonalField = Extract<ChangeField, 'name' | 'pin' | 'health_card' | 'phone'>;

export function isPersonalField(field: ChangeField): field is PersonalField {
  return field === 'name' || field === 'pin' || field === 'health_card' || field === 'phone';
}
