// One person on two sheets: someone arrives who is in the register already. Found, compared, merged and taken apart again at the desk; the numbers follow
// and come back, also after the server was killed.
import { becomes, same } from '../lib/check.mjs';
import { arrival, freshId } from '../lib/event.mjs';

export default async function samePerson(scene) {
  const { desk, officer, commune, server } = scene;
  const [family, other] = await scene.mothers();
  const { household } = await commune.get(`/api/households/${other.household}`);
  const mother = (await commune.get(`/api/households/${family.household}`)).household.members.find(({ id }) => id === family.mother);
  const before = await scene.figures(family.hamlet);
  const again = freshId();
  const { outcomes } = await commune.post('/api/events', { events: [arrival(household, again, commune.user.id, mother)] });
  same('the second sheet counts', outcomes[0].outcome, 'accepted');
  const pair = [family.mother, again].sort();
  const total = async () => (await scene.figures(family.hamlet)).totals[1];
  await becomes('as one more', total, before.totals[1] + 1);

  await desk.logIn(officer);
  await desk.goTo('trung');
  const line = desk.page.locator(`[data-testid=same-pair][data-pair="${pair.join('_')}"]`);
  await line.click();
  await desk.at('pair-table').waitFor();
  await desk.look('pairs');
  await desk.page.keyboard.press(pair[0] === family.mother ? '1' : '2');
  await desk.at('preview').waitFor();
  await desk.look('preview');
  await desk.at('merge').click();
  await line.waitFor({ state: 'detached' });
  await becomes('merged they count once', total, before.totals[1]);
  const here = (await commune.get(`/api/households/${household.id}`)).household;
  same('the arrival is a move of the one who is kept', here.members.find(({ id }) => id === family.mother)?.merged, [again]);

  await server.kill();
  await server.start();
  same('after a restart they still count once', await total(), before.totals[1]);
  await desk.goTo(`ho/${household.id}`);
  await desk.at('split').waitFor();
  await desk.look('history');
  await desk.at('split').click();
  await becomes('taken apart there are two again', total, before.totals[1] + 1);
  const left = (await commune.get(`/api/households/${family.household}`)).household;
  same('and she lives where she lived', left.members.some(({ id }) => id === family.mother), true);
  await desk.goTo('trung');
  await line.click();
  await desk.at('pair-table').waitFor();
  await desk.page.keyboard.press('n');
  await line.waitFor({ state: 'detached' });
  await desk.page.reload();
  await desk.page.locator('[data-testid=same-pair], [data-testid=same-empty]').first().waitFor();
  same('two persons are not asked about again', await line.count(), 0);
}

same.stores = ['sqlite'];
