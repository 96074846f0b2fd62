/** The work of the day, found in the book of the phone. Pure. */
import { ageAt, daysBetween, imputed, parsePartialDate, type PartialDate } from '$lib/rules/partialDate.ts';
import { bySheetNumber } from '$lib/rules/sheetNumber.ts';
import type { ArrivalRecord } from '$lib/store';
import { HEAD, SPOUSE, type DocumentMember, type HouseholdDocument } from '$lib/wire';

export interface Duty {
  household: HouseholdDocument;
  person?: DocumentMember;
  /** When it should be, or since when it is so, `YYYY-MM-DD` or as told. */
  day?: string;
  late: boolean;
  /** The day is that on which a birth is due, not since when something is so. */
  due?: true;
}

export interface Duties {
  pregnancies: Duty[];
  screenings: Duty[];
  checkups: Duty[];
  reviews: Duty[];
  /** Households that came without an act of this phone, until something is told of them. */
  arrived: Duty[];
  /** Households in which nobody is the head any more. */
  headless: Duty[];
  /** Who may be widowed: head or spouse, still told as married, after a death in the household within a year. */
  widowed: Duty[];
}

/** Days from the first day of the last period to birth (Naegele's rule). */
const PREGNANCY = 280;
/** Screening after birth belongs into the first 28 days; it is asked for until the child is two months old. */
const SCREENING = 28;
const SCREENING_ASKED = 60;
const OLD = 60;
const YEAR = 365;
const MARRIED = '2';

const two = (value: number) => String(value).padStart(2, '0');

function daysLater(date: PartialDate, days: number): string {
  const { year, month, day } = imputed(date);
  const later = new Date(Date.UTC(year, month - 1, day + days));
  return `${later.getUTCFullYear()}-${two(later.getUTCMonth() + 1)}-${two(later.getUTCDate())}`;
}

function daysSince(date: string, today: PartialDate): number | undefined {
  const from = parsePartialDate(date);
  return from && daysBetween(from, today);
}

function dueOf({ lmp }: DocumentMember): string | undefined {
  const date = lmp === undefined ? undefined : parsePartialDate(lmp);
  return date && daysLater(date, PREGNANCY);
}

function pregnancyOf(household: HouseholdDocument, person: DocumentMember, today: PartialDate): Duty[] {
  if (person.pregnant === undefined) return [];
  const due = dueOf(person);
  const past = daysSince(due ?? person.pregnant, today) ?? 0;
  const late = due === undefined ? past > PREGNANCY : past > 0;
  return [{ household, person, day: due ?? person.pregnant, late, ...(due !== undefined && { due: true as const }) }];
}

function screeningOf(household: HouseholdDocument, person: DocumentMember, today: PartialDate): Duty[] {
  const days = daysSince(person.birth, today);
  if (days === undefined || days < 0 || days > SCREENING_ASKED || person.screened !== undefined) return [];
  return [{ household, person, day: person.birth, late: days > SCREENING }];
}

function checkupOf(household: HouseholdDocument, person: DocumentMember, today: PartialDate): Duty[] {
  const birth = parsePartialDate(person.birth);
  if (!birth || ageAt(birth, today) < OLD) return [];
  const last = person.checked;
  const since = last === undefined ? undefined : daysSince(last, today);
  if (since !== undefined && since < YEAR) return [];
  return [{ household, person, ...(last !== undefined && { day: last }), late: false }];
}

function reviewOf(household: HouseholdDocument, today: PartialDate): Duty[] {
  const last = household.reviewed ?? household.opened;
  const since = daysSince(last, today) ?? 0;
  return since < YEAR ? [] : [{ household, day: last, late: since >= 2 * YEAR }];
}

function headlessOf(household: HouseholdDocument): Duty[] {
  const { type, members } = household;
  return type === 'family' && members.length > 0 && !members.some(({ relationship }) => relationship === HEAD) ? [{ household, late: false }] : [];
}

const GROWN = 18;

function widowedOf(household: HouseholdDocument, today: PartialDate): Duty[] {
  const { members, past = [] } = household;
  const couple = [HEAD, SPOUSE];
  const left = members.filter(({ relationship, marital }) => couple.includes(relationship) && marital === MARRIED);
  return left.flatMap((person): Duty[] => {
    if (members.some(({ id, relationship }) => id !== person.id && couple.includes(relationship))) return [];
    const died = past.filter(({ reason, sex, birth, left: day }) => {
      const born = parsePartialDate(birth);
      return reason === 'death' && sex !== person.sex && born !== undefined && ageAt(born, today) >= GROWN && (daysSince(day, today) ?? YEAR) < YEAR;
    });
    const last = died.at(-1);
    return last ? [{ household, person, day: last.left, late: false }] : [];
  });
}

function arrivedOf({ household: id, day }: ArrivalRecord, open: readonly HouseholdDocument[]): Duty[] {
  const household = open.find((each) => each.id === id);
  const asked = household?.reviewed !== undefined && household.reviewed >= day;
  return household && !asked ? [{ household, day, late: false }] : [];
}

const first = (a: Duty, b: Duty) =>
  Number(b.late) - Number(a.late) ||
  (a.day ?? '').localeCompare(b.day ?? '') ||
  bySheetNumber(a.household.number, b.household.number);

/** What is to be done in the households of the phone, own acts laid over, the most urgent first. */
export function duties(households: readonly HouseholdDocument[], today: string, arrivals: readonly ArrivalRecord[] = []): Duties {
  const day = parsePartialDate(today);
  if (!day) return { pregnancies: [], screenings: [], checkups: [], reviews: [], arrived: [], headless: [], widowed: [] };
  const open = households.filter(({ closed }) => closed === undefined);
  const each = (of: typeof pregnancyOf) =>
    open.flatMap((household) => household.members.flatMap((person) => of(household, person, day))).sort(first);
  return {
    pregnancies: each(pregnancyOf),
    screenings: each(screeningOf),
    checkups: each(checkupOf),
    reviews: open.flatMap((household) => reviewOf(household, day)).sort(first),
    arrived: arrivals.flatMap((arrival) => arrivedOf(arrival, open)).sort(first),
    headless: open.flatMap(headlessOf).sort(first),
    widowed: open.flatMap((household) => widowedOf(household, day)).sort(first),
  };
}
