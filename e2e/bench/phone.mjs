// The collaborator's app at 360 × 740 on a processor six times slower, with Slow 3G where the network is measured.
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from '../lib/api.mjs';
import { becomes } from '../lib/check.mjs';
import { Phone } from '../lib/phone.mjs';
import { SLOW_3G } from './proxy.mjs';
import { median, share95 } from './times.mjs';

const NO_NETWORK = { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
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

/**
 * In the page: says when something has been drawn, and when something was touched, by the clock of the page. The tool that drives the
 * browser waits by running much script of its own in the page, which on a slow processor takes longer than what is measured.
 */
function watching() {
  const wanted = { pin: '[data-testid="pin"]', list: '[data-testid^="household-"]' };
  const look = () => {
    for (const [name, selector] of Object.entries(wanted)) {
      if (!document.querySelector(selector)) continue;
      delete wanted[name];
      requestAnimationFrame(() => setTimeout(() => seen(JSON.stringify([name, performance.now()]))));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  addEventListener('pointerdown', ({ target }) => target.closest('[data-testid="pin-submit"]') && seen(JSON.stringify(['touched', performance.now()])), true);
}

/** Waits without asking anything of the page. */
async function until(there) {
  for (let tries = 0; !there(); tries += 1) {
    if (tries > 1_000) throw new Error('it was never drawn');
    await pause(20);
  }
}

/** Opens the app anew without a network on a slow processor; `times` are then filled with milliseconds since the navigation began. */
async function cold(phone) {
  await phone.browser.close();
  phone.page = await phone.browser.open('about:blank');
  const { network, slower, session } = await tools(phone);
  const times = {};
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: 'seen' });
  session.on('Runtime.bindingCalled', ({ payload }) => {
    const [name, at] = JSON.parse(payload);
    times[name] = at;
  });
  await phone.page.addInitScript(watching);
  await slower(SLOWER);
  await network(NO_NETWORK);
  await phone.page.goto(`${phone.start}#/ho`, { waitUntil: 'commit' });
  await until(() => times.pin !== undefined);
  return times;
}

/** Touches what bears an id, where it lies. */
async function touch(page, id) {
  const [x, y] = await page.evaluate((testid) => {
    const { left, top, width, height } = document.querySelector(`[data-testid="${testid}"]`).getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  }, id);
  await page.mouse.click(x, y);
}

/** Types the PIN, touches "Mở sổ", and answers the milliseconds from that touch to the list. */
async function unlocked(phone, times, { digit, button }) {
  await touch(phone.page, 'pin');
  await phone.page.keyboard.type('274913', { delay: digit });
  await pause(button);
  await touch(phone.page, 'pin-submit');
  await until(() => times.list !== undefined);
  return times.list - times.touched;
}

/**
 * From the icon to a list that can be used, with the time in which the PIN is typed left out. Two ways: the six digits stand there at once and
 * the button is touched at once, so that nothing can be got ready meanwhile; and as a person does it, a quarter of a second a digit and
 * half a second to the button. The key of the PIN (600 000 rounds) is in both.
 */
export async function offlineStart(phone, runs, tell) {
  const [asked, atOnce, typed] = [[], [], []];
  for (let run = 0; run < runs; run += 1) {
    for (const [times, pace] of [[atOnce, { digit: 0, button: 0 }], [typed, { digit: 250, button: 500 }]]) {
      const seen = await cold(phone);
      asked.push(seen.pin);
      times.push(await unlocked(phone, seen, pace));
    }
  }
  const sum = (times) => (median(asked) + median(times)).toFixed(0);
  tell(`offline start at ${SLOWER}×: the PIN is asked after ${median(asked).toFixed(0)} ms; the list of households is there ${median(typed).toFixed(0)} ms after a PIN typed by a person, ${median(atOnce).toFixed(0)} ms after one typed at once; start to list without the typing ${sum(typed)} ms, or ${sum(atOnce)} ms (≤ 1500)`);
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
  // A browser started anew: what was said of the network before holds as long as the one who said it.
  await phone.browser.close();
  await phone.open();
  const { slower } = await tools(phone);
  await slower(SLOWER);
  proxy.line = SLOW_3G;
  await phone.unlock();
  const start = performance.now();
  const { up, down } = await proxy.during(async () => {
    await phone.goTo('gui');
    await becomes('nothing is left to send', () => phone.unsent(), '0', 180);
  });
  tell(`two acts sent on Slow 3G: ${((performance.now() - start) / 1000).toFixed(1)} s, ${up + down} bytes both ways`);
  proxy.line = undefined;
}
