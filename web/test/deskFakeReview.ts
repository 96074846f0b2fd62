/** Invented submissions that wait for the officer, each made from a household of the register. */
import type { Event, HouseholdDocument, Issue, ReviewDetail, ReviewItem, Severity } from '../lib/api/index.ts';
import {
  addDays, born, documentOf, envelope, hamletsOf, inventName, leave, pick, uuidFrom, type FakeHousehold, type FakePerson, type FakeRegister,
} from './deskFakeData.ts';

export interface Submission {
  detail: ReviewDetail;
  hamlet: string;
  /** Writes the event into the register. */
  apply: () => void;
}

interface Draft { event: Event; subject: string; after: HouseholdDocument; issues?: Issue[]; conflict?: ReviewDetail['conflict']; apply: () => void }

const writers = ['Lê Thị Mai', 'Trần Văn Sáu', 'Thạch Thị Sa Rinh', 'Nguyễn Thị Út'];
const weight: Record<Severity, number> = { clean: 0, warn: 1, confirm: 2, error: 3 };

/** `count` submissions for the commune, of all kinds the queue has to show. */
export function buildSubmissions(register: FakeRegister, commune: string, today: string, count: number): Submission[] {
  const hamlets = hamletsOf(register, commune);
  const households = register.households.filter((household) => hamlets.has(household.hamlet));
  const submissions: Submission[] = [];
  for (let index = 0; index < count; index += 1) {
    const household = households[(index * 7) % households.length]!;
    const document = documentOf(register, household.id);
    if (!document || document.members.length < 3) continue;
    submissions.push(submit(register, household, document, makers[index % makers.length]!, addDays(today, -1 - (index % 20))));
  }
  return submissions;
}

type Maker = (register: FakeRegister, document: HouseholdDocument, day: string) => Draft;
const makers: readonly Maker[] = [birth, change, moveOut, birth, conflict, death, wrongBirth];

function submit(register: FakeRegister, household: FakeHousehold, before: HouseholdDocument, make: Maker, day: string): Submission {
  const draft = make(register, before, day);
  const issues = draft.issues ?? [];
  const severity = issues.reduce<Severity>((worst, issue) => (weight[issue.severity] > weight[worst] ? issue.severity : worst), 'clean');
  const item: ReviewItem = {
    id: draft.event.id, kind: draft.event.kind, date: draft.event.date, recorded_at: draft.event.recorded_at, by_name: pick(register.random, writers),
    household: household.id, household_number: household.number, hamlet_name: register.units.find((unit) => unit.code === household.hamlet)?.name ?? '',
    subject: draft.subject, severity, issues, status: 'submitted',
  };
  const detail = { ...item, event: draft.event, before, after: draft.after, ...(draft.conflict && { conflict: draft.conflict }) };
  return { detail, hamlet: household.hamlet, apply: draft.apply };
}

function birth(register: FakeRegister, document: HouseholdDocument, day: string): Draft {
  const { random } = register;
  const mother = document.members.find((member) => member.sex === 'f' && member.relationship === '2') ?? document.members[0]!;
  const sex = random() < 0.5 ? 'm' : 'f';
  const child = { person: uuidFrom(random), sex, birth: day, relationship: '3', residence: '1', ethnic: '01', mother: mother.id } as const;
  const name = inventName(random, sex, document.members[0]!.name?.split(' ')[0]);
  const event: Event = {
    ...envelope(random, day), kind: 'birth',
    data: { household: document.id, hamlet: document.hamlet, child, place: random() < 0.7 ? 'hospital' : 'station', order: 2, weight_g: 2900 + Math.floor(random() * 60) * 10 },
    personal: { [child.person]: { name } },
  };
  const person: Omit<FakePerson, 'enteredPosition'> = {
    id: child.person, name, sex, birth: day, household: document.id, relationship: '3', residence: '1', marital: '1', education: '0', mother: mother.id, entered: day, enteredBy: 'birth',
  };
  return {
    event, subject: name, apply: () => born(register, person),
    after: { ...document, members: [...document.members, { id: child.person, name, sex, birth: day, relationship: '3', residence: '1', since: day, ethnic: '01', mother: mother.id }] },
  };
}

function wrongBirth(register: FakeRegister, document: HouseholdDocument, day: string): Draft {
  const draft = birth(register, document, day);
  return {
    ...draft, event: { ...draft.event, overrides: [{ rule: 'V13', reason: 'Đã hỏi lại bà nội, mẹ trẻ đi làm xa' }] },
    issues: [
      { rule: 'V13', severity: 'confirm', message: 'Mẹ và con chênh nhau dưới 12 hoặc trên 55 tuổi. Kiểm tra lại ngày sinh của mẹ.' },
      ...(register.random() < 0.4 ? [{ rule: 'V11', severity: 'error', message: 'Ngày sinh của trẻ sau ngày ghi phiếu.' } as const] : []),
    ],
  };
}

function change(register: FakeRegister, document: HouseholdDocument, day: string): Draft {
  const member = document.members[1]!;
  const value = `${member.birth.slice(0, 7)}-${member.birth.endsWith('-15') ? '16' : '15'}`;
  const event: Event = { ...envelope(register.random, day), kind: 'change', data: { person: member.id, field: 'birth', value } };
  return {
    event, subject: `${member.name}, ngày sinh`,
    after: { ...document, members: document.members.map((one) => (one.id === member.id ? { ...one, birth: value } : one)) },
    issues: [{ rule: 'V17', severity: 'warn', message: 'Năm sinh không khớp với số định danh; có thể số định danh ghi nhầm.' }],
    apply: () => {
      const person = register.persons.find((one) => one.id === member.id);
      if (person) person.birth = value;
    },
  };
}

function conflict(register: FakeRegister, document: HouseholdDocument, day: string): Draft {
  const draft = change(register, document, day);
  const person = document.members[1]!;
  return {
    ...draft, issues: [{ rule: 'K01', severity: 'confirm', message: 'Hai người cùng sửa một thông tin mà không biết nhau.' }],
    conflict: {
      ...envelope(register.random, addDays(day, -2)), kind: 'change', data: { person: person.id, field: 'birth', value: person.birth }, by_name: 'Nguyễn Văn Bảy',
    },
  };
}

function moveOut(register: FakeRegister, document: HouseholdDocument, day: string): Draft {
  const member = document.members.at(-1)!;
  const event: Event = {
    ...envelope(register.random, day), kind: 'move_out', data: { household: document.id, persons: [member.id], to: { kind: 'province', unit: '79' }, reason: 'work' },
  };
  return { event, subject: member.name ?? '', after: without(document, member.id, day, 'move_out'), apply: () => leaveNow(register, member.id, day, 'move_out') };
}

function death(register: FakeRegister, document: HouseholdDocument, day: string): Draft {
  const member = [...document.members].sort((a, b) => a.birth.localeCompare(b.birth))[0]!;
  const event: Event = { ...envelope(register.random, day), kind: 'death', data: { person: member.id, place: 'home' } };
  return { event, subject: member.name ?? '', after: without(document, member.id, day, 'death'), apply: () => leaveNow(register, member.id, day, 'death') };
}

function leaveNow(register: FakeRegister, id: string, day: string, by: 'death' | 'move_out'): void {
  const person = register.persons.find((one) => one.id === id);
  if (person && person.left === undefined) leave(register, person, day, by);
}

function without(document: HouseholdDocument, id: string, day: string, reason: 'death' | 'move_out'): HouseholdDocument {
  const gone = document.members.find((member) => member.id === id)!;
  return {
    ...document, members: document.members.filter((member) => member.id !== id),
    past: [...(document.past ?? []), { id, name: gone.name, sex: gone.sex, birth: gone.birth, left: day, reason }],
  };
}
