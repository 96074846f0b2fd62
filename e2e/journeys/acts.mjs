// Every act of the phone, told without a network on a slow processor, kept over a restart, sent over Slow 3G, and accepted: phone and register then show the same.
import { Api } from '../lib/api.mjs';
import { loadActs } from '../lib/acts.mjs';
import { becomes, same } from '../lib/check.mjs';
import { freshId } from '../lib/event.mjs';
import { Phone } from '../lib/phone.mjs';
import { COMMUNE, PROVINCE } from '../lib/stores.mjs';
import { Proxy, SLOW_3G } from '../bench/proxy.mjs';

const NAME = 'Người Ghi Đủ';
/** Times slower than this machine: the phone while it is set up, and so many of its acts; all of them where it is asked for. */
const SLOWER = Number(process.env.E2E_SLOWER ?? 6);
const SLOWLY = process.env.E2E_SLOWER === undefined ? 8 : Infinity;

/** An area of its own with the people of the cases, in the hands of someone new. */
async function area(scene, households) {
  const { commune } = scene;
  const own = await new Api(scene.server.url).logIn(scene.collaborator);
  const [neighbour] = (await own.get('/api/sync/pull?after=0')).households;
  const { areas } = await commune.get(`/api/network?unit=${COMMUNE}`);
  const { hamlets } = areas.find(({ id }) => id === neighbour.area);
  const { id } = await commune.post('/api/network/areas', { unit: COMMUNE, number: '99', name: 'Địa bàn 99', hamlets });
  const { code } = await commune.post('/api/network/hand-overs', { area: id, name: NAME, login: 'ctv.du' });
  const events = households.map((household) => ({
    v: 1, id: freshId(), kind: 'household', date: household.opened, recorded_at: new Date().toISOString(), by: commune.user.id, source: 'interview',
    data: {
      household: household.id, hamlet: neighbour.hamlet, area: id, number: household.number, type: household.type,
      members: household.members.map(({ id: person, sex, birth, relationship, residence, ethnic, marital }) => ({ person, sex, birth, relationship, residence, ethnic, marital })),
    },
    personal: Object.fromEntries([[household.id, { address: household.address }], ...household.members.map(({ id: person, name }) => [person, { name }])]),
  }));
  const { outcomes } = await commune.post('/api/events', { events });
  for (const { id: event, outcome } of outcomes) if (outcome !== 'accepted') await commune.post(`/api/review/${event}/accept`, {});
  return { id, code };
}

export default async function acts(scene) {
  const { server, commune, phone: direct } = scene;
  const { actCases: told, tellerOn, samples } = await loadActs();
  // The commune that people come from in the cases is the one where they live here.
  const elsewhere = (await scene.nation.get(`/api/units/${PROVINCE}`)).children.find((unit) => unit.code !== COMMUNE).code;
  const actCases = told.map((one) => (one.answers.unit ? { ...one, answers: { ...one.answers, unit: elsewhere } } : one));
  const { id, code } = await area(scene, samples.households());
  const proxy = await Proxy.before(server.port);
  const phone = new Phone(direct.browser, proxy.url);
  const slow = async (rate = SLOWER) => {
    phone.browser.context.setDefaultTimeout(90_000);
    const tools = await phone.browser.context.newCDPSession(phone.page);
    await tools.send('Emulation.setCPUThrottlingRate', { rate });
  };
  try {
    proxy.line = SLOW_3G;
    await phone.open();
    await slow();
    await phone.enrol(code);
    proxy.line = undefined;
    await phone.look('home');
    await server.kill();
    await phone.browser.close();
    await phone.open();
    await slow();
    await phone.unlock();
    const teller = tellerOn({
      page: () => phone.page, start: () => phone.start, look: (name) => phone.look(name), say: (text) => console.log(`  ok  ${text}`),
    });
    const half = Math.floor(actCases.length / 2);
    for (const [at, one] of actCases.slice(0, half).entries()) {
      if (at === SLOWLY) await slow(1);
      await teller.tell(one);
    }
    await phone.browser.close();
    await phone.open();
    await slow(SLOWLY > half ? SLOWER : 1);
    await phone.unlock();
    same('after a restart without a network all are there', await phone.unsent(), String(half));
    for (const one of actCases.slice(half)) await teller.tell(one);
    same('all wait on the phone', await phone.unsent(), String(actCases.length));

    await server.start();
    proxy.line = SLOW_3G;
    await phone.sendAll(180);
    proxy.line = undefined;
    const queue = (await commune.get(`/api/review?unit=${COMMUNE}&status=submitted&limit=100`)).items.filter(({ by_name }) => by_name === NAME);
    same('each came once', queue.length, actCases.length);
    for (const { id: event } of queue) await commune.post(`/api/review/${event}/accept`, {});
    await phone.hears('the phone hears of each', actCases.map(() => 'accepted'));
    await phone.look('all-accepted');

    const { areas } = await commune.get(`/api/network?unit=${COMMUNE}`);
    await phone.goTo('so');
    const shown = () => phone.at('fig-households').innerText().then(Number);
    await becomes('the phone shows as many households as the register has', shown, areas.find((one) => one.id === id).households);
    for (const { id: household } of samples.households()) {
      const { household: sheet } = await commune.get(`/api/households/${household}`);
      await phone.goTo(`ho/${household}`);
      if (sheet.members.length > 0) await phone.at('members').waitFor();
      for (const { name } of sheet.members) await phone.page.getByText(name).first().waitFor();
    }
  } finally {
    proxy.close();
  }
}
acts.stores = ['sqlite'];
acts.slow = true;
