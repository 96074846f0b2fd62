// A birth recorded without network moves every figure, once it is accepted, by exactly one.
import { becomes, same } from '../lib/check.mjs';
import { COMMUNE } from '../lib/stores.mjs';

export default async function birth(scene) {
  const { phone, desk, server, collaborator, officer } = scene;
  const [{ household, mother, hamlet, number }] = await scene.mothers();
  await phone.setUp(collaborator);
  await phone.at('tile-ho').click();
  await phone.at(`household-${household}`).waitFor();
  await phone.look('households');

  await server.kill();
  await phone.recordBirth({ household, mother, name: 'Nguyễn Ngọc Mai', pictures: true });
  await phone.look('household-newborn');
  same('one sheet waits', await phone.unsent(), '1');

  await phone.browser.close();
  await phone.open();
  await phone.at('pin').waitFor();
  await phone.look('unlock');
  await phone.unlock();
  same('it waits after the browser was restarted without network', await phone.unsent(), '1');
  await phone.goTo(`ho/${household}`);
  await phone.page.getByText('Nguyễn Ngọc Mai').first().waitFor();
  await phone.goTo('gui');
  await phone.at('send-now').click();
  await phone.at('send-outcome').waitFor();
  await phone.look('send-offline');

  await server.start();
  const before = await scene.figures(hamlet);
  await phone.sendAll();
  await phone.look('send-done');
  const [event, ...more] = await scene.queued(household);
  same('the queue holds one birth of that household', [event?.kind, event?.household_number, more.length], ['birth', number, 0]);
  await phone.at('send-now').click();
  await phone.page.locator('[data-testid=send-outcome]').waitFor();
  same('sending again sends nothing', (await scene.queued(household)).length, 1);

  const sent = await scene.figures(hamlet);
  same('what waits is not counted', sent.totals, before.totals);
  same('but it is said that it waits', sent.waiting, before.waiting.map((waiting) => waiting + 1));
  const position = await scene.position();

  await desk.logIn(officer);
  await desk.accept(event.id);
  await becomes('every level has one more', async () => (await scene.figures(hamlet)).totals, before.totals.map((total) => total + 1));
  const after = await scene.figures(hamlet);
  same('and one less waits', after.waiting, before.waiting);
  same('as known before, all is as it was', (await scene.figures(hamlet, position)).totals, before.totals);

  await desk.at('nav-figures').click();
  await desk.at('pyramid').waitFor();
  await desk.at('months').waitFor();
  same('the desk shows the same', await desk.total(), after.totals[scene.levels(hamlet).indexOf(COMMUNE)]);
  await desk.look('figures');
  await desk.at('known-at').fill(String(position));
  await desk.page.keyboard.press('Enter');
  await becomes('and the same as known before', () => desk.total(), before.totals[1]);
  await desk.look('figures-known-before');

  await phone.hears('the phone hears that it is accepted', ['accepted']);
  await phone.look('send-accepted');
  await phone.goTo(`ho/${household}`);
  await phone.page.getByText('Nguyễn Ngọc Mai').first().waitFor();
  same('the newborn is one member', await phone.page.getByText('Nguyễn Ngọc Mai').count(), 1);
  await phone.look('household-accepted');
}
