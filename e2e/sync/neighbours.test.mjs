// Two collaborators of one commune, and two phones of one collaborator, with our phone and our server.
import { readBack } from '$lib/sync';
import { dayBefore } from './acts.mjs';
import { eachStore } from './commune.mjs';
import { Phone } from './phone.mjs';
import { ONLY } from '$lib/store';

const several = ({ closed, members }) => closed === undefined && members.length >= 3;

eachStore((open) => {
  let commune;
  beforeEach(async (context) => {
    commune = await open(context.task.name.replaceAll(/\W+/g, '_').slice(0, 30));
  });
  afterEach(async () => {
    await commune.close();
  });

  test('a household and someone of another one go to another collaborator, who is asked to look at them', async () => {
    const [leaving, receiving] = await Promise.all(commune.collaborators.slice(0, 2).map((account) => Phone.setUp(commune.server, account)));
    const [whole, part] = (await leaving.documents()).filter(several);
    const [there] = (await receiving.records.get('area', ONLY)).areas;
    const place = (await leaving.records.get('area', ONLY)).elsewhere.find(({ area }) => area === there.id);
    expect(place.number, 'the phone knows whose work the other hamlets are').toBe(there.number);
    const members = whole.members.map(({ id, relationship }) => ({ person: id, relationship }));
    const moved = await leaving.record({
      kind: 'transfer', date: dayBefore(3),
      data: { from_household: whole.id, to_household: whole.id, to_hamlet: place.hamlet, to_area: place.area, members, whole: true },
    }, whole.id);
    const own = leaving.newId();
    const bride = part.members.at(-1).id;
    const set = await leaving.record({
      kind: 'split', date: dayBefore(3),
      data: { from_household: part.id, household: own, hamlet: place.hamlet, area: place.area, number: '900', members: [{ person: bride, relationship: '1' }] },
    }, part.id);
    expect(await leaving.sync()).toEqual({ outcome: 'done' });
    for (const { event } of [moved, set]) {
      expect((await commune.item(event.id)).issues.map(({ rule }) => rule)).not.toContain('out_of_area');
      await commune.accept(event.id);
    }
    await leaving.sync();
    await receiving.sync();
    expect((await leaving.documents()).some(({ id }) => id === whole.id || id === own), 'they left the one phone').toBe(false);
    const arrived = (await receiving.documents()).filter(({ id }) => id === whole.id || id === own);
    expect(arrived.map(({ members: { length } }) => length).sort()).toEqual([1, members.length].sort());
    expect(arrived.flatMap(({ members: all }) => all.map(({ id }) => id)), 'they are the same persons').toContain(bride);
    const noted = (await receiving.records.all('arrival')).map(({ household }) => household);
    expect(noted.sort(), 'and the other asks to look at them').toEqual([whole.id, own].sort());
    expect(await leaving.records.all('arrival')).toEqual([]);
  });

  test('what one phone saved to a file another sends for it: once, and the count of the first closes', async () => {
    const account = commune.collaborators[0];
    const old = await Phone.setUp(commune.server, account);
    const household = (await old.documents()).find(several);
    old.network.plan = () => 'lose request';
    const person = household.members[0].id;
    for (const number of ['0901000001', '0901000002', '0901000003']) {
      const base = (await old.household(household.id)).members.find(({ id }) => id === person).edits?.phone;
      await old.record({ kind: 'change', date: dayBefore(1), data: { person, field: 'phone', ...(base && { base }) }, personal: { [person]: { phone: number } } }, household.id);
    }
    await old.sync();
    const unsentOnes = (await old.entries()).filter(({ state }) => state === 'waiting');
    const file = JSON.parse(JSON.stringify(unsentOnes.map(({ event }) => event)));
    const before = (await commune.queue()).length;
    const other = await Phone.setUp(commune.server, account);
    expect(await readBack(other.records, other.user.id, file)).toEqual({ taken: 3, known: 0, foreign: 0 });
    expect(await other.sync()).toEqual({ outcome: 'done' });
    expect((await commune.queue()).length).toBe(before + 3);
    expect(await readBack(other.records, other.user.id, file)).toEqual({ taken: 0, known: 3, foreign: 0 });
    old.network.plan = () => undefined;
    expect(await old.sync(), 'the old phone comes back').toEqual({ outcome: 'done' });
    expect((await commune.queue()).length, 'and brings nothing twice').toBe(before + 3);
    const { unsent, allConfirmed } = await old.standing();
    expect([unsent, allConfirmed]).toEqual([0, true]);
    expect((await other.standing()).unsent).toBe(0);
    await commune.acceptAll();
    await Promise.all([old.sync(), other.sync()]);
    const numbers = await Promise.all([old, other].map(async (phone) => (await phone.household(household.id)).members.find(({ id }) => id === person).phone));
    expect(numbers).toEqual(['0901000003', '0901000003']);
  });
});
