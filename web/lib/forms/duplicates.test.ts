import { expect, test } from 'vitest';
import type { Act, Member, Sex } from '$lib/wire';
import { HAMLET, householdId, households, personId } from '../../test/samples.ts';
import { candidates } from './duplicates.ts';

const NEW = personId(9, 1);
const arriving = (name: string, sex: Sex, birth: string, extra: Partial<Member> = {}): Act => ({
  kind: 'move_in',
  date: '2026-03-05',
  data: {
    household: householdId(4),
    hamlet: HAMLET,
    members: [{ person: NEW, sex, birth, relationship: '9', residence: '1', ...extra }],
    from: { kind: 'unknown' },
  },
  personal: { [NEW]: { name } },
});
const found = (act: Act, all = households()) => candidates(act, all).map(({ name }) => name);

test('the same name without its accents and the same birth', () => {
  expect(found(arriving('tran thi hoa', 'f', '1990-07-14'))).toEqual(['Trần Thị Hoà']);
  expect(found(arriving('Trần Thị Hòa', 'f', '1990'))).toEqual(['Trần Thị Hoà']);
});

test('a name one letter apart or with a word left out, when the birth agrees', () => {
  expect(found(arriving('Trần Thị Hoàn', 'f', '1990-07'))).toEqual(['Trần Thị Hoà']);
  expect(found(arriving('Thạch Rươne', 'm', '1966'))).toEqual(['Thạch Sa Rươne']);
  expect(found(arriving('Trần Thị Hoàn', 'f', '1989'))).toEqual([]);
});

test('a year apart, or day and month exchanged, when the name agrees', () => {
  expect(found(arriving('Nguyễn Văn Bình', 'm', '1986'))).toEqual(['Nguyễn Văn Bình']);
  expect(found(arriving('Nguyễn Văn Bình', 'm', '1985-12-03'))).toEqual(['Nguyễn Văn Bình']);
  expect(found(arriving('Nguyễn Văn Bình', 'm', '1995'))).toEqual([]);
});

test('another sex is another person, and a stranger is nobody', () => {
  expect(found(arriving('Trần Thị Hoà', 'm', '1990-07'))).toEqual([]);
  expect(found(arriving('Sơn Thị Ngọc', 'f', '1990-07'))).toEqual([]);
});

test('a child of the same mother and day without a name may be the one already written down, unless they are twins', () => {
  const all = households();
  const [first] = all;
  if (!first) throw new Error();
  const mother = personId(1, 2);
  first.members.push({ id: personId(1, 8), sex: 'f', birth: '2026-03-05', relationship: '3', residence: '1', since: '2026-03-05', mother });
  const birth = (multiple: boolean): Act => ({
    kind: 'birth',
    date: '2026-03-05',
    data: {
      household: householdId(1),
      hamlet: HAMLET,
      child: { person: NEW, sex: 'f', birth: '2026-03-05', relationship: '3', residence: '1', mother },
      place: 'home',
      ...(multiple && { multiple: true as const }),
    },
    personal: { [NEW]: { name: 'Nguyễn Ngọc Mai' } },
  });
  expect(candidates(birth(false), all).map(({ person }) => person)).toEqual([personId(1, 8)]);
  expect(candidates(birth(true), all)).toEqual([]);
});

test('who left may be back, and is said to have left', () => {
  const all = households();
  const [first] = all;
  if (!first) throw new Error();
  first.past = [{ id: personId(1, 7), name: 'Nguyễn Thị Lan', sex: 'f', birth: '1995-02-03', left: '2026-01-02', reason: 'move_out' }];
  expect(candidates(arriving('Nguyen Thi Lan', 'f', '1995'), all)).toMatchObject([{ person: personId(1, 7), standing: 'left' }]);
});

test('nobody is held against himself', () => {
  const again = arriving('Trần Thị Hoà', 'f', '1990-07');
  const all = households();
  const [first] = all;
  if (first?.members[1]) first.members[1].id = NEW;
  expect(found(again, all)).toEqual([]);
});

test('the end of the number makes up for a name written quite differently', () => {
  const act = arriving('Trần Hoà', 'f', '1991', {});
  const withPin = { ...act, personal: { [NEW]: { name: 'Trần Hoà', pin: '092190000134' } } } as Act;
  expect(found(act)).toEqual([]);
  expect(found(withPin)).toEqual(['Trần Thị Hoà']);
});
