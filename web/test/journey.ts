// One browser journey of the collaborator's app against the fake server: `npm run build && npm run journey`.
// Writes a picture of every page to the folder given as first argument and runs axe on each.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { FakeServer } from './fakeServer.ts';
import { FakeState } from './fakeState.ts';
import { householdId, personId } from './samples.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pictures = process.argv[2] ?? join(tmpdir(), 'danso-ctv-pictures');
const width = Number(process.argv[3] ?? 360);
mkdirSync(pictures, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), 'danso-profile-'));

const json = (folder: string) =>
  readdirSync(here(folder)).map((file) => JSON.parse(readFileSync(here(`${folder}/${file}`), 'utf8')) as unknown);

const state = new FakeState();
state.catalog = {
  version: 'test-1',
  lists: json('../../catalog/lists') as typeof state.catalog.lists,
  rules: json('../../catalog/rules').flat() as typeof state.catalog.rules,
};
const server = new FakeServer(state, here('../dist'));
const port = await server.start();
const start = `http://127.0.0.1:${port}/ctv/`;

let context: BrowserContext;
let page: Page;
let shot = 0;
const faults: string[] = [];

async function open(): Promise<void> {
  context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    viewport: { width, height: 740 },
    deviceScaleFactor: 1,
    locale: 'vi-VN',
  });
  page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  await page.goto(start);
}

const at = (id: string) => page.getByTestId(id);

/** A picture of the whole page, axe, and no sideways scrolling. */
async function look(name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(pictures, `${String(++shot).padStart(2, '0')}-${name}.png`), fullPage: true });
  const { violations } = await new AxeBuilder({ page }).withRules([
    ...['color-contrast-enhanced'],
  ]).analyze();
  const standard = await new AxeBuilder({ page }).analyze();
  for (const { id, nodes } of [...violations, ...standard.violations]) {
    faults.push(`${name}: axe ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  }
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  if (tooWide) faults.push(`${name}: scrolls sideways at ${width} px`);
}

function expect(what: string, actual: unknown, wanted: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`);
  }
  console.log(`ok  ${what}`);
}

const goOn = () => at('continue').click();

async function unlock(): Promise<void> {
  await at('pin').fill('274913');
  await at('pin-submit').click();
  await at('sync-strip').waitFor();
}

async function journey(): Promise<void> {
  await open();
  await look('log-in');
  await at('login-submit').click();
  await at('error-summary').waitFor();
  await look('log-in-error');
  await at('login').fill('hoa');
  await at('password').fill('matkhau-hoa');
  await at('login-submit').click();
  await at('pin-new').waitFor();
  await look('set-pin');
  await at('pin-new').fill('274913');
  await at('pin-repeat').fill('274913');
  await at('pin-save').click();
  await at('tile-ho').waitFor();
  await look('home');

  await at('tile-ho').click();
  await at('search').fill('thach sa');
  expect('search without accents finds one', await page.getByText('1 hộ', { exact: true }).count(), 1);
  await at('search').fill('');
  await look('households');
  await at(`household-${householdId(1)}`).click();
  await at('members').waitFor();
  await look('household');

  await at('add-birth').click();
  await goOn();
  await at('error-summary').waitFor();
  await look('birth-parents-error');
  await at(`field-mother-${personId(1, 2)}`).check();
  await goOn();
  await at('field-name').fill('Nguyễn Ngọc Mai');
  await at('field-sex-f').check();
  await look('birth-child');
  await page.waitForTimeout(300);

  await page.evaluate(() => navigator.serviceWorker.ready);
  await server.stop();
  await page.reload();
  await at('pin').waitFor();
  await look('unlock');
  await unlock();
  await at('draft-restored').waitFor();
  expect('the draft is restored after a reload without server', await at('field-name').inputValue(), 'Nguyễn Ngọc Mai');
  await look('draft-restored');

  await goOn();
  await at('date-no-day').check();
  await goOn();
  await at('error-summary').waitFor();
  await look('birth-date-error');
  await at('date-no-day').uncheck();
  await page.getByText('Hôm nay', { exact: true }).click();
  await look('birth-date');
  await goOn();
  await at('field-place-station').check();
  await look('birth-place');
  await goOn();
  await at('field-weight').fill('3100');
  await look('birth-details');
  await goOn();
  await look('birth-belongs');
  await goOn();
  await at('review').waitFor();
  await page.waitForTimeout(500);
  await look('birth-review');
  for (const reason of await page.locator('[data-testid^="reason-"]').all()) await reason.fill('đã hỏi lại gia đình');
  await at('submit').click();
  await at('members').waitFor();
  await page.getByText('Nguyễn Ngọc Mai').first().waitFor();
  await look('household-newborn');
  expect('one sheet waits', await at('sync-strip').getAttribute('data-unsent'), '1');

  await context.close();
  await open();
  await at('pin').waitFor();
  await unlock();
  expect('it still waits after the browser was restarted offline', await at('sync-strip').getAttribute('data-unsent'), '1');
  await at('tile-gui').click();
  await at('send-now').click();
  await at('send-outcome').waitFor();
  await look('send-offline');
  const second = await context.newPage();
  await second.goto(start);
  await second.getByTestId('pin').fill('274913');
  await second.getByTestId('pin-submit').click();
  await second.getByTestId('tile-gui').click();
  await second.getByTestId('send-now').click();
  await second.getByTestId('send-outcome').waitFor();

  await server.start(port);
  await Promise.all([at('send-now').click(), second.getByTestId('send-now').click()]);
  await page.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  await second.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  expect('the outbox drained exactly once', state.arrivals.length, 1);
  expect('the server holds it', state.held.size, 1);
  await look('send-done');
  await second.close();

  const [id = ''] = state.held.keys();
  state.decide(id, 'returned', 'Ghi thiếu con thứ mấy của mẹ');
  await at('send-now').click();
  await at('state-returned').first().waitFor();
  await look('send-returned');
  await page.goto(`${start}#/viec`);
  await look('tasks');
  await page.goto(`${start}#/gui/${id}`);
  await at('return-reason').waitFor();
  await look('sheet-returned');
  await at('sheet-correct').click();
  for (let i = 0; i < 3; i++) await goOn();
  await at('field-order').fill('2');
  for (let i = 0; i < 3; i++) await goOn();
  await at('review').waitFor();
  await page.waitForTimeout(300);
  for (const reason of await page.locator('[data-testid^="reason-"]').all()) await reason.fill('đã hỏi lại gia đình');
  await at('submit').click();
  await at('members').waitFor();
  await page.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  expect('the correction names what it replaces', [...state.held.values()].at(-1)?.event.supersedes, id);

  await page.goto(`${start}#/ho/${householdId(2)}`);
  await at('add-move_out').click();
  await at(`persons-${personId(2, 2)}`).check();
  await at(`persons-${personId(2, 3)}`).check();
  await look('move-out-who');
  await goOn();
  await page.getByText('Hôm qua', { exact: true }).click();
  await goOn();
  await at('field-origin-commune').check();
  await at('field-unit-31120').check();
  await look('move-out-to');
  await goOn();
  await goOn();
  await page.waitForTimeout(300);
  await look('move-out-review');
  for (const reason of await page.locator('[data-testid^="reason-"]').all()) await reason.fill('gia đình xác nhận');
  await at('submit').click();
  await at('past').waitFor();
  await look('household-after-move');

  await page.goto(`${start}#/ghi`);
  await look('record');
  await at('record-death').click();
  await at(`household-${householdId(3)}`).click();
  await at(`field-person-${personId(3, 1)}`).check();
  await look('death-who');
  await goOn();
  await at('date-day').fill('31');
  await at('date-month').fill('2');
  await at('date-year').fill('2026');
  await goOn();
  await at('error-summary').waitFor();
  await look('death-date-impossible');
  await at('date-no-month').check();
  await goOn();
  await look('death-place');
  await goOn();
  await page.waitForTimeout(300);
  await look('death-review');
  await at('draft-delete').click();
  await at('undo').waitFor();
  await look('tasks-deleted');
  await at('undo').click();
  expect('a deleted draft comes back', await at('drafts').locator('li').count(), 1);

  await page.goto(`${start}#/ho`);
  await at('new-household').click();
  await at('field-number').fill('15');
  await at('field-address').fill('Tổ 4, gần cầu');
  await look('household-sheet');
  await goOn();
  await goOn();
  await at('field-m0.name').fill('Sơn Thị Ngọc');
  await at('field-m0.sex-f').check();
  await goOn();
  await at('m0.birth-year').fill('1991');
  await at('m0.birth-no-month').check();
  await look('person-born');
  await goOn();
  await look('person-place');
  await page.locator('[id="m0.ethnic"]').selectOption('04').catch(() => at('field-m0.ethnic').selectOption('04'));
  await goOn();
  await at('field-m0.more-no').check();
  await look('person-more');
  await goOn();
  await page.waitForTimeout(300);
  await look('household-review');
  for (const reason of await page.locator('[data-testid^="reason-"]').all()) await reason.fill('gia đình xác nhận');
  await at('submit').click();
  await at('members').waitFor();
  await page.getByText('Sơn Thị Ngọc').first().waitFor();

  await page.goto(`${start}#/ho/${householdId(4)}`);
  await at(`edit-${personId(4, 1)}`).click();
  await at('field-field-name').check();
  await look('change-field');
  await goOn();
  await at('field-value').fill('Hoàng Gia Huân');
  await goOn();
  await page.waitForTimeout(300);
  await at('submit').click();
  await at('members').waitFor();
  await page.getByText('Hoàng Gia Huân').first().waitFor();

  await page.goto(`${start}#/may`);
  await look('phone');
  await page.goto(`${start}#/gui`);
  await look('send-many');

  await server.stop();
  const births = [...state.held.values()].filter(({ event }) => event.kind === 'birth');
  await page.goto(`${start}#/gui/${births.at(-1)?.event.id}`);
  await at('sheet-withdraw').click();
  await look('sheet-withdraw');
  await at('withdraw-yes').click();
  await page.locator('[data-testid="sync-strip"][data-unsent="1"]').waitFor();
  await page.goto(`${start}#/may`);
  await at('log-out').click();
  await at('pin').fill('111222');
  await at('pin-submit').click();
  await at('error-summary').waitFor();
  await look('unlock-wrong');
  await unlock();
  expect('unsent work survives logging out', await at('sync-strip').getAttribute('data-unsent'), '1');
  await server.start(port);
  await page.goto(`${start}#/gui`);
  await at('send-now').click();
  await at('send-outcome').waitFor();
  await page.goto(`${start}#/`);
  await at('login-again').click();
  await look('log-in-again');
  await at('password').fill('matkhau-hoa');
  await at('login-submit').click();
  await page.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  expect('it is sent after logging in again', [...state.held.values()].at(-1)?.event.kind, 'withdrawal');
}

try {
  await journey();
} catch (error) {
  faults.push(String(error));
  await page!.screenshot({ path: join(pictures, '99-failed.png'), fullPage: true }).catch(() => undefined);
} finally {
  await context!.close();
  await server.stop();
}
for (const fault of faults) console.error(`FAULT ${fault}`);
console.log(`${shot} pictures in ${pictures}`);
process.exit(faults.length > 0 ? 1 : 0);
