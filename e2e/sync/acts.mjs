// Acts of all sorts that a collaborator may record from what the phone shows, chosen by chance.

/** Numbers in [0, 1) from a seed (mulberry32). */
export function chanceFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = (chance, list) => list[Math.floor(chance() * list.length)];

/** A day of the last weeks, never today: figures of today then have it. */
export const dayBefore = (days) => new Date(Date.now() + 7 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);

const NAMES = ['Nguyễn Thị An', 'Trần Văn Bảo', 'Lê Ngọc Chi', 'Phạm Gia Đạt', 'Võ Thị Én'];

const ways = {
  birth(chance, household, { newId }) {
    const mother = household.members.find(({ sex, relationship }) => sex === 'f' && ['1', '2'].includes(relationship));
    if (!mother) return undefined;
    const [person, date] = [newId(), dayBefore(1 + Math.floor(chance() * 20))];
    const child = { person, sex: pick(chance, ['m', 'f']), birth: date, relationship: '3', residence: '1', mother: mother.id };
    return {
      kind: 'birth', date, data: { household: household.id, hamlet: household.hamlet, child, place: 'station' },
      personal: { [person]: { name: pick(chance, NAMES) } },
    };
  },
  death(chance, household) {
    const { id: person } = pick(chance, household.members);
    return { kind: 'death', date: dayBefore(1 + Math.floor(chance() * 10)), data: { person, place: 'home' } };
  },
  move_out(chance, household) {
    const { id } = pick(chance, household.members);
    const data = { household: household.id, persons: [id], to: { kind: 'province', unit: '79' } };
    return { kind: 'move_out', date: dayBefore(1 + Math.floor(chance() * 10)), data };
  },
  move_in(chance, household, { newId }) {
    const person = newId();
    const member = { person, sex: 'f', birth: `19${60 + Math.floor(chance() * 39)}`, relationship: '7', residence: '1' };
    return {
      kind: 'move_in', date: dayBefore(1 + Math.floor(chance() * 10)),
      data: { household: household.id, hamlet: household.hamlet, members: [member], from: { kind: 'province', unit: '79' } },
      personal: { [person]: { name: pick(chance, NAMES) } },
    };
  },
  transfer(chance, household, { anywhere }) {
    const to = pick(chance, anywhere);
    if (to.id === household.id || household.members.length < 2) return undefined;
    const { id } = pick(chance, household.members);
    const data = { from_household: household.id, to_household: to.id, to_hamlet: to.hamlet, members: [{ person: id, relationship: '7' }] };
    return { kind: 'transfer', date: dayBefore(1 + Math.floor(chance() * 5)), data };
  },
  change(chance, household) {
    const member = pick(chance, household.members);
    const [field, value] = pick(chance, [['education', '4'], ['education', '2'], ['ethnic', '01'], ['birth', '1981-04-03']]);
    const base = member.edits?.[field];
    return { kind: 'change', date: dayBefore(1), data: { person: member.id, field, value, ...(base && { base }) } };
  },
  phone_number(chance, household) {
    const { id: person, edits } = pick(chance, household.members);
    const data = { person, field: 'phone', ...(edits?.phone && { base: edits.phone }) };
    return { kind: 'change', date: dayBefore(1), data, personal: { [person]: { phone: `09${String(Math.floor(chance() * 1e8)).padStart(8, '0')}` } } };
  },
  pregnancy(chance, household) {
    const woman = household.members.find(({ sex, birth }) => sex === 'f' && birth > '1980' && birth < '2006');
    if (!woman) return undefined;
    return { kind: 'pregnancy', date: dayBefore(2), data: { person: woman.id }, personal: { [woman.id]: { health: { outcome: 'pregnant', number: 1 } } } };
  },
  reviewed(_chance, household) {
    return { kind: 'reviewed', date: dayBefore(1), data: { household: household.id } };
  },
};

/** An act on a household that the phone shows; nothing when chance chose one that does not fit. */
export function anyAct(chance, households, more) {
  const household = pick(chance, households.filter(({ closed, members }) => closed === undefined && members.length > 0));
  const act = household && pick(chance, Object.values(ways))(chance, household, more);
  return act && { act, household: household.id };
}

/** Something done to an own act: taken back, or told again with another day. */
export function secondThought(chance, entries) {
  const own = entries.filter(({ event, state }) => state !== 'withdrawn' && event.kind !== 'withdrawal' && event.kind !== 'transfer');
  const entry = pick(chance, own);
  if (!entry) return undefined;
  const { event, household } = entry;
  if (chance() < 0.4) return { act: { kind: 'withdrawal', date: dayBefore(0), data: { event: event.id } }, household };
  const { kind, data, personal } = event;
  const date = kind === 'birth' ? event.date : dayBefore(1 + Math.floor(chance() * 9));
  return { act: { kind, date, data, ...(personal && { personal }), supersedes: event.id }, household };
}
