import type { Level, ReportForm } from '$lib/api';

/** The newest version of each form that units of a level report on, in order of their names. */
export function formsFor(forms: readonly ReportForm[] | undefined, level: Level | undefined): ReportForm[] {
  const newest = new Map<string, ReportForm>();
  for (const form of forms ?? []) {
    if (form.level !== level) continue;
    const known = newest.get(form.form);
    if (!known || known.valid_from < form.valid_from) newest.set(form.form, form);
  }
  return [...newest.values()].sort((a, b) => a.form.localeCompare(b.form));
}

/** The version of a form in force on a day, else its newest. */
export function formOn(forms: readonly ReportForm[] | undefined, name: string, day: string): ReportForm | undefined {
  const versions = (forms ?? []).filter((form) => form.form === name);
  return versions.find((form) => form.valid_from <= day && (form.valid_to === undefined || day <= form.valid_to)) ?? versions.at(-1);
}

const depth: Record<ReportForm['level'] | Level, number> = { nation: 0, province: 1, district: 2, commune: 3, area: 4, hamlet: 4 };

/** Forms of which a board of a unit can be drawn: those of its own level and of the levels below, the nearest below first. */
export function boardForms(forms: readonly ReportForm[] | undefined, level: Level | undefined): ReportForm[] {
  if (level === undefined) return [];
  const levels = (['commune', 'district', 'province'] as const).filter((one) => depth[one] >= depth[level]);
  return levels.flatMap((one) => formsFor(forms, one));
}
