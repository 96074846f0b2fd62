import type { Difference, DifferencePage } from '$lib/api';

/** What one collaborator takes along: the differences of an area. */
export interface CarrySheet { area: string; areaName: string; owner?: string; items: Difference[] }

/** The differences by area, in the order of the areas; those of no area come last. Within one, a household stays together. */
export function carrySheets(items: readonly Difference[], owners: DifferencePage['owners']): CarrySheet[] {
  const sheets = new Map<string, CarrySheet>(owners.map(({ area, area_name, owner_name }) => [area, { area, areaName: area_name, ...(owner_name !== undefined && { owner: owner_name }), items: [] }]));
  for (const one of items) {
    const area = one.area ?? '';
    const sheet = sheets.get(area) ?? { area, areaName: one.hamlet_name ?? '–', ...(one.owner_name !== undefined && { owner: one.owner_name }), items: [] };
    sheets.set(area, sheet);
    sheet.items.push(one);
  }
  const place = (one: Difference) => [one.hamlet_name ?? '', one.ours?.household_number ?? one.theirs?.household_number ?? '', one.theirs?.address ?? ''].join('\u0000');
  const filled = [...sheets.values()].filter((sheet) => sheet.items.length > 0);
  for (const sheet of filled) sheet.items.sort((a, b) => place(a).localeCompare(place(b), 'vi', { numeric: true }));
  return filled.toSorted((a, b) => Number(a.area === '') - Number(b.area === ''));
}
