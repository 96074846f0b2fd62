// Differences of a list of another agency on a phone: handed over, asked about without network, sent after their sheets, and seen by the officer.
import { Api } from '../lib/api.mjs';
import { becomes, same } from '../lib/check.mjs';
import { listOf, residents } from '../lib/list.mjs';
import { today } from '../lib/scene.mjs';
import { COMMUNE } from '../lib/stores.mjs';

/** Reads a list and compares it, as the desk does; its id. */
async function compared(desk, list) {
  const ask = { unit: COMMUNE, name: 'Thẻ BHYT', source: 'insurance', purpose: 'Rà soát', legal_basis: 'Kế hoạch 12/KH-UBND', as_of: today() };
  return desk.page.evaluate(
    async ({ text, about }) => {
      const form = new FormData();
      form.append('file', new File([text], 'the-bhyt.csv'));
      form.append('ask', JSON.stringify(about));
      const answer = await fetch('/api/reconciliations', { method: 'POST', body: form, headers: { 'X-Requested-With': 'danso' } });
      return (await answer.json()).id;
    },
    { text: list.text, about: ask },
  );
}

export default async function handed(scene) {
  const { phone, desk, collaborator, officer, commune, register, server } = scene;
  const list = listOf(residents(register), { seed: 12 });
  await phone.setUp(collaborator);
  await phone.goTo('viec');
  await phone.at('title').waitFor();
  same('nothing is to be asked yet', await phone.at('task-lists').count(), 0);

  await desk.logIn(officer);
  const id = await compared(desk, list);
  const at = `/api/reconciliations/${id}`;
  const of = async (kind, state = 'open', owner = '') => (await commune.get(`${at}/differences?kind=${kind}&state=${state}&limit=200${owner}`)).items;
  const { user } = await new Api(server.url).logIn(collaborator);
  const { area } = user.roles.find(({ role }) => role === 'collaborator');

  await desk.goTo(`doi-chieu/${id}/khac-biet`);
  await desk.at('owners-summary').click();
  await desk.at(`hand-${area}`).click();
  await desk.page.locator(`[data-testid="owner-${area}"][data-handed]`).waitFor();
  await desk.look('handed-over');

  await phone.goTo('gui');
  await phone.at('send-now').click();
  await phone.goTo('viec');
  await phone.at('task-lists').waitFor();
  await phone.look('tasks');
  await server.stop();

  const owner = `&owner=${area}`;
  const births = async () => (await of('value', 'open', owner)).filter(({ field }) => field === 'birth');
  await server.start();
  const [birth] = await births();
  const [alone] = (await of('ours_only', 'open', owner)).filter(({ ours }) => ours.household !== birth.ours.household);
  await server.stop();
  const card = (key) => phone.at(`difference-${id}.${key}`);

  await phone.goTo(`viec/${alone.ours.household}`);
  await card(alone.key).getByTestId('outcome-ours').click();
  await card(alone.key).getByTestId('difference-said').waitFor();
  await phone.goTo(`viec/${birth.ours.household}`);
  await phone.look('household');
  await card(birth.key).getByTestId('outcome-theirs').click();
  await phone.at('birth-year').waitFor();
  await phone.look('form');
  await phone.goOn();
  await phone.submit();
  same('a sheet and two answers wait', await phone.unsent(), '3');
  await server.start();
  await phone.sendAll();

  const settled = async () => [...(await of('value', 'settled')), ...(await of('ours_only', 'settled'))];
  await becomes('the officer sees both', async () => (await settled()).map(({ key, outcome }) => [key, outcome.outcome]), [[birth.key, 'theirs'], [alone.key, 'ours']]);
  const [changed, kept] = await settled();
  same('under the name of who asked', [changed.outcome.by_name, kept.outcome.by_name], [user.name, user.name]);
  same('one with the sheet, one without', [changed.outcome.event !== undefined, ['submitted', 'accepted'].includes(changed.outcome.event_status), kept.outcome.event], [true, true, undefined]);
  same('of which the officer hears how many there were', (await commune.get(`${at}/differences?limit=1`)).owners.find((one) => one.area === area).reported, 2);
  await desk.page.reload();
  await desk.at('owners-summary').click();
  await desk.look('answered');

  // Taken back: the phone asks no more.
  await desk.at(`hand-${area}`).click();
  await desk.page.locator(`[data-testid="owner-${area}"]:not([data-handed])`).waitFor();
  await phone.goTo('gui');
  await phone.at('send-now').click();
  await phone.goTo('viec');
  await becomes('the phone asks no more', () => phone.at('task-lists').count(), 0);
}
