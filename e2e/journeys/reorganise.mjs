// Two communes become one and two again: nobody is lost on the way, neither people nor work that a phone still held.
import { becomes, same } from '../lib/check.mjs';
import { PROVINCE } from '../lib/stores.mjs';

const NAME = 'Phường Hợp Nhất';
const number = (text) => Number(text.replaceAll('.', '').replace(',', '.'));
const day = (date) => date.toISOString().slice(0, 10);

export default async function reorganise(scene) {
  const { desk, phone, server, nation, officer, province, collaborator, register, place } = scene;
  const other = register.logins.find(({ role, place: unit }) => role === 'commune' && unit !== place).place;
  // From the first of this month on, so that what happens today happens in the new commune.
  const first = new Date(Date.now() + 7 * 3_600_000);
  first.setUTCDate(1);
  const [on, before] = [day(first), day(new Date(first.getTime() - 86_400_000))];
  const plan = {
    version: 1, name: 'Nhập hai xã', on, decree: '1/NQ-UBTVQH16',
    steps: [{ do: 'merge', units: [place, other], into: { code: other, name: NAME } }],
  };
  const series = (unit, rest = '') => nation.get(`/api/figures?indicator=POP,BIRTHS,DEATHS&unit=${unit}&period=2026-02${rest}`).then(({ figures }) => figures.map(({ value }) => value));
  const people = async (...units) => Promise.all(units.map(async (unit) => (await nation.get(`/api/count?unit=${unit}`)).total));
  const [{ household, mother, hamlet, number: sheet }] = await scene.mothers();

  await phone.setUp(collaborator);
  await server.kill();
  await phone.recordBirth({ household, mother, name: 'Nguyễn Gia Hân' });
  same('the phone holds one sheet', await phone.unsent(), '1');
  await phone.browser.close();
  await server.start();
  const was = { people: await people(PROVINCE, place, other, hamlet), own: await series(place), theirs: await series(other), all: await series(PROVINCE) };

  await desk.logIn(province);
  await desk.at('nav-reorganise').click();
  await desk.at('applied-none').waitFor();
  const choose = (body) => desk.at('plan-file').setInputFiles({ name: 'plan.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(body)) });
  await choose({ ...plan, steps: [{ do: 'merge', units: [place], into: { code: other, name: NAME } }] });
  await desk.at('preview-conflicts').waitFor();
  same('what cannot be done is not offered, and nothing is counted for it', [await desk.at('apply').count(), await desk.at('preview-totals').count()], [0, 0]);
  await desk.look('impossible');
  await choose(plan);
  await desk.page.locator('[data-testid=preview][data-possible=true]').waitFor();
  same('the nation stays as many', await desk.at('preview-kept').innerText(), 'Dân số cả nước không đổi.');
  await desk.at('lines-units').locator('summary').click();
  const moves = await desk.at('lines-units').locator('tbody tr').allInnerTexts();
  same('both communes and their people are named', [moves.length, moves.every((move) => move.includes(NAME))], [2, true]);
  for (const list of ['users', 'areas-moved']) await desk.at(`lines-${list}`).locator('summary').click();
  same('the officer goes along', (await desk.at('lines-users').locator('tbody tr').innerText()).replaceAll('\t', ' '), `${officer.login} Cán bộ dân số xã, Xã Phong Nẫm Cán bộ dân số xã, ${NAME}`);
  await desk.look('preview');
  same('a preview changes nothing', await people(PROVINCE, place, other, hamlet), was.people);

  await desk.at('apply-word').fill('áp dụng');
  await desk.at('apply').click();
  await desk.at('reorganise-done').waitFor();
  await desk.look('applied');
  const together = was.people[1] + was.people[2];
  same('the province counts the same, and the new commune has them all', await people(PROVINCE, other, hamlet), [was.people[0], together, was.people[3]]);
  same('the province has the same figures', await series(PROVINCE), was.all);
  const old = `&boundaries=${before}`;
  same('on the old boundaries both are as they were', [await series(place, old), await series(other, old)], [was.own, was.theirs]);
  const sum = was.own.map((value, at) => value + was.theirs[at]);
  same('on the new ones they are one', await series(other, `&boundaries=${on}`), sum);
  await desk.goTo(`chi-tieu/POP?unit=${other}&period=2026-02&bounds=${on}`);
  await desk.at('headline').waitFor();
  await becomes('the desk shows the new commune', async () => number(await desk.at('value').innerText()), sum[0]);
  await desk.look('new-boundaries');
  await desk.at('bounds').fill(before.split('-').toReversed().join('/'));
  await desk.at('options-apply').click();
  await becomes('and on the old boundaries the old one', async () => number(await desk.at('value').innerText()), was.theirs[0]);
  await desk.look('old-boundaries');

  await phone.open();
  await phone.unlock();
  await phone.sendAll();
  const merged = await scene.nation.get(`/api/units/${other}`);
  same('the commune has its new name', merged.full_name, NAME);
  await desk.handOver(officer);
  same('the officer has come along', (await desk.at('who').innerText()).includes('Hợp Nhất'), true);
  const { items } = await scene.commune.get(`/api/review?unit=${other}&status=submitted&limit=100`);
  const [event, ...more] = items.filter((item) => item.household === household);
  same('the sheet of the phone arrived once', [event?.kind, event?.household_number, more.length], ['birth', sheet, 0]);
  await desk.accept(event.id);
  await becomes('and counts', () => people(PROVINCE, other, hamlet), [was.people[0] + 1, together + 1, was.people[3] + 1]);
  await phone.hears('the phone hears that it is accepted', ['accepted']);
  await phone.look('after');

  await desk.handOver(province);
  await desk.at('nav-reorganise').click();
  await desk.at('undo-ask').click();
  await desk.at('undo-plan-word').fill('HOÀN TÁC');
  await desk.look('undo');
  await desk.at('undo-plan').click();
  await desk.at('reorganise-done').waitFor();
  await desk.look('undone');
  same('each commune has its people again, and the child', await people(PROVINCE, place, other, hamlet), was.people.map((count, at) => count + (at === 2 ? 0 : 1)));
  same('every series is what it was', [await series(place), await series(other), await series(PROVINCE)], [was.own, was.theirs, was.all]);
  await phone.goTo(`ho/${household}`);
  await phone.page.getByText('Nguyễn Gia Hân').first().waitFor();
  await phone.at('sync-strip').waitFor();
  same('nothing is left on the phone', await phone.unsent(), '0');
}
reorganise.plan = 'province';
reorganise.stores = ['postgres'];
