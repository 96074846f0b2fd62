// What Lighthouse says of the accessibility of the phone's pages. It is large, so it is fetched into a folder of its own for the measurement.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Phone, PIN } from '../lib/phone.mjs';
import { freePort } from '../lib/server.mjs';

/** The last that runs on Node 20. */
const LIGHTHOUSE = 'lighthouse@12';
const WANTED = 95;

async function fetched(folder) {
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--silent', LIGHTHOUSE], { stdio: 'ignore' });
  const from = createRequire(join(folder, 'package.json'));
  const [{ snapshot }, puppeteer] = await Promise.all([import(from.resolve('lighthouse')), import(from.resolve('puppeteer-core'))]);
  return { snapshot, connect: (browserURL) => puppeteer.default.connect({ browserURL, defaultViewport: null }) };
}

/** Looks at each page that a collaborator sees every day; answers those below what is wanted. */
export async function lighthouse(browser, url, collaborator, folder, tell) {
  const { snapshot, connect } = await fetched(folder);
  const port = await freePort();
  browser.flags = [`--remote-debugging-port=${port}`];
  const phone = new Phone(browser, url);
  await phone.open();
  const puppet = await connect(`http://127.0.0.1:${port}`);
  const scores = [];
  const look = async (name) => {
    const pages = await puppet.pages();
    const page = pages.find((one) => one.url().startsWith(phone.start));
    const { lhr } = await snapshot(page, {
      flags: { onlyCategories: ['accessibility'], formFactor: 'mobile', screenEmulation: { disabled: true } },
    });
    const score = Math.round(lhr.categories.accessibility.score * 100);
    const faults = Object.values(lhr.audits).filter((audit) => audit.score === 0).map(({ id }) => id);
    scores.push({ name, score, faults });
  };
  await phone.at('login').waitFor();
  await look('log-in');
  await phone.at('to-practice').click();
  await phone.at('lesson-birth').waitFor();
  await look('lessons');
  await phone.at('practice-leave').click();
  await phone.at('login').fill(collaborator.login);
  await phone.at('password').fill(collaborator.password);
  await phone.at('login-submit').click();
  await phone.at('pin-new').fill(PIN);
  await phone.at('pin-repeat').fill(PIN);
  await look('set-pin');
  await phone.at('pin-save').click();
  await phone.at('tile-ho').waitFor();
  await look('home');
  for (const [name, path, there] of [['households', 'ho', 'search'], ['record', 'ghi', 'record-birth'], ['tasks', 'viec', 'title'], ['send', 'gui', 'send-now'], ['phone', 'may', 'lock']]) {
    await phone.goTo(path);
    await phone.at(there).waitFor();
    await look(name);
  }
  await phone.goTo('ho');
  await phone.page.locator('[data-testid^="household-"]').first().click();
  await phone.at('members').waitFor();
  await look('household');
  await phone.at('add-death').click();
  await phone.at('continue').waitFor();
  await look('form');
  await phone.page.reload();
  await phone.at('pin').waitFor();
  await look('unlock');
  await puppet.disconnect();
  await browser.close();
  const least = Math.min(...scores.map(({ score }) => score));
  tell(`Lighthouse, accessibility of ${scores.length} pages of the phone: ${least} at least (≥ ${WANTED})`);
  for (const { name, score, faults } of scores.filter(({ faults: found }) => found.length > 0)) tell(`  ${name}: ${score} (${faults.join(', ')})`);
  return scores.filter(({ score }) => score < WANTED);
}
