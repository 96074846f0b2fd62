// Every act of the phone, told in a browser with the server stopped: `npm run build && npm run journey:acts -- [folder] [width]`.
// The cases are those of `actCases.ts`, which the forms are held to as well; at the end the server starts and takes all of them.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFormKind } from '../apps/ctv/forms/index.ts';
import { noDate } from '../apps/ctv/model/dates.ts';
import { actCases, valueOf, type ActCase } from './actCases.ts';
import { householdId } from './samples.ts';
import { Stand } from './stand.ts';

const phone = new Stand(process.argv[2] ?? join(tmpdir(), 'danso-ctv-acts'), Number(process.argv[3] ?? 360));
const { state, server } = phone;
const LOOK_AT = new Set(['marriage', 'split', 'transfer', 'newborn_screen', 'head_change', 'pregnancy', 'household', 'merge']);
const seen = new Set<string>();

async function fillDate(field: string, answer: string): Promise<void> {
  const entry = valueOf('date', answer);
  const { day, month, year, noDay, noMonth, guessed } = typeof entry === 'object' && !Array.isArray(entry) ? entry : noDate;
  if (noMonth) await phone.at(`${field}-no-month`).check();
  else if (noDay) await phone.at(`${field}-no-day`).check();
  if (guessed) await phone.at(`${field}-guessed`).check();
  if (!noDay) await phone.at(`${field}-day`).fill(day);
  if (!noMonth) await phone.at(`${field}-month`).fill(month);
  await phone.at(`${field}-year`).fill(year);
}

async function fill(field: string, answer: string | string[]): Promise<boolean> {
  if (Array.isArray(answer)) {
    if ((await phone.at(`${field}-${answer[0]}`).count()) === 0) return false;
    for (const person of answer) await phone.at(`${field}-${person}`).check();
    return true;
  }
  if ((await phone.at(`${field}-year`).count()) > 0) {
    await fillDate(field, answer);
    return true;
  }
  const radio = phone.at(`field-${field}-${answer}`);
  if ((await radio.count()) > 0) {
    await radio.check();
    return true;
  }
  const other = phone.at(`field-${field}`);
  if ((await other.count()) === 0) return false;
  const tag = await other.evaluate((element) => element.tagName);
  if (tag === 'SELECT') await other.selectOption(answer);
  else if (tag === 'INPUT') await other.fill(answer);
  return tag !== 'FIELDSET';
}

/** Answers what the page asks, also what an answer makes it ask. */
async function answerPage(open: Map<string, string | string[]>): Promise<void> {
  for (let again = true; again; ) {
    again = false;
    for (const [field, answer] of open) {
      if (answer !== '' && !(await fill(field, answer))) continue;
      open.delete(field);
      again ||= answer !== '';
    }
  }
}

/** Who came into a household by an earlier act is “other” to the head. */
async function answerForTheOthers(): Promise<void> {
  const asked = phone.page.locator('fieldset[data-testid^="field-relation."]');
  if ((await asked.count()) === 0 || (await asked.locator('input:checked').count()) > 0) return;
  await asked.locator('input[value="9"]').check();
}

async function tell(one: ActCase): Promise<void> {
  const { page, start } = phone;
  await page.goto(`${start}#/ghi`);
  await phone.at(`record-${one.kind}`).waitFor();
  if (one.household === undefined) {
    await phone.at(`record-${one.kind}`).click();
  } else {
    const found = one.kind === 'household';
    await page.goto(found ? `${start}#/ho/${householdId(one.household)}` : `${start}#/ghi/${one.kind}`);
    if (found) {
      await phone.at('add-more').click();
      await phone.at('add-household').click();
    } else {
      await phone.at(`household-${householdId(one.household)}`).click();
    }
  }
  const open = new Map(Object.entries(one.answers));
  const pictured = LOOK_AT.has(one.kind) && !seen.has(one.name.slice(0, 12));
  seen.add(one.name.slice(0, 12));
  for (let n = 1; ; n++) {
    await page.locator('[data-testid="page-count"], [data-testid="review"]').first().waitFor();
    if ((await phone.at('review').count()) > 0) break;
    const title = await page.locator('h2').first().innerText();
    const where = page.url();
    await answerPage(open);
    await answerForTheOthers();
    if (pictured) await phone.look(`${one.kind}-${n}`);
    await phone.at('continue').click();
    await page.waitForFunction((before) => location.href !== before || document.querySelector('[data-testid="error-summary"]'), where);
    if (page.url() === where) throw new Error(`${one.name}: stuck at “${title}”: ${await phone.at('error-summary').innerText()}`);
  }
  await page.waitForTimeout(700);
  if (pictured) await phone.look(`${one.kind}-review`);
  for (const reason of await page.locator('[data-testid^="reason-"]').all()) await reason.fill('đã hỏi lại gia đình');
  for (const other of await page.locator('[data-testid^="same-"][data-testid$="-other"]').all()) await other.check();
  await phone.at('submit').click();
  await page.getByTestId('notice').waitFor();
  console.log(`ok  ${one.name}`);
}

await phone.run(async () => {
  await phone.enter();
  await phone.page.evaluate(() => navigator.serviceWorker.ready);
  await server.stop();
  await phone.page.reload();
  await phone.unlock();
  await phone.page.goto(`${phone.start}#/ghi`);
  await phone.at('record-marriage').waitFor();
  await phone.look('record');
  for (const one of actCases) await tell(one);
  phone.expect('all acts wait on the phone', await phone.at('sync-strip').getAttribute('data-unsent'), String(actCases.length));

  await phone.page.goto(`${phone.start}#/ho`);
  await phone.at(`unchanged-${householdId(1)}`).click();
  await phone.at('undo').waitFor();
  phone.expect('one tap confirms a household', await phone.at('sync-strip').getAttribute('data-unsent'), String(actCases.length + 1));
  await phone.look('unchanged');

  await server.start(phone.port);
  await phone.page.goto(`${phone.start}#/gui`);
  await phone.at('send-now').click();
  await phone.page.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  const kinds = new Set([...state.held.values()].map(({ event }) => event.kind));
  phone.expect('the server holds every kind', [...new Set(actCases.map(({ kind }) => kind))].filter((kind) => !isFormKind(kind) || !kinds.has(kind)), []);
});
