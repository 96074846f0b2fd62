/** Makes a guided form of a table of `table.ts`. */
import type { Act, DocumentMember, Elsewhere, HealthContent, HouseholdDocument, Id, Personal } from '$lib/wire';
import { yearsAt } from '../dates.ts';
import { dateText, isDateEntry, many, memberOptions, members, nameOf, originFields, text } from '../common.ts';
import type { Field, Form, Option, Scene, Step, Value, Values } from '../types.ts';
import type { ActTable, Condition, Page, Question, Who } from './table.ts';

/** Whether a question or a page is asked, given the answers so far. */
function holds(condition: Condition | undefined, values: Values): boolean {
  return Object.entries(condition ?? {}).every(([id, wanted]) => [wanted].flat().includes(text(values, id)));
}

/** Lower comes first: those of the right age of whom is known what is needed. */
function rank(member: DocumentMember, who: Who, scene: Scene): number {
  const [from, to] = who.ages ?? [0, 200];
  const age = yearsAt(member.birth, scene.today);
  const unlikely = [
    age < from || age > to,
    who.with !== undefined && member[who.with] === undefined,
    who.marital !== undefined && !who.marital.includes(member.marital ?? ''),
  ];
  return unlikely.filter(Boolean).length;
}

function likely(all: readonly DocumentMember[], who: Who = {}, scene: Scene): DocumentMember[] {
  const possible = all.filter(({ sex }) => who.sex === undefined || sex === who.sex || sex === 'u');
  return [...possible].sort((a, b) => rank(a, who, scene) - rank(b, who, scene));
}

const elsewhere = ({ hamlet, area }: Elsewhere) => `${hamlet} ${area}`;

/** Hamlets that a household may move to: the own ones first. A hamlet may be divided between collaborators. */
function placesToGo(scene: Scene, stay?: true): Option[] {
  const own = scene.hamlets.filter(({ id }) => stay || id !== scene.household?.hamlet);
  const others = scene.elsewhere.map((place) => {
    return { value: elsewhere(place), label: `${place.name} · ${scene.text('field.other_area')} ${place.number}` };
  });
  return [...own.map(({ id, name }) => ({ value: id, label: name })), ...others];
}

/** Hamlet and area chosen in a question. */
export function chosenPlace(values: Values, id: string, scene: Scene): { hamlet: Id; area: Id | undefined } {
  const said = text(values, id);
  const place = scene.elsewhere.find((each) => elsewhere(each) === said);
  return place ?? { hamlet: said, area: scene.areas.find(({ hamlets }) => hamlets.includes(said))?.id };
}

/** The household chosen in a question. */
export function chosenHousehold(values: Values, id: string, scene: Scene): HouseholdDocument | undefined {
  return scene.households.find((household) => household.id === text(values, id));
}

function offered(question: Extract<Question, { ask: 'member' }>, values: Values, scene: Scene): DocumentMember[] {
  const household = question.of === undefined ? members(scene) : (chosenHousehold(values, question.of, scene)?.members ?? []);
  const among = question.among === undefined ? undefined : many(values, question.among);
  const except = question.except === undefined ? '' : text(values, question.except);
  const open = household.filter(({ id }) => id !== except && (among === undefined || among.includes(id)));
  return likely(open, question.who, scene);
}

function optionsOf(question: Question, values: Values, scene: Scene): Option[] {
  switch (question.ask) {
    case 'member':
      return memberOptions(offered(question, values, scene), scene);
    case 'members':
      return memberOptions(likely(members(scene), question.who, scene), scene);
    case 'code':
      return scene.list(question.list).filter(({ value }) => !question.without?.includes(value));
    case 'words':
      return Object.entries(question.words)
        .filter(([value]) => question.where?.(value, scene) ?? true)
        .map(([value, label]) => ({ value, label: scene.text(label) }));
    case 'hamlet':
      return placesToGo(scene, question.stay);
    case 'area':
      return scene.areas.map(({ id, name }) => ({ value: id, label: name }));
    case 'transfer':
      return scene.transfers.map(({ event, members: moved }) => ({
        value: event,
        label: moved.map(({ person }) => nameOf(scene, person)).filter(Boolean).join(', '),
      }));
    case 'household':
    case 'text':
    case 'date':
    case 'origin':
      return [];
  }
}

/** More than fit on a screen become a list that opens. */
const LONG = 12;

/** The fields of a question; none while its condition does not hold. */
function fieldsOf(question: Question, values: Values, scene: Scene): Field[] {
  const { label, hint, optional } = question;
  const common = { id: question.id, label, ...(hint && { hint }), ...(optional && { optional }) };
  switch (question.ask) {
    case 'members':
      return [{ ...common, type: 'people', options: optionsOf(question, values, scene), ...(question.most && { most: question.most }) }];
    case 'household': {
      const others = scene.households.filter(({ id, closed }) => id !== scene.household?.id && closed === undefined);
      return [{ ...common, type: 'household', households: others }];
    }
    case 'text': {
      const { inputmode, pattern, wrong } = question;
      return [{ ...common, type: 'text', ...(inputmode && { inputmode }), ...(pattern && { pattern }), ...(wrong && { wrong }) }];
    }
    case 'date': {
      const ages = question.ages && { of: question.ages, label: 'date.age_at' as const };
      return [{ ...common, type: 'date', ...(question.guessable && { guessable: true as const }), ...(ages && { ages }) }];
    }
    case 'origin':
      return originFields(values, scene, 'field.from').map((field) => ({ ...field, ...(optional && { optional }) }));
    case 'member':
    case 'code':
    case 'words':
    case 'hamlet':
    case 'area':
    case 'transfer': {
      const options = optionsOf(question, values, scene);
      const long = (question.ask === 'code' || question.ask === 'hamlet') && options.length > LONG;
      return [{ ...common, type: 'choice', options, ...(long && { empty: 'field.choose' as const }) }];
    }
  }
}

/** The id of a question on a page that is there once for each of several persons. */
export const idFor = (question: string, person: Id) => `${question}.${person}`;

function stepsOf(page: Page, values: Values, scene: Scene): Step[] {
  if (!holds(page.when, values)) return [];
  const { id, title, each } = page;
  const asked = page.ask.filter((question) => holds(question.when, values));
  if (!each) {
    const fields = asked.flatMap((question) => fieldsOf(question, values, scene));
    return fields.length > 0 ? [{ id, title, fields }] : [];
  }
  const but = each.but === undefined ? '' : text(values, each.but);
  return many(values, each.of)
    .filter((person) => person !== but)
    .map((person) => ({
      id: idFor(id, person),
      title,
      about: nameOf(scene, person) || scene.text('person.unnamed'),
      fields: asked.flatMap((question) => fieldsOf({ ...question, id: idFor(question.id, person) }, values, scene)),
    }));
}

/** An answer as it travels; `undefined` for none. */
function sent(question: Question, values: Values): string | string[] | number | boolean | undefined {
  if (question.ask === 'members') return many(values, question.id);
  if (question.ask === 'date') return dateText(values, question.id) || undefined;
  const said = text(values, question.id);
  const as = 'as' in question ? question.as : undefined;
  if (said === '' || (as === 'boolean' && said !== 'yes' && said !== 'no')) return undefined;
  if (as === 'boolean') return said === 'yes';
  return as === 'number' ? Number(said) : said;
}

function questionsAsked(table: ActTable, values: Values): Question[] {
  const pages = table.pages.filter(({ when, each }) => each === undefined && holds(when, values));
  return pages.flatMap(({ ask }) => ask.filter(({ when }) => holds(when, values)));
}

/** The answers whose target begins so, by the rest of the target. */
function gathered(questions: readonly Question[], values: Values, prefix: 'data.' | 'health.'): Record<string, unknown> {
  const pairs = questions.flatMap((question) => {
    const value = question.to?.startsWith(prefix) ? sent(question, values) : undefined;
    return value === undefined ? [] : [[question.to?.slice(prefix.length) ?? '', value] as const];
  });
  return Object.fromEntries(pairs);
}

function actOf(table: ActTable, values: Values, scene: Scene): Act | undefined {
  const questions = questionsAsked(table, values);
  const composed = table.data ? table.data(values, scene) : {};
  if (composed === undefined) return undefined;
  const dated = questions.find(({ to }) => to === 'date');
  const date = dated ? dateText(values, dated.id) : scene.today;
  const data = { ...gathered(questions, values, 'data.'), ...composed } as Record<string, unknown>;
  const health = { ...gathered(questions, values, 'health.'), ...table.health?.(values) } as HealthContent;
  const addressed = questions.some(({ id }) => id === table.address);
  const address = table.address !== undefined && addressed ? text(values, table.address) : '';
  const household = scene.household?.id ?? '';
  const personal: Record<Id, Personal> = {
    ...(Object.keys(health).length > 0 && { [String(data['person'])]: { health } }),
    ...(address !== '' && { [String(data['household'] ?? household)]: { address } }),
  };
  return { kind: table.kind, date, data, ...(Object.keys(personal).length > 0 && { personal }) } as unknown as Act;
}

/** The first person asked for, when only one can be meant. */
function onlyOne(table: ActTable, scene: Scene): Values {
  const first = table.pages[0]?.ask[0];
  if (first?.ask !== 'member') return {};
  const fitting = offered(first, {}, scene).filter((member) => rank(member, first.who ?? {}, scene) === 0);
  return fitting.length === 1 && fitting[0] ? { [first.id]: fitting[0].id } : {};
}

function startOf(table: ActTable, scene: Scene, person?: Id): Values {
  const first = table.pages[0]?.ask[0];
  const given: Values =
    person === undefined || first === undefined ? {} : first.ask === 'members' ? { [first.id]: [person] } : { [first.id]: person };
  return { ...onlyOne(table, scene), ...table.start?.(scene, person), ...(first?.ask.startsWith('member') ? given : {}) };
}

/** Everyone chosen in the questions of a table, by name. */
function subjectOf(table: ActTable, values: Values, scene: Scene): string {
  const asked = questionsAsked(table, values).filter(({ ask }) => ask === 'member' || ask === 'members');
  const chosen = asked.flatMap(({ id }): string[] => {
    const value: Value = values[id];
    return isDateEntry(value) ? [] : [value ?? []].flat();
  });
  return [...new Set(chosen)].map((person) => nameOf(scene, person)).filter(Boolean).join(', ');
}

export function formOfTable(table: ActTable): Form {
  return {
    kind: table.kind,
    start: (scene, person) => startOf(table, scene, person),
    steps: (values, scene) => table.pages.flatMap((page) => stepsOf(page, values, scene)),
    ...(table.fill && { fill: table.fill }),
    act: (values, scene) => actOf(table, values, scene),
    subject: (values, scene) => subjectOf(table, values, scene),
  };
}

