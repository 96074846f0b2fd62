import { comparePartialDates, earliest, imputed, latest, parsePartialDate, type FullDate } from '$lib/rules/partialDate.ts';
import type { DocumentMember, Event, Id, PartialDateText } from '$lib/wire';

const number = ({ year, month, day }: FullDate) => year * 10_000 + month * 100 + day;
/** An act whose date is not filled in yet comes after all others. */
const NO_DATE = 99_999_999;

/** The one day a date is counted on, as yyyymmdd. */
export function dayOf(date: PartialDateText): number {
  const parsed = parsePartialDate(date);
  return parsed ? number(imputed(parsed)) : NO_DATE;
}

/** The later of two dates. */
export function later(a: PartialDateText, b: PartialDateText): PartialDateText {
  return dayOf(a) - dayOf(b) > 0 || (dayOf(a) === dayOf(b) && a > b) ? a : b;
}

const compareIds = (a: Id, b: Id) => Number(a > b) - Number(a < b);

/** Code of a relationship as a number, those that are none last. */
const relationshipRank = ({ relationship }: DocumentMember) =>
  /^\d+$/.test(relationship) ? Number(relationship) : Number.MAX_SAFE_INTEGER;

function compareBirths(a: DocumentMember, b: DocumentMember): number {
  const [first, second] = [parsePartialDate(a.birth), parsePartialDate(b.birth)];
  return first && second ? comparePartialDates(first, second) : 0;
}

/** The order of the sheet: head, spouse, children by age, then the others. */
export function inSheetOrder(members: readonly DocumentMember[]): DocumentMember[] {
  return [...members].sort(
    (a, b) => relationshipRank(a) - relationshipRank(b) || compareBirths(a, b) || compareIds(a.id, b.id),
  );
}

/** The order in which acts of one day say where people live; `undefined` for those that say nothing of it. */
function rankOf(event: Event): number | undefined {
  switch (event.kind) {
    case 'birth':
      return 0;
    case 'household':
    case 'move_in':
    case 'adoption':
      return 1;
    case 'change':
      if (event.data.field === 'residence') return 2;
      return event.data.field === 'relationship' ? 3 : undefined;
    case 'head_change':
    case 'transfer_receipt':
      return 3;
    case 'transfer':
    case 'split':
    case 'merge':
      return 4;
    case 'move_out':
      return 5;
    case 'death':
      return 6;
    case 'household_change':
    case 'marriage':
    case 'divorce':
    case 'separation':
    case 'widowed':
    case 'contraception_start':
    case 'contraception_stop':
    case 'pregnancy':
    case 'prenatal_screen':
    case 'newborn_screen':
    case 'elderly_checkup':
    case 'disability':
    case 'reviewed':
    case 'withdrawal':
    case 'same_person':
      return undefined;
  }
}

/** Those whom an act lets live somewhere, move, leave or die. */
export function placedBy(event: Event): Id[] {
  switch (event.kind) {
    case 'birth':
    case 'adoption':
      return [event.data.child.person];
    case 'household':
    case 'move_in':
    case 'transfer':
    case 'split':
    case 'merge':
      return event.data.members.map(({ person }) => person);
    case 'transfer_receipt':
      return event.data.members?.map(({ person }) => person) ?? [];
    case 'head_change':
      return [event.data.head, ...event.data.members.map(({ person }) => person)];
    case 'move_out':
      return event.data.persons;
    case 'death':
    case 'change':
      return [event.data.person];
    case 'household_change':
    case 'marriage':
    case 'divorce':
    case 'separation':
    case 'widowed':
    case 'contraception_start':
    case 'contraception_stop':
    case 'pregnancy':
    case 'prenatal_screen':
    case 'newborn_screen':
    case 'elderly_checkup':
    case 'disability':
    case 'reviewed':
    case 'withdrawal':
    case 'same_person':
      return [];
  }
}

/** A birth known to the month or year comes before the other acts that its span allows, a death after them. */
function placingDay(event: Event, acts: readonly Event[]): number {
  const day = dayOf(event.date);
  const span = parsePartialDate(event.date);
  if (!span || (event.kind !== 'birth' && event.kind !== 'death')) return day;
  const who = placedBy(event);
  const others = acts
    .filter((other) => other.id !== event.id && placedBy(other).some((person) => who.includes(person)))
    .map((other) => dayOf(other.date));
  return event.kind === 'birth'
    ? Math.min(day, ...others.filter((other) => other >= number(earliest(span))))
    : Math.max(day, ...others.filter((other) => other <= number(latest(span))));
}

/** The acts that say where people live, in the order of the server's fold: by day, then by what they do, then by id. */
export function inPlacingOrder(acts: readonly Event[]): Event[] {
  const placing = acts.flatMap((event) => {
    const rank = rankOf(event);
    return rank === undefined ? [] : [{ event, rank }];
  });
  const events = placing.map(({ event }) => event);
  return placing
    .map(({ event, rank }) => ({ event, rank, day: placingDay(event, events) }))
    .sort((a, b) => a.day - b.day || a.rank - b.rank || compareIds(a.event.id, b.event.id))
    .map(({ event }) => event);
}

/** Acts in the order in which one replaces what another said: by day, then by id. */
export function inTellingOrder(acts: readonly Event[]): Event[] {
  return [...acts].sort((a, b) => dayOf(a.date) - dayOf(b.date) || compareIds(a.id, b.id));
}
