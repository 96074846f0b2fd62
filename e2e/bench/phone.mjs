// The collaborator's app at 360 × 740 on a processor six times slower, with Slow 3G where the network is measured.
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from '../lib/api.mjs';
import { becomes } from '../lib/check.mjs';
import { Phone } from '../lib/phone.mjs';
import { median, share95 } from './times.mjs';

/** What Chromium's tools call "Slow 3G". */
const SLOW_3G = { offline: false, latency: 2_000, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const NO_NETWORK = { ...SLOW_3G, offline: true };
const FAST = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
const SLOWER = 6;

async function tools(phone) {
  const session = await phone.browser.context.newCDPSession(phone.page);
  await session.send('Network.enable');
  return {
    network: (conditions) => session.send('Network.emulateNetworkConditions', conditions),
    slower: (rate) => session.send('Emulation.setCPUThrottlingRate', { rate }),
    session,
  };
}

/** The first load of the page without an account: bytes on the wire, and of these the script. */
export async function firstLoad(browser, proxy, tell) {
  const phone = new Phone(browser, proxy.url);
  const kinds = new Map();
  const { down } = await proxy.during(async () => {
    phone.page = await browser.open('about:blank');
    const { session } = await tools(phone);
    const types = new Map();
    session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const kind = types.get(requestId) ?? 'Other';
      kinds.set(kind, (kinds.get(kind) ?? 0) + encodedDataLength);
    });
    await phone.page.goto(phone.start);
    await phone.at('login').waitFor();
    await phone.page.waitForLoadState('networkidle');
  });
  const page = [...kinds.values()].reduce((sum, bytes) => sum + bytes, 0);
  tell(`first load of /ctv/: page ${(page / 1000).toFixed(1)} kB, of it script ${((kinds.get('Script') ?? 0) / 1000).toFixed(1)} kB (≤ 200 and ≤ 80); with what the worker keeps for later ${(down / 1000).toFixed(1)} kB`);
  await browser.close();
}

/** Set-up, first sync, and what a sync without news costs. */
export async function syncs(phone, proxy, collaborator, tell) {
  await phone.open();
  let snapshot = 0;
  phone.page.on('response', async (response) => {
    if (!response.url().includes('/api/sync/snapshot')) return;
    const { responseBodySize, responseHeadersSize } = await response.request().sizes();
    snapshot += responseBodySize + responseHeadersSize;
  });
  await phone.at('login').fill(collaborator.login);
  await phone.at('password').fill(collaborator.password);
  await phone.at('login-submit').click();
  await phone.at('pin-new').fill('274913');
  await phone.at('pin-repeat').fill('274913');
  await phone.at('pin-save').click();
  await phone.at('tile-ho').waitFor();
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await becomes('the download was measured', async () => snapshot > 0, true);
  const { households } = await new Api(proxy.url).logIn(collaborator).then((own) => own.get('/api/sync/pull?after=0'));
  tell(`first sync: ${households.length} households in ${(snapshot / 1000).toFixed(1)} kB, that is ${((snapshot / households.length) * 200 / 1000).toFixed(1)} kB for 200 (≤ 100)`);
  await phone.goTo('gui');
  await phone.at('send-now').click();
  await phone.at('send-outcome').waitFor();
  await pause(1_000);
  const { up, down } = await proxy.during(async () => {
    await phone.at('send-now').click();
    await pause(3_000);
  });
  tell(`a sync without news: ${up + down} bytes both ways, headers included (≤ 2000)`);
}

/** From the icon to a list that can be used, without a network, on a slow processor; the derivation of the key from the PIN apart. */
export async function offlineStart(phone, runs, tell) {
  const [shown, listed] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    await phone.browser.close();
    phone.page = await phone.browser.open('about:blank');
    const { network, slower } = await tools(phone);
    await slower(SLOWER);
    await network(NO_NETWORK);
    const start = performance.now();
    await phone.page.goto(`${phone.start}#/ho`);
    await phone.at('pin').waitFor();
    shown.push(performance.now() - start);
    await phone.at('pin').fill('274913');
    const unlocking = performance.now();
    await phone.at('pin-submit').click();
    await phone.page.locator('[data-testid^="household-"]').first().waitFor();
    listed.push(performance.now() - unlocking);
  }
  tell(`offline start at ${SLOWER}×: the PIN is asked after ${median(shown).toFixed(0)} ms; the list of households is there ${median(listed).toFixed(0)} ms after it (with the key of the PIN, 600 000 rounds); start to list ${(median(shown) + median(listed)).toFixed(0)} ms (≤ 1500)`);
}

/** Letters typed into the search of households: from each to the frame that shows what it found. */
export async function search(phone, word, tell) {
  await phone.goTo('ho');
  await phone.at('search').waitFor();
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    await phone.at('search').fill('');
    for (let end = 1; end <= word.length; end += 1) {
      times.push(
        await phone.at('search').evaluate(async (input, typed) => {
          const start = performance.now();
          input.value = typed;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return performance.now() - start;
        }, word.slice(0, end)),
      );
    }
  }
  tell(`search while typing at ${SLOWER}×: median ${median(times).toFixed(0)} ms, 95 of 100 within ${share95(times).toFixed(0)} ms a letter (≤ 200)`);
}

/** A birth as a person who knows the app records it: three quarters of a second before each touch, a fifth a letter. */
export async function birth(phone, { household, mother }, tell) {
  await phone.goTo(`ho/${household}`);
  await phone.at('members').waitFor();
  const human = () => pause(750);
  const touch = async (locator) => {
    await human();
    await locator.click();
  };
  const type = async (id, text) => {
    await touch(phone.at(id));
    await phone.page.keyboard.type(text, { delay: 200 });
  };
  const start = performance.now();
  await touch(phone.at('add-birth'));
  await touch(phone.at(`field-mother-${mother}`));
  await touch(phone.at('continue'));
  await type('field-name', 'Lê Thị An');
  await touch(phone.at('field-sex-f'));
  await touch(phone.at('continue'));
  await touch(phone.page.getByText('Hôm nay', { exact: true }));
  await touch(phone.at('continue'));
  await touch(phone.at('field-place-station'));
  await touch(phone.at('continue'));
  await type('field-weight', '3100');
  await touch(phone.at('continue'));
  await touch(phone.at('continue'));
  await phone.at('review').waitFor();
  await human();
  for (const reason of await phone.page.locator('[data-testid^="reason-"]').all()) {
    await reason.click();
    await phone.page.keyboard.type('đã hỏi', { delay: 200 });
  }
  await touch(phone.at('submit'));
  await phone.at('members').waitFor();
  tell(`a birth at human speed, at ${SLOWER}× and without a network: ${((performance.now() - start) / 1000).toFixed(1)} s (≤ 30)`);
}

/** "Nothing changed" from the list: one touch, and it is kept. */
export async function unchanged(phone, tell) {
  await phone.goTo('ho');
  const button = phone.page.locator('[data-testid^="unchanged-"]').first();
  await button.waitFor();
  const before = Number(await phone.unsent());
  const start = performance.now();
  await button.click();
  await becomes('one more waits', async () => Number(await phone.unsent()), before + 1);
  tell(`"không thay đổi": one touch, kept after ${(performance.now() - start).toFixed(0)} ms at ${SLOWER}×`);
}

/** Everything from the set-up on Slow 3G to what was recorded being sent. */
export async function sendOnSlow3g(phone, proxy, tell) {
  const { network, slower } = await tools(phone);
  await slower(SLOWER);
  await network(SLOW_3G);
  const start = performance.now();
  const { up, down } = await proxy.during(async () => {
    await phone.goTo('gui');
    await phone.at('send-now').click();
    await becomes('nothing is left to send', () => phone.unsent(), '0', 180);
  });
  tell(`two acts sent on Slow 3G: ${((performance.now() - start) / 1000).toFixed(1)} s, ${up + down} bytes both ways`);
  await network(FAST);
}
