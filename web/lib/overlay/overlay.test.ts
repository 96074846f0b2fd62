import { expect, test } from 'vitest';
import { entry, eventId, HAMLET, AREA, households, householdId, personId } from '../../test/samples.ts';
import { figures } from './figures.ts';
import { flows } from './flows.ts';
import { undoneEvents } from './force.ts';
import { overlay } from './overlay.ts';

const CHILD = personId(1, 9);
const birth = (n: number, extra: Parameters<typeof entry>[3] = {}) =>
  entry(
    n,
    'birth',
    {
      household: householdId(1),
      hamlet: HAMLET,
      child: { person: CHILD, sex: 'f', birth: '2026-03-05', relationship: '3', residence: '1' },
      place: 'station',
    },
    { personal: { [CHILD]: { name: 'Nguyễn Ngọc Mai' } }, ...extra },
  );
const names = (views: ReturnType<typeof overlay>, household = 1) =>
  views.get(householdId(household))?.document.members.map((member) => member.name);

test('a newborn shows at once, with a mark', () => {
  const view = overlay(households(), [birth(1)]).get(householdId(1));
  expect(view?.document.members.at(-1)).toMatchObject({ id: CHILD, name: 'Nguyễn Ngọc Mai', since: '2026-03-05' });
  expect(view?.personMarks.get(CHILD)).toEqual([{ event: eventId(1), kind: 'birth', state: 'waiting' }]);
});

test('laying the same act over twice adds nobody twice', () => {
  const [first] = households();
  if (!first) throw new Error();
  const served = overlay([first], [birth(1)]).get(first.id)?.document;
  const again = overlay([served ?? first], [birth(1, { state: 'submitted' })]);
  expect(names(again)?.filter((name) => name === 'Nguyễn Ngọc Mai')).toHaveLength(1);
});

test('an accepted act stays laid over until the document has caught up', () => {
  const before = overlay(households(), [birth(1, { state: 'accepted', position: 40 })]);
  expect(names(before)).toContain('Nguyễn Ngọc Mai');
  const after = overlay(households(), [birth(1, { state: 'accepted', position: 40 })], 40);
  expect(names(after)).not.toContain('Nguyễn Ngọc Mai');
  expect(after.get(householdId(1))?.marks).toEqual([]);
});

test('a returned act is not laid over but marked', () => {
  const view = overlay(households(), [birth(1, { state: 'returned', position: 40 })]).get(householdId(1));
  expect(view?.document.members).toHaveLength(3);
  expect(view?.marks).toEqual([{ event: eventId(1), kind: 'birth', state: 'returned' }]);
});

test('withdrawing an own act undoes it, and withdrawing the withdrawal brings it back', () => {
  const withdrawn = [birth(1), entry(2, 'withdrawal', { event: eventId(1) })];
  expect(names(overlay(households(), withdrawn))).toHaveLength(3);
  const restored = [...withdrawn, entry(3, 'withdrawal', { event: eventId(2) })];
  expect(names(overlay(households(), restored))).toHaveLength(4);
});

test('a correction replaces what it supersedes', () => {
  const corrected = birth(2, { supersedes: eventId(1), personal: { [CHILD]: { name: 'Nguyễn Ngọc My' } } });
  expect(names(overlay(households(), [birth(1), corrected]))).toContain('Nguyễn Ngọc My');
  expect(names(overlay(households(), [birth(1), corrected]))).not.toContain('Nguyễn Ngọc Mai');
});

test('the correction of a returned correction replaces what that one would have', () => {
  const named = (name: string) => ({ personal: { [CHILD]: { name } } });
  const entries = [
    birth(1, { state: 'submitted' }),
    birth(2, { supersedes: eventId(1), state: 'returned', position: 9, ...named('Nguyễn Ngọc My') }),
    birth(3, { supersedes: eventId(2), ...named('Nguyễn Ngọc Mỹ') }),
  ];
  expect([...undoneEvents(entries)].sort()).toEqual([eventId(1), eventId(2)]);
  expect(names(overlay(households(), entries))?.filter((name) => name?.startsWith('Nguyễn Ngọc'))).toEqual(['Nguyễn Ngọc Mỹ']);
});

test('death and moving out take people into the past and close an emptied household', () => {
  const views = overlay(households(), [
    entry(1, 'death', { person: personId(4, 1) }, { household: householdId(4) }),
    entry(2, 'move_out', { household: householdId(1), persons: [personId(1, 3)], to: { kind: 'unknown' } }),
  ]);
  expect(views.get(householdId(4))?.document).toMatchObject({ closed: '2026-03-05', members: [], past: [{ reason: 'death' }] });
  expect(views.get(householdId(1))?.document.past).toMatchObject([{ name: 'Nguyễn Minh Khôi', reason: 'move_out' }]);
});

test('moving in, a change of an attribute and a change of name', () => {
  const views = overlay(households(), [
    entry(1, 'move_in', {
      household: householdId(4),
      hamlet: HAMLET,
      members: [{ person: personId(4, 2), sex: 'f', birth: '1998', relationship: '2', residence: '2' }],
      from: { kind: 'province', unit: '80' },
    }, { household: householdId(4), personal: { [personId(4, 2)]: { name: 'Vũ Thị Lan' } } }),
    entry(2, 'change', { person: personId(4, 1), field: 'marital', value: '2' }, { household: householdId(4) }),
    entry(3, 'change', { person: personId(4, 1), field: 'name' }, { household: householdId(4), personal: { [personId(4, 1)]: { name: 'Hoàng Gia Huân' } } }),
  ]);
  expect(views.get(householdId(4))?.document.members).toMatchObject([
    { name: 'Hoàng Gia Huân', marital: '2', edits: { marital: eventId(2), name: eventId(3) } },
    { name: 'Vũ Thị Lan', since: '2026-03-05' },
  ]);
});

test('a new household exists before the server knows it', () => {
  const id = householdId(77);
  const views = overlay(households(), [
    entry(1, 'household', { household: id, hamlet: HAMLET, area: AREA, number: '77', type: 'family', members: [
      { person: personId(77, 1), sex: 'm', birth: '1990', relationship: '1', residence: '1' },
    ] }, { household: id, personal: { [id]: { address: 'Tổ 5' } } }),
  ]);
  expect(views.get(id)).toMatchObject({ isNew: true, document: { number: '77', address: 'Tổ 5', members: [{ relationship: '1' }] } });
});

test('the documents given are left as they were', () => {
  const documents = households();
  const copy = structuredClone(documents);
  overlay(documents, [birth(1), entry(2, 'death', { person: personId(1, 1) })]);
  expect(documents).toEqual(copy);
});

test('own figures count acts by state and leave out what was undone', () => {
  const entries = [
    birth(1, { state: 'accepted', position: 1 }),
    birth(2),
    birth(3, { state: 'returned', position: 9 }),
    birth(4),
    entry(5, 'withdrawal', { event: eventId(4) }),
  ];
  expect(figures(households(), entries, (residence) => residence === '1')).toEqual({
    households: 4,
    persons: 10,
    residents: 10,
    kinds: [['birth', { recorded: 3, waiting: 1, submitted: 0, accepted: 1, returned: 1, parked: 0 }]],
  });
});

test('what acts brought about is the same before and after the documents show them', () => {
  const entries = [
    birth(1, { state: 'accepted', position: 40 }),
    entry(2, 'move_out', { household: householdId(1), persons: [personId(1, 3)], to: { kind: 'unknown' } }, { state: 'accepted', position: 41 }),
    birth(3, { state: 'returned', position: 42 }),
  ];
  const counted = { births: 1, deaths: 0, movedIn: 0, movedOut: 1 };
  expect(flows(households(), entries, 39)).toEqual(counted);
  const shown = [...overlay(households(), entries, 39).values()].map(({ document }) => document);
  expect(flows(shown, entries, 41)).toEqual(counted);
});

test('who goes to another collaborator has moved out, before and after the documents show it', () => {
  const far = { hamlet: '01990000-0000-7000-8000-0000000000a3', area: '01990000-0000-7000-8000-0000000000b3' };
  const members = households()[2]?.members.map(({ id, relationship }) => ({ person: id, relationship })) ?? [];
  const whole = { from_household: householdId(3), to_household: householdId(3), to_hamlet: far.hamlet, to_area: far.area, members, whole: true as const };
  const part = { from_household: householdId(1), household: householdId(30), ...far, number: '30', members: [{ person: personId(1, 3), relationship: '1' }] };
  const told = (state: 'waiting' | 'accepted') => [
    entry(1, 'transfer', whole, { state, ...(state === 'accepted' && { position: 40 }) }),
    entry(2, 'split', part, { state, ...(state === 'accepted' && { position: 41 }) }),
  ];
  const held = (area: string) => area === AREA;
  const counted = { births: 0, deaths: 0, movedIn: 0, movedOut: members.length + 1 };
  expect(flows(households(), told('waiting'), 0, held)).toEqual(counted);
  const left = households().filter(({ id }) => id !== householdId(3));
  expect(flows(left, told('accepted'), 41, held)).toEqual(counted);
  expect(flows(households(), told('waiting'), 0)).toEqual({ ...counted, movedOut: 0 });
});
