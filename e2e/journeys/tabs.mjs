// Two tabs of one phone record and send at the same time: each sheet arrives once, and both tabs see both.
import { becomes, same } from '../lib/check.mjs';

export default async function tabs(scene) {
  const { phone, server, collaborator } = scene;
  const [one, two] = await scene.mothers();
  await phone.setUp(collaborator);
  const second = await phone.secondTab();
  await second.unlock();
  await server.kill();
  await phone.recordBirth({ ...one, name: 'Lê Thị Một' });
  await second.recordBirth({ ...two, name: 'Lê Thị Hai' });
  await becomes('the first tab knows of both', () => phone.unsent(), '2');
  await becomes('the second tab knows of both', () => second.unsent(), '2');

  await server.start();
  await phone.goTo('gui');
  await second.goTo('gui');
  await Promise.all([phone.at('send-now').click(), second.at('send-now').click()]);
  await phone.sendAll();
  await becomes('the second tab has nothing to send either', () => second.unsent(), '0');
  const queued = [...(await scene.queued(one.household)), ...(await scene.queued(two.household))];
  same('each arrived once', queued.map(({ kind }) => kind), ['birth', 'birth']);
  const text = (await phone.at('received').innerText()).match(/\d+/g);
  same('server and phone agree on the number of sheets', text, ['2', '2']);
  await second.look('send-second-tab');
}
tabs.stores = ['sqlite'];
