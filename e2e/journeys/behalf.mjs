// An officer enters for a collaborator without a phone: one act, one line of a paper; and a household of theirs is asked again, blind.
import { becomes, same } from '../lib/check.mjs';
import { today } from '../lib/scene.mjs';

const CHILD = 'Lê Nguyễn Bảo Hân';
const ELSE = 'Người Ghi Sót';

export default async function behalf(scene) {
  const { desk, officer, collaborator, commune, place } = scene;
  const [family] = await scene.mothers();
  const before = await scene.figures(family.hamlet);
  const month = today().slice(0, 7);
  const line = async () => (await commune.get(`/api/network/statement?unit=${place}&period=${month}`)).lines.find(({ login }) => login === collaborator.login);
  const { recorded } = await line();

  await desk.logIn(officer);
  await desk.goTo(`ho/${family.household}`);
  await desk.at('household-enter').click();
  await desk.at('kind-birth').waitFor();
  await desk.look('kinds');
  await desk.page.keyboard.press('1');
  await desk.at('act-form').waitFor();
  const choose = async (field, code) => {
    const select = desk.page.locator(`select[data-testid="field-${field}"]`);
    if (await select.count()) await select.selectOption(code);
    else await desk.at(`field-${field}-${code}`).check();
  };
  await choose('mother', family.mother);
  await desk.at('field-name').fill(CHILD);
  await choose('sex', 'f');
  await desk.at('field-date').fill('h');
  await choose('place', 'station');
  await desk.page.reload();
  await desk.at('act-form').waitFor();
  same('what was typed came back after a reload', await desk.at('field-name').inputValue(), CHILD);
  const kept = await desk.page.evaluate(() => Object.entries(localStorage).join());
  same('and lies sealed in the browser', [kept.includes(CHILD), kept.length > 0], [false, true]);
  await desk.look('act');
  await desk.page.keyboard.press('Control+Enter');
  await desk.at('entry-told').waitFor();
  await becomes('the child counts at every level', async () => (await scene.figures(family.hamlet)).totals, before.totals.map((total) => total + 1));
  const counted = await line();
  same('and the statement counts it for the collaborator', [counted.recorded - recorded, counted.behalf], [1, 1]);
  await desk.look('sent');
  await desk.page.locator('[data-testid^="withdraw-"]').first().click();
  await becomes('taken back from the same page', async () => (await scene.figures(family.hamlet)).totals, before.totals);

  const { household } = await commune.get(`/api/households/${family.household}`);
  await desk.goTo(`nhap-p0?area=${household.area}&period=${month}`);
  await desk.at('line-1-house').waitFor();
  await becomes('the first cell is ready', () => desk.page.evaluate(() => document.activeElement?.dataset.testid), 'line-1-house');
  const someone = household.members.at(-1);
  await desk.page.keyboard.type(household.number);
  await desk.page.keyboard.press('Tab');
  await desk.page.keyboard.type(someone.name.toLowerCase());
  await desk.page.keyboard.press('Tab');
  await desk.page.keyboard.type('3');
  await desk.page.keyboard.press('Tab');
  await desk.page.keyboard.type(today().slice(8, 10));
  await desk.page.keyboard.press('Enter');
  await desk.at('line-2-house').waitFor();
  await desk.at('foot-death').fill('1');
  await desk.look('paper');
  await desk.page.keyboard.press('Control+Enter');
  await desk.page.locator('[data-testid=line-1][data-answer]').waitFor();
  await becomes('the death of the paper counts', async () => (await scene.figures(family.hamlet)).totals, before.totals.map((total) => total - 1));
  same('the paper agrees with its foot', await desk.at('paper-off').count(), 0);
  await desk.look('paper-sent');

  await desk.goTo('phuc-tra');
  await desk.at('sample-name').fill('Phúc tra thử');
  await desk.at('sample-many').fill('2');
  await desk.at('sample-draw').click();
  await desk.at('sampled').waitFor();
  await desk.look('sample');
  const [{ id }] = (await commune.get(`/api/network/samples?unit=${place}`)).samples;
  const { households, readers } = await commune.get(`/api/network/samples/${id}`);
  const drawn = await commune.get(`/api/households/${households[0].household}`);
  const neighbour = readers.find(({ name }) => name !== households[0].collaborator_name && name !== readers[0].name);
  await desk.at('sampled-1-read').click();
  await desk.at('reading-reader').selectOption(neighbour.id);
  for (const [at, { name, sex, birth, relationship }] of drawn.household.members.entries()) {
    if (at > 0) await desk.at('reading-add').click();
    await desk.at(`reading-${at + 1}-name`).fill(name);
    await desk.at(`reading-${at + 1}-sex`).selectOption(sex);
    await desk.at(`reading-${at + 1}-birth`).fill(birth.replace('~', '').split('-').reverse().join('/'));
    await desk.at(`reading-${at + 1}-relationship`).selectOption(relationship);
  }
  await desk.at('reading-add').click();
  await desk.at(`reading-${drawn.household.members.length + 1}-name`).fill(ELSE);
  await desk.at('reading-save').click();
  await desk.at('differences').waitFor();
  same('only who was added differs', await desk.at('differences').locator('tbody tr').count(), 1);
  await desk.at('verdict-1-1-register').click();
  await becomes('the register was wrong once', async () => (await commune.get(`/api/network/samples/${id}/result`)).total.register, 1);
  await desk.look('sample-result');
  const { name, bytes } = await desk.save('sample-result-xlsx');
  same('the result is a file', [name.startsWith('ket-qua-phuc-tra_'), bytes.length > 1000], [true, true]);
}

behalf.stores = ['sqlite'];
