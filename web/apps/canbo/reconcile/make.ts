import type { ListField, ListPreview, ListSource, Mapping, ReconciliationAsk } from '$lib/api';
import { csv } from '$lib/charts/csv';
import { parseTypedDay } from '../dates.ts';
import { r, say } from './text.ts';

/** What is typed about a list; kept while the desk is open. */
export interface About { name: string; source: ListSource | ''; purpose: string; legal_basis: string; as_of: string; afresh: boolean }
export const emptyAbout = (): About => ({ name: '', source: '', purpose: '', legal_basis: '', as_of: '', afresh: false });

/** The fields in the order in which they are mapped; what matters most first. */
export const mappedFields: readonly ListField[] = ['name', 'birth', 'number', 'sex', 'address', 'commune', 'house', 'phone', 'household', 'old_number', 'given', 'id'];

/** Where something is missing, by the id of its control. */
export type Wrong = { id: string; message: string };

/** A column that two fields point at. */
export function columnTwice(mapping: Mapping): string | undefined {
  const columns = Object.values(mapping);
  return columns.find((column, index) => columns.indexOf(column) !== index);
}

/** The mapping with one field changed; an empty column takes the field out. */
export function mapped(mapping: Mapping, field: ListField, column: string): Mapping {
  const { [field]: _, ...rest } = mapping;
  return column === '' ? rest : { ...rest, [field]: column };
}

/** What keeps a list from being run, as sentences. */
export function missingWords(preview: Pick<ListPreview, 'missing'>): string[] {
  return preview.missing.map((field) => (field === 'name' ? r('make.missing_name') : field === 'birth' ? r('make.missing_birth') : r('make.missing_other', { field: r(`list_field.${field}`) })));
}

/** What is asked of the server, or what must be filled in first. */
export function askOf(unit: string, about: About, preview: ListPreview | undefined, today: string): { ask?: ReconciliationAsk; wrong: Wrong[] } {
  const as_of = parseTypedDay(about.as_of);
  const wrong: Wrong[] = [
    ...(preview === undefined ? [{ id: 'list-file', message: r('make.wrong_file') }] : preview.ready && columnTwice(preview.mapping) === undefined ? [] : [{ id: 'map-name', message: r('make.wrong_columns') }]),
    ...(about.name.trim() === '' ? [{ id: 'about-name', message: r('make.wrong_name') }] : []),
    ...(about.source === '' ? [{ id: 'about-source', message: r('make.wrong_source') }] : []),
    ...(about.purpose.trim() === '' ? [{ id: 'about-purpose', message: r('make.wrong_purpose') }] : []),
    ...(about.legal_basis.trim() === '' ? [{ id: 'about-legal', message: r('make.wrong_legal') }] : []),
    ...(as_of === undefined || as_of > today ? [{ id: 'about-day', message: r('make.wrong_as_of') }] : []),
  ];
  if (wrong.length > 0 || preview === undefined || about.source === '' || as_of === undefined) return { wrong };
  return {
    wrong,
    ask: {
      unit, name: about.name.trim(), source: about.source, purpose: about.purpose.trim(), legal_basis: about.legal_basis.trim(), as_of, mapping: preview.mapping,
      ...(about.afresh && { afresh: true as const }), ...(preview.sheet !== undefined && { sheet: preview.sheet }), ...(preview.encoding !== undefined && { encoding: preview.encoding }),
    },
  };
}

/** The lines that cannot be used, as a file to send back. */
export function badCsv({ bad, columns }: Pick<ListPreview, 'bad' | 'columns'>): string {
  return csv([
    [r('make.bad_line'), r('make.bad_reason'), ...columns.map(({ name }) => name)],
    ...bad.map(({ line, reason, cells }) => [line, say(`bad.${reason}`, reason), ...cells]),
  ]);
}
