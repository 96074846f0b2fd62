import type { Catalog, Event, HouseholdDocument } from '$lib/api';
import { showDate } from './dates';
import { hasMessage, t } from './text';

/** What is needed to say codes and ids in words. */
export interface Glossary {
  lists: Catalog['lists'];
  /** Names of persons by id. */
  names: ReadonlyMap<string, string>;
  /** Names of units by code, as far as known. */
  units?: ReadonlyMap<string, string>;
}

export interface Fact { label: string; text: string }

/** The names of everyone the documents and the events speak of. */
export function namesIn(documents: readonly (HouseholdDocument | undefined)[], events: readonly (Event | undefined)[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const event of events) {
    for (const [id, content] of Object.entries(event?.personal ?? {})) if (content.name) names.set(id, content.name);
  }
  for (const document of documents) {
    for (const person of [...(document?.members ?? []), ...(document?.past ?? [])]) if (person.name) names.set(person.id, person.name);
  }
  return names;
}

/** The label of a code in a list, or the code itself when the list does not know it. */
export function codeLabel(lists: Catalog['lists'], list: string, code: string): string {
  return lists[list]?.find((entry) => entry.code === code)?.label ?? code;
}

/** Which list of the catalog explains a key; `kind.key` where the list depends on the kind of event. */
const codeLists: Readonly<Record<string, string>> = {
  sex: 'sex', relationship: 'relationship', residence: 'residence', ethnic: 'ethnic', education: 'education', marital: 'marital',
  method: 'contraception_method', outcome: 'pregnancy_outcome', cause: 'death_cause', degree: 'disability_degree', origin: 'origin_kind',
  kin_degree: 'kin_degree', type: 'household_type', place: 'service_place', reason: 'move_reason', source: 'event_source', left: 'departure_reason',
  edward: 'prenatal_result', down: 'prenatal_result', patau: 'prenatal_result', thalassemia: 'prenatal_result',
  ch: 'newborn_result', g6pd: 'newborn_result', cah: 'newborn_result', hearing: 'newborn_result', heart: 'newborn_result',
  'birth.place': 'birth_place', 'death.place': 'death_place', 'disability.type': 'disability_type',
  'contraception_stop.reason': 'contraception_stop_reason', 'withdrawal.reason': 'withdrawal_reason',
};
const dateKeys = new Set(['birth', 'mother_birth', 'pregnant', 'lmp', 'since', 'opened', 'closed', 'reviewed']);
const personKeys = new Set(['person', 'duplicate', 'mother', 'father', 'head']);
/** Ids that mean nothing to a reader. */
const silentKeys = new Set(['household', 'from_household', 'to_household', 'hamlet', 'to_hamlet', 'area', 'to_area', 'event', 'base', 'transfer']);

/** One value of an attribute in words; `kind` is that of the event it stands in. */
export function showValue(key: string, value: unknown, glossary: Glossary, kind = ''): string {
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  const list = codeLists[`${kind}.${key}`] ?? codeLists[key];
  if (typeof value === 'number') return list === undefined ? String(value) : codeLabel(glossary.lists, list, String(value));
  if (typeof value !== 'string') return '';
  if (dateKeys.has(key)) return showDate(value);
  if (personKeys.has(key)) return glossary.names.get(value) ?? t('value.unnamed');
  return list === undefined ? value : codeLabel(glossary.lists, list, value);
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

function showPerson(value: unknown, glossary: Glossary): string {
  if (typeof value === 'string') return glossary.names.get(value) ?? t('value.unnamed');
  const member = record(value);
  if (!member) return '';
  const parts = [
    typeof member.person === 'string' ? (glossary.names.get(member.person) ?? t('value.unnamed')) : t('value.outsider'),
    ...(['sex', 'birth', 'relationship'] as const).filter((key) => key in member).map((key) => showValue(key, member[key], glossary)),
  ];
  return parts.join(', ');
}

function showOrigin(value: unknown, glossary: Glossary): string {
  const origin = record(value);
  if (!origin) return '';
  const kind = showValue('origin', origin.kind, glossary);
  if (typeof origin.unit !== 'string') return kind;
  return t('value.origin.unit', { kind, unit: glossary.units?.get(origin.unit) ?? origin.unit });
}

function showField(kind: string, key: string, value: unknown, glossary: Glossary): string {
  if (key === 'from' || key === 'to' || key === 'origin') return showOrigin(value, glossary);
  if (key === 'child') return showPerson(value, glossary);
  if (Array.isArray(value)) return value.map((one) => showPerson(one, glossary)).join('; ');
  return showValue(key, value, glossary, kind);
}

/** The name of an attribute. */
export function label(key: string): string {
  const named = `fact.${key}`;
  return hasMessage(named) ? t(named) : key;
}

function changeFacts(event: Event & { kind: 'change' }, glossary: Glossary): Fact[] {
  const { person, field } = event.data;
  return [
    { label: label('person'), text: showPerson(person, glossary) },
    { label: t('fact.new_value', { field: label(field).toLocaleLowerCase('vi') }), text: changedValue(event, glossary) },
  ];
}

/** The value a `change` writes, wherever it travels. */
export function changedValue(event: Event & { kind: 'change' }, glossary: Glossary): string {
  const { person, field, value } = event.data;
  if (field === 'name' || field === 'pin' || field === 'health_card' || field === 'phone') {
    return event.personal?.[person]?.[field] ?? t('value.hidden');
  }
  return value === undefined ? t('value.emptied') : showValue(field, value, glossary);
}

/** What an event says, as label and text, in the order in which it is written. */
export function eventFacts(event: Event, glossary: Glossary): Fact[] {
  const facts: Fact[] = [{ label: t('fact.date'), text: showDate(event.date) }];
  if (event.kind === 'change') facts.push(...changeFacts(event, glossary));
  else {
    for (const [key, value] of Object.entries(event.data as Record<string, unknown>)) {
      if (silentKeys.has(key)) continue;
      facts.push({ label: label(key), text: showField(event.kind, key, value, glossary) });
    }
  }
  for (const content of Object.values(event.personal ?? {})) {
    for (const key of ['address', 'note'] as const) if (content[key]) facts.push({ label: label(key), text: content[key] });
    for (const [key, value] of Object.entries(content.health ?? {})) facts.push({ label: label(key), text: showValue(key, value, glossary, event.kind) });
  }
  return facts.filter((fact) => fact.text !== '');
}

/** The name of a kind of event. */
export function kindLabel(lists: Catalog['lists'], kind: string): string {
  return codeLabel(lists, 'event_kind', kind);
}
