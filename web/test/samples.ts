import type { OutboxEntry, EntryState } from '$lib/store';
import type { Event, EventData, EventKind, HandedDifference, HouseholdDocument, Snapshot } from '$lib/wire';

/** Invented people for tests. */
export const HAMLET = '01990000-0000-7000-8000-0000000000a1';
export const AREA = '01990000-0000-7000-8000-0000000000b1';
export const USER = '01990000-0000-7000-8000-0000000000c1';
export const DEVICE = '01990000-0000-7000-8000-0000000000d1';

const id = (group: number, n: number) =>
  `01990000-0000-7000-8000-${String(group).padStart(4, '0')}${String(n).padStart(8, '0')}`;
export const householdId = (n: number) => id(1, n);
export const personId = (household: number, n: number) => id(2, household * 100 + n);
export const eventId = (n: number) => id(3, n);

const NAMES: [string, [string, 'm' | 'f', string, string][]][] = [
  ['Số 12, đường liên ấp', [
    ['Nguyễn Văn Bình', 'm', '1985-03-12', '1'],
    ['Trần Thị Hoà', 'f', '1990-07', '2'],
    ['Nguyễn Minh Khôi', 'm', '2015-11-02', '3'],
  ]],
  ['Cạnh đình Thới An', [
    ['Lê Thị Đào', 'f', '1952', '1'],
    ['Phạm Quốc Thắng', 'm', '1979-01-01', '3'],
    ['Đỗ Thị Út', 'f', '1983-09-30', '5'],
    ['Phạm Ngọc Ánh', 'f', '2008-04-21', '7'],
  ]],
  ['Tổ 3', [['Thạch Sa Rươne', 'm', '1966~', '1'], ['Kim Thị Sô Phia', 'f', '1970', '2']]],
  ['Sau trạm y tế', [['Hoàng Gia Huy', 'm', '1996-12-15', '1']]],
];

export function households(): HouseholdDocument[] {
  return NAMES.map(([address, members], h) => ({
    id: householdId(h + 1),
    hamlet: HAMLET,
    area: AREA,
    number: String(h + 11),
    type: 'family',
    address,
    opened: '2026-01-01',
    position: h + 1,
    members: members.map(([name, sex, birth, relationship], m) => ({
      id: personId(h + 1, m + 1),
      name,
      sex,
      birth,
      relationship,
      residence: '1',
      since: '2026-01-01',
      ethnic: h === 2 ? '04' : '01',
      marital: relationship === '3' || relationship === '7' ? '1' : '2',
      pin_tail: `${h}${m}34`,
    })),
    past: [],
  }));
}

export function snapshot(): Snapshot {
  return {
    position: 10,
    areas: [{ id: AREA, name: 'Địa bàn 1', number: '01', hamlets: [HAMLET] }],
    hamlets: [{ id: HAMLET, code: '3111701', name: 'Ấp Thới Hoà', commune: '31117' }],
    communes: [
      { code: '31117', name: 'Thới Lai', full_name: 'Xã Thới Lai' },
      { code: '31120', name: 'Cờ Đỏ', full_name: 'Xã Cờ Đỏ' },
    ],
    households: households(),
    events: [],
    counter: 0,
    catalog: 'test-1',
    ground: 'g1',
  };
}

export function entry<K extends EventKind>(
  n: number,
  kind: K,
  data: EventData[K],
  extra: Partial<Event> & { state?: EntryState; position?: number; household?: string } = {},
): OutboxEntry {
  const { state = 'waiting', position, household = householdId(1), ...event } = extra;
  return {
    event: {
      v: 1,
      id: eventId(n),
      kind,
      date: '2026-03-05',
      recorded_at: '2026-03-06T02:03:04.123Z',
      by: USER,
      device: DEVICE,
      counter: n,
      source: 'interview',
      data,
      ...event,
    } as Event,
    household,
    subject: '',
    state,
    ...(position !== undefined && { position }),
  };
}

/** What the commune gives to ask about a list of the social insurance. */
export function handed(): HandedDifference[] {
  const of = (key: string, more: Partial<HandedDifference>): HandedDifference => ({
    reconciliation: id(5, 1), key, source: 'insurance', as_of: '2026-03-01', handed_at: '2026-03-05T02:03:04.123Z', kind: 'value', hamlet: HAMLET, ...more,
  });
  const known = (household: number, person: number) => {
    const { id: whose = '', name = '', sex = 'u', birth = '' } = households()[household - 1]?.members[person - 1] ?? {};
    return { household: householdId(household), person: whose, name, sex, birth };
  };
  return [
    of('v:3:birth', { ...known(1, 2), field: 'birth', theirs_value: '1991-07-21', ours_value: '1990-07' }),
    of('v:4:number', { ...known(1, 1), field: 'number', theirs_value: '4521', ours_value: '0034' }),
    of('o:5', { kind: 'ours_only', ...known(2, 2), hints: ['absent'] }),
    of('o:6', { kind: 'ours_only', ...known(2, 3) }),
    of('t:9', { kind: 'theirs_only', name: 'Huỳnh Thị Ngân', sex: 'f', birth: '1988-02', number_tail: '7712', address: 'Tổ 2, ấp Thới Hoà' }),
  ];
}
