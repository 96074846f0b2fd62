// What went wrong in other systems of this kind, told again with our phone and our server. Each is named by the report it comes from.
import { dayBefore } from './acts.mjs';
import { eachStore } from './commune.mjs';
import { Phone } from './phone.mjs';
import { COMMUNE } from '../lib/stores.mjs';

const DAY = 86_400_000;
const family = ({ closed, members }) =>
  closed === undefined && members.some(({ sex, relationship }) => sex === 'f' && ['1', '2'].includes(relationship));

function birth(phone, household, name, date = dayBefore(2)) {
  const person = phone.newId();
  const mother = household.members.find(({ sex, relationship }) => sex === 'f' && ['1', '2'].includes(relationship)).id;
  const child = { person, sex: 'f', birth: date, relationship: '3', residence: '1', mother };
  return { kind: 'birth', date, data: { household: household.id, hamlet: household.hamlet, child, place: 'station' }, personal: { [person]: { name } } };
}

/** A new phone number of a person, on top of what the phone shows. */
function phoneNumber(household, person, number) {
  const base = household.members.find(({ id }) => id === person)?.edits?.phone;
  const data = { person, field: 'phone', ...(base && { base }) };
  return { kind: 'change', date: dayBefore(1), data, personal: { [person]: { phone: number } } };
}

const numberOf = (household, person) => household.members.find(({ id }) => id === person)?.phone;
const ruleCodes = ({ issues }) => (issues ?? []).map(({ rule }) => rule);

eachStore((open) => {
  let commune;
  let phone;
  let household;
  beforeEach(async (context) => {
    commune = await open(context.task.name.replaceAll(/\W+/g, '_').slice(0, 30));
    phone = await Phone.setUp(commune.server, commune.collaborators[0]);
    household = (await phone.documents()).find(family);
  });
  afterEach(async () => {
    await commune.close();
  });

  /** Sends one event alone, as a program would that sends in any order. */
  const send = async ({ event }) => {
    const answer = await phone.transport.push(phone.token, { device: phone.device, last_counter: await phone.records.counter(), events: [event] });
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    return answer.value.outcomes[0];
  };

  /** Three changes of one field, made without a network, each on top of the one before. */
  async function threeChanges(person, start = household) {
    const made = [];
    for (const number of ['0901000001', '0901000002', '0901000003']) {
      const shown = (await phone.household(start.id)) ?? start;
      made.push(await phone.record(phoneNumber(shown, person, number), start.id));
    }
    return made;
  }

  test('cht-core #5701: an area that went to someone else takes nothing with it that the old phone still holds', async () => {
    const late = await phone.record(birth(phone, household, 'Lê Thị Muộn'), household.id);
    const { areas } = await commune.officer.get(`/api/network?unit=${COMMUNE}`);
    const area = areas.find(({ id }) => id === household.area);
    const { login, code } = await commune.officer.post('/api/network/hand-overs', { area: area.id, name: 'Người Mới', login: 'nguoi.moi' });
    expect(login).toBe('nguoi.moi');
    expect(await phone.sync()).toEqual({ outcome: 'done' });
    expect((await phone.standing()).allConfirmed).toBe(true);
    expect((await phone.documents()).some(({ id }) => id === household.id), 'the household leaves the old phone').toBe(false);
    expect((await commune.item(late.event.id)).status, 'the work is in the queue').toBe('submitted');
    await commune.accept(late.event.id);
    const enrolled = await fetch(`${commune.server.url}/api/devices/enrol`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, name: 'máy mới' }),
    }).then((answer) => answer.json());
    const pull = await phone.transport.pull(enrolled.token, 0);
    expect(pull.value.households.find(({ id }) => id === household.id).members.some(({ name }) => name === 'Lê Thị Muộn')).toBe(true);
    await phone.sync();
    expect((await phone.entry(late.event.id)).state, 'whoever recorded it hears of it').toBe('accepted');
    const { collaborators } = await commune.officer.get(`/api/network?unit=${COMMUNE}`);
    expect(collaborators.find(({ id }) => id === phone.user.id).areas, 'the commune still sees who has no area any more').toEqual([]);
    await commune.officer.delete(`/api/devices/${phone.device}`);
    expect(await phone.sync(), 'and takes the phone back').toEqual({ outcome: 'revoked' });
  });

  test('cht-core #11306: the number on the phone is the number at the server', async () => {
    const families = (await phone.documents()).filter(family).slice(0, 8);
    const made = [];
    for (const [index, one] of families.entries()) made.push(await phone.record(birth(phone, one, `Bé ${index}`), one.id));
    phone.network.plan = (path) => (path.endsWith('/push') ? 'lose answer' : undefined);
    await phone.sync();
    phone.network.plan = () => undefined;
    await phone.sync();
    for (const { event } of made.slice(0, 5)) await commune.accept(event.id);
    await commune.giveBack(made[5].event.id);
    await phone.sync();
    const mine = Object.fromEntries((await phone.figures()).kinds);
    expect(mine.birth).toEqual({ recorded: 8, waiting: 0, submitted: 2, accepted: 5, returned: 1, parked: 0 });
    const month = dayBefore(0).slice(0, 7);
    const { lines } = await commune.officer.get(`/api/network/statement?unit=${COMMUNE}&period=${month}`);
    const { accepted, waiting, returned, recorded } = lines.find(({ id }) => id === phone.user.id) ?? {};
    expect({ recorded, accepted, waiting, returned }).toEqual({ recorded: 8, accepted: 5, waiting: 2, returned: 1 });
    const residents = (await phone.figures()).persons;
    await phone.sync();
    const fresh = await Phone.setUp(commune.server, commune.collaborators[0]);
    const pending = (await phone.shown()).flatMap(({ members }) => members).length - (await fresh.documents()).flatMap(({ members, closed }) => (closed === undefined ? members : [])).length;
    expect([residents > 0, pending], 'two births of the eight wait still').toEqual([true, 2]);
  });

  test('central #669: what was recorded in a row may arrive in any order', async () => {
    const born = await phone.record(birth(phone, household, 'Nguyễn Thị Tư'), household.id);
    const child = born.event.data.child.person;
    const shown = await phone.household(household.id);
    const named = await phone.record({ kind: 'change', date: dayBefore(1), data: { person: child, field: 'name' }, personal: { [child]: { name: 'Nguyễn Thị Tư Em' } } }, household.id);
    const screened = await phone.record({ kind: 'newborn_screen', date: dayBefore(1), data: { person: child }, personal: { [child]: { health: { hearing: 'normal' } } } }, household.id);
    expect(shown.members.some(({ id }) => id === child)).toBe(true);
    expect((await send(screened)).outcome).toBe('parked');
    expect((await send(named)).outcome).toBe('parked');
    expect((await send(born)).outcome).toBe('queued');
    await phone.sync();
    expect(await Promise.all([born, named, screened].map(async ({ event }) => (await phone.entry(event.id)).state))).toEqual(['submitted', 'submitted', 'submitted']);
    for (const { event } of [born, named, screened]) await commune.accept(event.id);
    expect((await commune.household(household.id)).members.find(({ id }) => id === child).name).toBe('Nguyễn Thị Tư Em');
  });

  test('central #805: the last of three changes comes first, and own changes are no conflict', async () => {
    const person = household.members[0].id;
    const [first, second, third] = await threeChanges(person);
    await send(third);
    await send(first);
    await send(second);
    await phone.sync();
    for (const { event } of [first, second, third]) {
      const item = await commune.item(event.id);
      expect([ruleCodes(item).includes('conflict'), item.status], 'nobody else changed it').toEqual([false, 'submitted']);
    }
    for (const { event } of [third, first, second]) await commune.accept(event.id);
    expect(numberOf(await commune.household(household.id), person)).toBe('0901000003');
    await phone.sync();
    expect(numberOf(await phone.household(household.id), person)).toBe('0901000003');
  });

  test('central #808: someone new and two changes of them, sent last to first', async () => {
    const born = await phone.record(birth(phone, household, 'Võ Thị Năm'), household.id);
    const child = born.event.data.child.person;
    const one = await phone.record(phoneNumber(await phone.household(household.id), child, '0901000001'), household.id);
    const two = await phone.record(phoneNumber(await phone.household(household.id), child, '0901000002'), household.id);
    for (const entry of [two, one, born]) await send(entry);
    await phone.sync();
    for (const { event } of [born, one, two]) {
      expect(ruleCodes(await commune.item(event.id))).not.toContain('conflict');
      await commune.accept(event.id);
    }
    await phone.sync();
    expect(numberOf(await phone.household(household.id), child)).toBe('0901000002');
    const held = (await phone.documents()).find(({ id }) => id === household.id);
    expect(await phone.household(household.id), 'nothing is left to lay over').toEqual(held);
  });

  test('collect #6392: the newer of two changes alone is enough', async () => {
    const person = household.members[0].id;
    const [first, second, third] = await threeChanges(person);
    const { outcome } = await send(third);
    expect(['queued', 'parked']).toContain(outcome);
    await send(second);
    await send(first);
    await commune.accept(third.event.id);
    expect(numberOf(await commune.household(household.id), person)).toBe('0901000003');
    for (const { event } of [first, second]) await commune.accept(event.id);
    expect(numberOf(await commune.household(household.id), person), 'what was older stays older').toBe('0901000003');
  });

  test('surveysolutions #1860: what was given back and done again stays done', async () => {
    const born = await phone.record(birth(phone, household, 'Đỗ Thị Sáu'), household.id);
    await phone.sync();
    await commune.giveBack(born.event.id, 'Ghi lại ngày sinh');
    await phone.sync();
    expect(await phone.entry(born.event.id)).toMatchObject({ state: 'returned', reason: 'Ghi lại ngày sinh' });
    const { data, personal } = born.event;
    const date = dayBefore(3);
    const again = await phone.record({ kind: 'birth', date, data: { ...data, child: { ...data.child, birth: date } }, personal, supersedes: born.event.id }, household.id);
    await phone.sync();
    expect((await phone.entry(again.event.id)).state).toBe('submitted');
    await phone.sync();
    await phone.restart();
    await phone.sync();
    expect((await phone.entry(again.event.id)).state, 'no sync turns it back').toBe('submitted');
    await commune.accept(again.event.id);
    await phone.sync();
    expect((await phone.entry(again.event.id)).state).toBe('accepted');
    expect((await phone.household(household.id)).members.find(({ id }) => id === data.child.person).birth).toBe(date);
  });

  test('surveysolutions #2670: a corrected sheet that the server cannot read yet is not overwritten by the one given back', async () => {
    const born = await phone.record(birth(phone, household, 'Bùi Thị Bảy'), household.id);
    await phone.sync();
    await commune.giveBack(born.event.id);
    await phone.sync();
    const again = await phone.record({ kind: 'birth', date: born.event.date, data: born.event.data, personal: born.event.personal, supersedes: born.event.id }, household.id);
    const unread = { ...again, event: { ...again.event, v: 99 } };
    await phone.records.write([{ put: 'outbox', id: again.event.id, value: unread }]);
    expect(await phone.sync()).toEqual({ outcome: 'done' });
    await phone.sync();
    const kept = await phone.entry(again.event.id);
    expect([kept.state, kept.event.personal]).toEqual(['parked', born.event.personal]);
    expect((await phone.household(household.id)).members.some(({ name }) => name === 'Bùi Thị Bảy'), 'the phone still shows the child').toBe(true);
  });

  test('surveysolutions #3214: a phone whose clock is wrong loses nothing and confuses nobody', async () => {
    const families = (await phone.documents()).filter(family).slice(0, 4);
    phone.wrong = -DAY;
    const made = [];
    for (const [index, one] of families.slice(0, 3).entries()) made.push(await phone.record(birth(phone, one, `Bé lùi ${index}`), one.id));
    phone.wrong = 400 * DAY;
    made.push(await phone.record(birth(phone, families[3], 'Bé vượt'), families[3].id));
    expect(await phone.sync()).toEqual({ outcome: 'done' });
    phone.wrong = 0;
    expect(await phone.sync()).toEqual({ outcome: 'done' });
    const queued = new Map((await commune.queue()).map((item) => [item.id, item]));
    expect(made.every(({ event }) => queued.has(event.id))).toBe(true);
    expect(made.map(({ event }) => event.counter)).toEqual([1, 2, 3, 4].map((n) => n + made[0].event.counter - 1));
    for (const { event } of made) await commune.accept(event.id);
    await phone.sync();
    expect(await Promise.all(made.map(async ({ event }) => (await phone.entry(event.id)).state))).toEqual(made.map(() => 'accepted'));
    expect((await phone.standing()).allConfirmed).toBe(true);
  });

  test('opencrvs #7215: the same birth recorded twice without a network is found by the server', async () => {
    const second = await Phone.setUp(commune.server, commune.collaborators[0]);
    const one = await phone.record(birth(phone, household, 'Hồ Thị Tám'), household.id);
    const two = await phone.record(birth(phone, household, 'Hồ Thị Tám'), household.id);
    const three = await second.record(birth(second, household, 'Hồ Thị Tám'), household.id);
    await phone.sync();
    await second.sync();
    const flagged = async ({ event }) => (await commune.item(event.id)).issues.find(({ rule }) => rule === 'second_report');
    expect(await flagged(one)).toBeUndefined();
    expect(await flagged(two)).toMatchObject({ event: one.event.id });
    expect((await flagged(three))?.event).toBeDefined();
    expect((await phone.entry(two.event.id)).issues.some(({ rule }) => rule === 'second_report'), 'the collaborator sees it too').toBe(true);
  });

  test('fhircore #2775: one sheet that cannot be read holds up none of the others', async () => {
    const families = (await phone.documents()).filter(family).slice(0, 5);
    const made = [];
    for (const [index, one] of families.entries()) made.push(await phone.record(birth(phone, one, `Bé ${index}`), one.id));
    const { event } = made[2];
    await phone.records.write([{ put: 'outbox', id: event.id, value: { ...made[2], event: { ...event, data: { ...event.data, nonsense: { deep: [1, 2] } } } } }]);
    expect(await phone.sync()).toEqual({ outcome: 'done' });
    expect(await Promise.all(made.map(async (one) => (await phone.entry(one.event.id)).state))).toEqual(['submitted', 'submitted', 'parked', 'submitted', 'submitted']);
    expect((await phone.standing()).allConfirmed, 'the server holds that one as well').toBe(true);
  });

  test('avni-client #2115: a first download that breaks again and again goes on, and what the phone has stays', async () => {
    const fresh = new Phone(commune.server);
    await fresh.logIn(commune.collaborators[0]);
    fresh.network.cutAfter = 3_000;
    const had = [];
    for (let tries = 0; tries < 40; tries += 1) {
      const { ok } = await fresh.download();
      if (ok) break;
      had.push((await fresh.records.get('download', 'only')).have);
      if (tries === 3) await fresh.restart();
    }
    expect(had.length, 'it took more than one try').toBeGreaterThan(2);
    expect(had, 'no try threw away what the one before had').toEqual([...had].sort((a, b) => a - b));
    expect(new Set(had).size).toBe(had.length);
    const sorted = async (one) => (await one.documents()).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(await sorted(fresh)).toEqual(await sorted(phone));

    await phone.record(birth(phone, household, 'Cao Thị Chín'), household.id);
    phone.network.cutAfter = 1_000;
    const before = await sorted(phone);
    expect((await phone.download()).ok).toBe(false);
    expect(await sorted(phone), 'the old book stays until the new one is whole').toEqual(before);
    expect((await phone.standing()).unsent).toBe(1);
  });
});
