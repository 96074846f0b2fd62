import type { DocumentMember, Id, Member, Origin, Personal, Sex } from '$lib/wire';
import { dateEntry, noDate, readDate, showDate, yearsAt } from './dates.ts';
import type { DateEntry, Field, Option, Scene, Step, Value, Values } from './types.ts';

export function text(values: Values, id: string): string {
  const value = values[id];
  return typeof value === 'string' ? value.trim().normalize('NFC') : '';
}

export function many(values: Values, id: string): string[] {
  const value = values[id];
  return Array.isArray(value) ? value : [];
}

export function isDateEntry(value: Value): value is DateEntry {
  return typeof value === 'object' && !Array.isArray(value);
}

export function dateOf(values: Values, id: string): DateEntry {
  const value = values[id];
  return isDateEntry(value) ? value : noDate;
}

/** The date as the wire writes it; empty while it cannot be read. */
export function dateText(values: Values, id: string): string {
  const reading = readDate(dateOf(values, id));
  return reading.ok ? reading.text : '';
}

export function todayEntry(scene: Scene): DateEntry {
  return dateEntry(scene.today);
}

/** Members as options: name, with sex and year of birth so that namesakes are told apart. */
export function memberOptions(members: readonly DocumentMember[], scene: Scene): Option[] {
  const relationships = new Map(scene.list('relationship').map(({ value, label }) => [value, label]));
  return members.map((member) => ({
    value: member.id,
    label: member.name ?? scene.text('person.unnamed'),
    note: [relationships.get(member.relationship), showDate(member.birth)].filter(Boolean).join(' · '),
  }));
}

export function members(scene: Scene): readonly DocumentMember[] {
  return scene.household?.members ?? [];
}

/** What someone of the household, or of another one of the phone, is called. */
export function nameOf(scene: Scene, person: string): string {
  const here = members(scene).find((member) => member.id === person);
  const found = here ?? scene.households.flatMap((household) => household.members).find((member) => member.id === person);
  return found?.name ?? '';
}

export function isGrown(member: DocumentMember, scene: Scene): boolean {
  return yearsAt(member.birth, scene.today) >= 10;
}

/** The question where someone came from or went to: a kind, and a place for two of the kinds. */
export function originFields(values: Values, scene: Scene, label: 'field.from' | 'field.to'): Field[] {
  const leaving = label === 'field.to' && { hint: 'field.to_hint' as const };
  const fields: Field[] = [{ type: 'choice', id: 'origin', label, ...leaving, options: scene.list('origin_kind') }];
  const kind = text(values, 'origin');
  const own = new Set(scene.hamlets.map(({ commune }) => commune));
  const others = scene.communes.filter(({ code }) => !own.has(code));
  if (kind === 'commune' && others.length > 0) {
    fields.push(placeField('field.commune', others));
  }
  if (kind === 'province' && scene.provinces.length > 0) {
    fields.push(placeField('field.province', scene.provinces));
  }
  return fields;
}

function placeField(label: 'field.commune' | 'field.province', places: Scene['communes']): Field {
  const options = places.map(({ code, full_name }) => ({ value: code, label: full_name }));
  return { type: 'choice', id: 'unit', label, options, empty: 'field.choose' };
}

/** A place that is not named is an unknown one. */
export function originOf(values: Values): Origin {
  const kind = text(values, 'origin');
  const unit = text(values, 'unit');
  if ((kind === 'commune' || kind === 'province') && unit !== '') return { kind, unit };
  return kind === 'abroad' ? { kind: 'abroad' } : { kind: 'unknown' };
}

export const MORE = 'yes';

/** How many persons the form is about: one more whenever the last page was answered with "one more". */
export function personCount(values: Values): number {
  let count = 1;
  while (values[`m${count - 1}.more`] === MORE) count++;
  return count;
}

/** The personal identification number, twelve digits. */
export const pinField = { type: 'text', label: 'field.pin', hint: 'field.pin_hint', inputmode: 'numeric', pattern: /^\d{12}$/, wrong: 'error.pin' } as const;

/** The pages about the person at `index` in a form that takes several. */
export function personSteps(index: number, scene: Scene, fixedRelationship?: string): Step[] {
  const id = (field: string) => `m${index}.${field}`;
  const person = index + 1;
  const relationship: Field = {
    type: 'choice',
    id: id('relationship'),
    label: 'field.relationship',
    options: scene.list('relationship'),
    empty: 'field.choose',
  };
  return [
    {
      id: id('who'),
      title: fixedRelationship === undefined ? 'step.person_who' : 'step.head_who',
      person,
      fields: [
        { type: 'text', id: id('name'), label: 'field.name', hint: 'field.name_hint', capitals: true },
        { type: 'choice', id: id('sex'), label: 'field.sex', options: sexOptions(scene) },
        { ...pinField, id: id('pin'), optional: true },
      ],
    },
    {
      id: id('born'),
      title: 'step.person_born',
      person,
      fields: [{ type: 'date', id: id('birth'), label: 'field.birth', guessable: true, ages: 'born' }],
    },
    {
      id: id('place'),
      title: 'step.person_place',
      person,
      fields: [
        ...(fixedRelationship === undefined ? [relationship] : []),
        { type: 'choice', id: id('residence'), label: 'field.residence', options: scene.list('residence'), empty: 'field.choose' },
        { type: 'choice', id: id('ethnic'), label: 'field.ethnic', options: scene.list('ethnic'), empty: 'field.choose' },
      ],
    },
    {
      id: id('more'),
      title: 'step.person_more',
      person,
      fields: [
        { type: 'choice', id: id('education'), label: 'field.education', options: scene.list('education'), empty: 'field.choose', optional: true },
        { type: 'choice', id: id('marital'), label: 'field.marital', options: scene.list('marital'), empty: 'field.choose', optional: true },
        {
          type: 'choice',
          id: id('more'),
          label: 'field.more',
          options: [
            { value: 'no', label: scene.text('field.more_no') },
            { value: MORE, label: scene.text('field.more_yes') },
          ],
        },
      ],
    },
  ];
}

export function sexOptions(scene: Scene): Option[] {
  return scene.list('sex').filter(({ value }) => value === 'm' || value === 'f');
}

/** What is likely true of one more person in this household. */
export function startPerson(index: number, scene: Scene, id: Id): Values {
  const head = members(scene).find((member) => member.relationship === '1');
  return {
    [`m${index}.person`]: id,
    [`m${index}.residence`]: '1',
    ...(head?.ethnic && { [`m${index}.ethnic`]: head.ethnic }),
  };
}

/** Gives every person of the form an id; called when "one more" was answered. */
export function withPersonIds(values: Values, scene: Scene): Values {
  let filled = values;
  for (let i = 0; i < personCount(values); i++) {
    if (text(filled, `m${i}.person`) === '') {
      const like = text(filled, `m${i - 1}.ethnic`);
      filled = {
        ...startPerson(i, scene, scene.newId()),
        ...(like && { [`m${i}.ethnic`]: like }),
        ...filled,
      };
    }
  }
  return filled;
}

/** The names of those a form takes in. */
export function namesOf(values: Values): string {
  const names = Array.from({ length: personCount(values) }, (_, index) => text(values, `m${index}.name`));
  return names.filter(Boolean).join(', ');
}

const optional = (key: string, value: string) => (value === '' ? {} : { [key]: value });

export function memberAt(values: Values, index: number, relationship?: string): Member {
  const at = (field: string) => text(values, `m${index}.${field}`);
  return {
    person: at('person'),
    sex: at('sex') as Sex,
    birth: dateText(values, `m${index}.birth`),
    relationship: relationship ?? at('relationship'),
    residence: at('residence'),
    ...optional('ethnic', at('ethnic')),
    ...optional('education', at('education')),
    ...optional('marital', at('marital')),
  };
}

export function personalAt(values: Values, index: number): Record<Id, Personal> {
  const told = { ...optional('name', text(values, `m${index}.name`)), ...optional('pin', text(values, `m${index}.pin`)) };
  return Object.keys(told).length === 0 ? {} : { [text(values, `m${index}.person`)]: told };
}
