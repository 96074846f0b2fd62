/** The practice register: one small hamlet of invented people, made anew from what the app has. Pure. */
import type { CatalogRecord, AreaRecord, OutboxEntry, SessionRecord } from '$lib/store';
import type { DocumentMember, Event, HouseholdDocument, Id, Sex } from '$lib/wire';
import words from './hamlet.vi.json';

interface Invented {
  name: string;
  sex: string;
  age?: number;
  days?: number;
  relationship: string;
  marital: string;
  pregnant?: boolean;
}

/** Ids that no register gives out: their time is 1970. */
const id = (group: number, n: number): Id => `00000000-0000-7000-8000-${String(group).padStart(4, '0')}${String(n).padStart(8, '0')}`;

export const PRACTICE_USER = id(1, 1);
const DEVICE = id(1, 2);
const AREA = id(2, 1);
const HAMLET = id(3, 1);
/** Stands for "the areas and names that are here": they never change. */
export const PRACTICE_GROUND = 'tap-lam';
const KINH = '01';
const DAY = 86_400_000;

export const practiceHousehold = (n: number): Id => id(4, n);
const person = (household: number, n: number): Id => id(5, household * 100 + n);

const dayOf = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);

function birthOf({ age, days }: Invented, nth: number, now: number): string {
  if (days !== undefined) return dayOf(now - days * DAY);
  // Some months and days before the birthday, so that the age is what is said.
  return dayOf(now - (age ?? 0) * 365.25 * DAY - (40 + nth * 17) * DAY);
}

export function practiceHouseholds(now: number): HouseholdDocument[] {
  return words.households.map(({ address, members }, h): HouseholdDocument => {
    const invented: Invented[] = members;
    const idOf = (relationship: string, sex: string) => {
      const at = invented.findIndex((one) => one.relationship === relationship && one.sex === sex);
      return at < 0 ? undefined : person(h + 1, at + 1);
    };
    return {
      id: practiceHousehold(h + 1),
      hamlet: HAMLET,
      area: AREA,
      number: String(h + 1),
      type: 'family',
      address,
      opened: dayOf(now - 400 * DAY),
      reviewed: dayOf(now - 60 * DAY),
      position: h + 1,
      members: invented.map((one, m): DocumentMember => {
        const parent = one.relationship === '3' ? { mother: idOf('2', 'f') ?? idOf('1', 'f'), father: idOf('1', 'm') } : {};
        return {
          id: person(h + 1, m + 1),
          name: one.name,
          sex: one.sex as Sex,
          birth: birthOf(one, m, now),
          relationship: one.relationship,
          residence: '1',
          since: one.days === undefined ? dayOf(now - 400 * DAY) : birthOf(one, m, now),
          ethnic: KINH,
          marital: one.marital,
          ...(parent.mother && { mother: parent.mother }),
          ...(parent.father && { father: parent.father }),
          ...(one.pregnant && { pregnant: dayOf(now - 100 * DAY) }),
        };
      }),
      past: [],
    };
  });
}

export function practiceArea(): AreaRecord {
  const commune = (name: string, n: number) => ({ code: `0000${n}`, name, full_name: words.commune_full.replace('{name}', name) });
  return {
    areas: [{ id: AREA, name: words.area, number: '1', hamlets: [HAMLET] }],
    hamlets: [{ id: HAMLET, code: '00000.01', name: words.hamlet, commune: '00000' }],
    communes: words.communes.map(commune),
    provinces: words.provinces.map((name) => ({ code: '00', name, full_name: name })),
  };
}

export function practiceSession(): SessionRecord {
  return { token: 'tap-lam', device: DEVICE, user: { id: PRACTICE_USER, login: 'tap-lam', name: words.user, roles: [] } };
}

/** A sheet that the officer of the practice area has sent back. */
export function returnedSheet(now: number): OutboxEntry {
  const household = words.households.length;
  const [child, mother] = [id(6, 1), person(household, 2)];
  const birth = dayOf(now - 9 * DAY);
  const [year = '', month = '', day = ''] = birth.split('-');
  const event: Event = {
    v: 1,
    id: id(7, 1),
    kind: 'birth',
    date: birth,
    recorded_at: new Date(now - 8 * DAY).toISOString(),
    by: PRACTICE_USER,
    device: DEVICE,
    counter: 1,
    source: 'interview',
    data: {
      household: practiceHousehold(household),
      hamlet: HAMLET,
      child: { person: child, sex: 'f', birth, relationship: '3', residence: '1', ethnic: KINH, mother },
      place: 'station',
    },
    personal: { [child]: { name: words.returned_child } },
  };
  return {
    event,
    household: practiceHousehold(household),
    subject: words.returned_child,
    values: {
      child, mother, father: person(household, 1), name: words.returned_child, sex: 'f', place: 'station', multiple: 'no', ethnic: KINH,
      date: { day, month, year, noDay: false, noMonth: false, guessed: false },
    },
    state: 'returned',
    position: 9,
    reason: words.return_reason,
    byName: words.officer,
  };
}

const lists = import.meta.glob<CatalogRecord['lists'][number]['items']>('../../../../catalog/lists/*.json', { import: 'items', eager: true });

/** The code lists that the app was built with, and no rules: those come with the first download. */
export function practiceCatalog(): CatalogRecord {
  const named = Object.entries(lists).map(([path, items]) => ({ id: /([^/]+)\.json$/.exec(path)?.[1] ?? path, items, valid_from: '1970-01-01' }));
  return { version: 'tap-lam', lists: named as unknown as CatalogRecord['lists'], rules: [] };
}
