/** An invented population for tests of the desk: small, seeded, and coherent from persons to figures. */
import type { DocumentMember, Event, FlowRow, HouseholdDocument, Sex } from '../lib/api/index.ts';

export interface FakePerson {
  id: string; name: string; sex: Sex; birth: string; household: string; relationship: string; residence: string; marital: string; education: string;
  mother?: string;
  entered: string; enteredBy: 'start' | 'birth' | 'move_in'; enteredPosition: number;
  left?: string; leftBy?: 'death' | 'move_out'; leftPosition?: number;
}
export interface FakeHousehold { id: string; number: string; hamlet: string; opened: string; address: string }
export interface FakeUnit { code: string; name: string; full_name: string; level: 'nation' | 'province' | 'commune' | 'hamlet'; parent?: string }
export interface FakeRegister {
  units: FakeUnit[]; persons: FakePerson[]; households: FakeHousehold[];
  /** The position of the newest entry of the log. */
  position: number;
  random: () => number;
}

export const communeCode = '90001';

/** mulberry32: a small seeded generator. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function uuidFrom(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
  hex[12] = '7';
  hex[16] = '8';
  const text = hex.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

export function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô', 'Thạch', 'Sơn'];
const givenMale = ['Văn An', 'Hữu Phước', 'Minh Khôi', 'Quốc Bảo', 'Thanh Tùng', 'Đức Hòa', 'Gia Huy', 'Văn Lợi'];
const givenFemale = ['Thị Hoa', 'Ngọc Lan', 'Thị Mỹ Duyên', 'Bảo Trân', 'Kim Ngân', 'Thị Đào', 'Thu Thủy', 'Như Ý'];

export function inventName(random: () => number, sex: Sex, family = pick(random, families)): string {
  return `${family} ${pick(random, sex === 'f' ? givenFemale : givenMale)}`;
}

function buildUnits(): FakeUnit[] {
  const units: FakeUnit[] = [
    { code: 'VN', name: 'Việt Nam', full_name: 'Việt Nam', level: 'nation' },
    { code: '90', name: 'Minh Hòa', full_name: 'tỉnh Minh Hòa', level: 'province', parent: 'VN' },
    { code: '91', name: 'Bình Sơn', full_name: 'tỉnh Bình Sơn', level: 'province', parent: 'VN' },
  ];
  for (const [code, name, parent] of [['90001', 'An Bình', '90'], ['90002', 'Vĩnh Phước', '90'], ['91001', 'Đồng Tâm', '91']] as const) {
    units.push({ code, name, full_name: `xã ${name}`, level: 'commune', parent });
    for (const [index, hamlet] of ['Ấp Nhất', 'Ấp Nhì', 'Ấp Ba', 'Ấp Tư'].entries()) {
      units.push({ code: `${code}-${index + 1}`, name: hamlet, full_name: `${hamlet}, xã ${name}`, level: 'hamlet', parent: code });
    }
  }
  return units;
}

/** A register as it stands on `today`, after three years of births, deaths and moves. */
export function buildRegister(seed: number, today: string): FakeRegister {
  const random = seeded(seed);
  const register: FakeRegister = { units: buildUnits(), persons: [], households: [], position: 0, random };
  const start = addDays(today, -3 * 365);
  const year = Number(today.slice(0, 4));
  const birthday = (age: number) => addDays(`${year - age}-01-01`, -Math.floor(random() * 365));
  for (const hamlet of register.units.filter((unit) => unit.level === 'hamlet')) {
    for (let number = 1; number <= 120; number += 1) addHousehold(register, hamlet.code, number, start, birthday);
  }
  addMovement(register, start, today);
  return register;
}

function addPerson(register: FakeRegister, person: Omit<FakePerson, 'id' | 'enteredPosition'>): FakePerson {
  register.position += 1;
  const added = { ...person, id: uuidFrom(register.random), enteredPosition: register.position };
  register.persons.push(added);
  return added;
}

function addHousehold(register: FakeRegister, hamlet: string, number: number, start: string, birthday: (age: number) => string): void {
  const { random } = register;
  const household = { id: uuidFrom(random), number: String(number), hamlet, opened: start, address: `số ${number * 2 + 1}, tổ ${1 + (number % 6)}` };
  register.households.push(household);
  const family = pick(random, families);
  const headAge = 27 + Math.floor(random() ** 1.3 * 55);
  const base = { household: household.id, residence: '1', entered: start, enteredBy: 'start' as const };
  addPerson(register, { ...base, name: inventName(random, 'm', family), sex: 'm', birth: birthday(headAge), relationship: '1', marital: '2', education: '3' });
  const mother = random() < 0.85
    ? addPerson(register, { ...base, name: inventName(random, 'f'), sex: 'f', birth: birthday(Math.max(18, headAge - Math.floor(random() * 6))), relationship: '2', marital: '2', education: '2' })
    : undefined;
  const children = Math.floor(random() * 3.4);
  for (let order = 0; order < children; order += 1) {
    const age = headAge - 25 - order * 3 - Math.floor(random() * 3);
    if (age < 0 || age > 32) continue;
    const sex: Sex = random() < 0.525 ? 'm' : 'f';
    addPerson(register, {
      ...base, name: inventName(random, sex, family), sex, birth: birthday(age), relationship: '3', marital: '1', education: age < 6 ? '0' : age < 11 ? '1' : '3',
      ...(mother && { mother: mother.id }),
    });
  }
  if (random() < 0.28 && headAge < 62) {
    addPerson(register, { ...base, name: inventName(random, 'f', family), sex: 'f', birth: birthday(Math.min(99, headAge + 23 + Math.floor(random() * 8))), relationship: '6', marital: '3', education: '1' });
  }
}

function addMovement(register: FakeRegister, start: string, today: string): void {
  const { random } = register;
  for (let day = addDays(start, 1); day <= today; day = addDays(day, 1)) {
    for (const chance of ['birth', 'death', 'move_in', 'move_out'] as const) {
      const daily = { birth: 0.25, death: 0.13, move_in: 0.11, move_out: 0.15 }[chance];
      if (random() >= daily) continue;
      const here = register.persons.filter((person) => person.left === undefined && person.entered < day);
      if (chance === 'birth') {
        const mother = pick(random, here.filter((person) => person.sex === 'f' && ageAt(person.birth, day) >= 20 && ageAt(person.birth, day) <= 38));
        const sex: Sex = random() < 0.52 ? 'm' : 'f';
        addPerson(register, {
          name: inventName(random, sex), sex, birth: day, household: mother.household, relationship: '3', residence: '1', marital: '1', education: '0',
          mother: mother.id, entered: day, enteredBy: 'birth',
        });
      } else if (chance === 'move_in') {
        const sex: Sex = random() < 0.5 ? 'm' : 'f';
        addPerson(register, {
          name: inventName(random, sex), sex, birth: addDays(day, -365 * (19 + Math.floor(random() * 25))), household: pick(random, register.households).id,
          relationship: '9', residence: '2', marital: '1', education: '4', entered: day, enteredBy: 'move_in',
        });
      } else {
        const old = here.filter((person) => ageAt(person.birth, day) > 66);
        const person = chance === 'death' && old.length > 0 ? pick(random, old) : pick(random, here.filter((one) => one.relationship !== '1'));
        leave(register, person, day, chance);
      }
    }
  }
}

export function leave(register: FakeRegister, person: FakePerson, day: string, by: 'death' | 'move_out'): void {
  register.position += 1;
  Object.assign(person, { left: day, leftBy: by, leftPosition: register.position });
}

export function born(register: FakeRegister, child: Omit<FakePerson, 'enteredPosition'>): void {
  register.position += 1;
  register.persons.push({ ...child, enteredPosition: register.position });
}

export function ageAt(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** Codes of the hamlets in a unit. */
export function hamletsOf(register: FakeRegister, code: string): Set<string> {
  const inside = new Set([code]);
  for (const unit of register.units) if (unit.parent !== undefined && inside.has(unit.parent)) inside.add(unit.code);
  return inside;
}

export interface Scope { unit: string; known: number }

function entersBy(person: FakePerson, day: string, known: number): boolean {
  return person.entered <= day && person.enteredPosition <= known;
}
function leavesBy(person: FakePerson, day: string, known: number): boolean {
  return person.left !== undefined && person.left <= day && (person.leftPosition ?? 0) <= known;
}

/** Persons of a unit, whenever they lived there. */
export function personsOf(register: FakeRegister, unit: string): FakePerson[] {
  const hamlets = hamletsOf(register, unit);
  const inside = new Set(register.households.filter((household) => hamlets.has(household.hamlet)).map((household) => household.id));
  return register.persons.filter((person) => inside.has(person.household));
}

/** Persons living in a unit at the end of a day. */
export function livingIn(register: FakeRegister, { unit, known }: Scope, day: string): FakePerson[] {
  return personsOf(register, unit).filter((person) => entersBy(person, day, known) && !leavesBy(person, day, known));
}

/** The balance of each month from the month of `from` to the day `to`. */
export function flowsOf(register: FakeRegister, scope: Scope, from: string, to: string): FlowRow[] {
  const persons = personsOf(register, scope.unit);
  const rows: FlowRow[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = addDays(`${month}-28`, 5).slice(0, 7)) {
    const last = addDays(addDays(`${month}-28`, 5).slice(0, 7) + '-01', -1);
    const [first, end] = [`${month}-01`, last < to ? last : to];
    const entered = persons.filter((person) => entersBy(person, end, scope.known) && person.entered >= first);
    const left = persons.filter((person) => leavesBy(person, end, scope.known) && (person.left ?? '') >= first);
    const births = entered.filter((person) => person.enteredBy === 'birth');
    rows.push({
      month, births: births.length, births_male: births.filter((person) => person.sex === 'm').length, births_female: births.filter((person) => person.sex === 'f').length,
      deaths: left.filter((person) => person.leftBy === 'death').length,
      moved_in: entered.filter((person) => person.enteredBy === 'move_in').length, moved_out: left.filter((person) => person.leftBy === 'move_out').length,
      corrections: entered.filter((person) => person.enteredBy === 'start').length,
      start: livingIn(register, scope, addDays(first, -1)).length, end: livingIn(register, scope, end).length,
    });
  }
  return rows;
}

export function memberOf(person: FakePerson): DocumentMember {
  return {
    id: person.id, name: person.name, sex: person.sex, birth: person.birth, relationship: person.relationship, residence: person.residence, since: person.entered,
    marital: person.marital, education: person.education, ethnic: '01', pin_tail: person.id.slice(-4).replace(/[a-f]/g, '7'), ...(person.mother && { mother: person.mother }),
  };
}

export function documentOf(register: FakeRegister, id: string): HouseholdDocument | undefined {
  const household = register.households.find((one) => one.id === id);
  if (!household) return undefined;
  const persons = register.persons.filter((person) => person.household === id);
  return {
    id, hamlet: household.hamlet, area: household.hamlet, number: household.number, type: 'family', address: household.address, opened: household.opened, position: register.position,
    members: persons.filter((person) => person.left === undefined).map(memberOf),
    past: persons.filter((person) => person.left !== undefined).map(({ id: person, name, sex, birth, left, leftBy }) => ({ id: person, name, sex, birth, left: left ?? '', reason: leftBy ?? 'other' })),
  };
}

/** The envelope of an event from a collaborator's phone. */
export function envelope(random: () => number, date: string): Pick<Event, 'v' | 'id' | 'date' | 'recorded_at' | 'by' | 'device' | 'counter' | 'source'> {
  return {
    v: 1, id: uuidFrom(random), date, recorded_at: `${addDays(date, 1)}T02:${String(10 + Math.floor(random() * 49))}:00.000Z`, by: uuidFrom(random), device: uuidFrom(random),
    counter: 1 + Math.floor(random() * 300), source: 'interview',
  };
}
