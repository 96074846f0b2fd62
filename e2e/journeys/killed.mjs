// The server is killed in the middle of a push, and an answer is lost: nothing is lost and nothing comes twice.
import { setTimeout as pause } from 'node:timers/promises';
import { same } from '../lib/check.mjs';
import { Line } from '../lib/line.mjs';
import { Phone } from '../lib/phone.mjs';
import { freePort } from '../lib/server.mjs';

export default async function killed(scene) {
  const { phone: direct, server, collaborator } = scene;
  const families = (await scene.mothers()).slice(0, 3);
  const line = new Line(server);
  await line.start(await freePort());
  try {
    const phone = new Phone(direct.browser, line.url);
    await phone.setUp(collaborator);
    await server.kill();
    for (const [index, family] of families.entries()) {
      await phone.recordBirth({ ...family, name: `Phạm Thị Bé ${index + 1}` });
    }
    same('three sheets wait', await phone.unsent(), '3');

    await server.start();
    line.next(async (send) => {
      const sent = send().catch(() => undefined);
      await pause(8);
      await server.kill();
      await sent;
    });
    await sendOnce(phone, line);
    same('they still wait', await phone.unsent(), '3');

    await server.start();
    line.next(async (send) => {
      const answer = await send();
      same('the server took them', answer.status, 200);
      await server.kill();
    });
    await sendOnce(phone, line);
    same('the phone knows nothing of it', await phone.unsent(), '3');
    await phone.goTo('gui');
    await phone.look('send-lost-answer');

    await server.start();
    await phone.sendAll();
    const queued = await Promise.all(families.map(({ household }) => scene.queued(household)));
    same('each is in the queue once', queued.map((events) => events.length), [1, 1, 1]);
    same('server and phone agree on the number of sheets', (await phone.at('received').innerText()).match(/\d+/g), ['3', '3']);
    await phone.browser.close();
  } finally {
    await line.stop();
  }
}

/** Lets the phone push until the line has had its way with it. */
async function sendOnce(phone, line) {
  await phone.goTo('gui');
  for (let tries = 0; tries < 100 && line.waiting > 0; tries += 1) {
    if (await phone.at('send-now').isEnabled()) await phone.at('send-now').click();
    await pause(200);
  }
  await phone.page.locator('[data-testid=send-now]:enabled').waitFor();
}
killed.stores = ['postgres'];
