// An officer gives a sheet back with a reason; the collaborator corrects it, and it counts once.
import { becomes, same } from '../lib/check.mjs';

const REASON = 'Xem lại cân nặng lúc sinh trên giấy chứng sinh';

export default async function returned(scene) {
  const { phone, desk, collaborator, officer } = scene;
  const [{ household, mother, hamlet }] = await scene.mothers();
  await phone.setUp(collaborator);
  await phone.recordBirth({ household, mother, name: 'Trần Gia Bảo', sex: 'm' });
  await phone.sendAll();
  const before = await scene.figures(hamlet);
  const [first] = await scene.queued(household);

  await desk.logIn(officer);
  await desk.giveBack(first.id, REASON);
  await becomes('it left the queue', async () => (await scene.queued(household)).length, 0);
  await phone.hears('the phone hears that it came back', ['returned']);
  await phone.goTo('viec');
  await phone.page.getByText('Trần Gia Bảo').first().waitFor();
  await phone.look('tasks-returned');
  await phone.goTo(`gui/${first.id}`);
  await phone.at('return-reason').getByText(REASON).waitFor();
  await phone.look('sheet-returned');

  await phone.at('sheet-correct').click();
  for (let page = 0; page < 4; page += 1) await phone.goOn();
  await phone.at('field-weight').fill('2900');
  for (let page = 0; page < 2; page += 1) await phone.goOn();
  await phone.submit();
  await phone.sendAll();
  const [second, ...more] = await scene.queued(household);
  same('the correction is alone in the queue', [second?.kind, second?.id !== first.id, more.length], ['birth', true, 0]);
  same('it names what it replaces', (await scene.commune.get(`/api/review/${second.id}`)).event.supersedes, first.id);

  await desk.accept(second.id);
  await becomes('it counts once', async () => (await scene.figures(hamlet)).totals, before.totals.map((total) => total + 1));
  await phone.hears('the phone hears that it is accepted and the first sheet is undone', ['accepted', 'undone']);
  await phone.goTo(`ho/${household}`);
  await phone.at('members').waitFor();
  same('the child is one member', await phone.page.locator('.name', { hasText: 'Trần Gia Bảo' }).count(), 1);
  await phone.look('household-corrected');
}
returned.stores = ['postgres'];
