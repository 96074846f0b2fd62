// Acts of the phone in a browser with the server stopped, and what surrounds them: `npm run build && npm run journey:acts -- [folder] [width] [all]`.
// The cases are of `actCases.ts`, which the forms are held to as well; at the end the server starts and takes them. With `all` each is told; else
// one of four, since `e2e/journeys/acts.mjs` tells each of them to the real program.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFormKind } from '../lib/forms/index.ts';
import { actCases } from './actCases.ts';
import { householdId, households, personId } from './samples.ts';
import { Stand } from './stand.ts';
import { tellerOn } from './tellAct.ts';

const phone = new Stand(process.argv[2] ?? join(tmpdir(), 'danso-ctv-acts'), Number(process.argv[3] ?? 360));
const { state, server } = phone;
const teller = tellerOn({ page: () => phone.page, start: () => phone.start, look: (name) => phone.look(name), say: (text) => console.log(`ok  ${text}`) });
const { answerPage, goOn, tell } = teller;

/** The birth that is counted later, and the move that someone receives. */
const always = ['birth', 'transfer'];
/** One of four acts besides, unless all were asked for. */
const told = actCases.filter(({ kind }, at) => process.argv[4] === 'all' || always.includes(kind) || at % 4 === 0);

/** A half-told act whose form is read later is there again after a restart without a network. */
async function draftOfRareAct(): Promise<void> {
  const { page, start } = phone;
  await page.goto(`${start}#/ghi/marriage`);
  await phone.at(`household-${householdId(4)}`).click();
  await phone.at(`field-person-${personId(4, 1)}`).check();
  await goOn();
  await phone.at('field-where-outside').check();
  await page.waitForTimeout(500);
  await phone.close();
  await phone.open();
  await phone.unlock();
  await phone.page.goto(`${start}#/viec`);
  await phone.page.locator('[data-testid^="draft-"]').first().click();
  await phone.at('field-where-outside').waitFor();
  phone.expect('the draft of a rare act survives a restart', await phone.at('field-where-outside').isChecked(), true);
  await phone.at('back').click();
  await phone.at(`field-person-${personId(4, 1)}`).waitFor();
  phone.expect('and going back loses nothing', await phone.at(`field-person-${personId(4, 1)}`).isChecked(), true);
  await phone.at('draft-delete').click();
}

/** Someone of the book is written down again: the phone asks, and keeps the answer with the act. */
async function sameName(): Promise<void> {
  const { page, start } = phone;
  await page.goto(`${start}#/ho/${householdId(3)}`);
  await phone.at('add-move_in').click();
  const [known] = households().filter(({ id }) => id === householdId(1));
  const name = known?.members[1]?.name ?? '';
  const answers = { date: '2026-03-05', origin: 'abroad', 'm0.name': name.toLowerCase(), 'm0.sex': 'f', 'm0.birth': '1990', 'm0.relationship': '9', 'm0.residence': '1', 'm0.ethnic': '01', 'm0.marital': '4', 'm0.more': 'no' };
  const open = new Map<string, string | string[]>(Object.entries(answers));
  for (;;) {
    await page.locator('[data-testid="page-count"], [data-testid="review"]').first().waitFor();
    if ((await phone.at('review').count()) > 0) break;
    await answerPage(open);
    await goOn();
  }
  await phone.at(`duplicate-${personId(1, 2)}`).waitFor();
  await page.locator('[data-testid^="same-"][data-testid$="-same"]').first().check();
  await phone.at('duplicate-way').waitFor();
  await page.waitForTimeout(700);
  await phone.look('duplicate');
  for (const reason of await page.locator('[data-testid^="reason-"]').all()) await reason.fill('đã hỏi lại gia đình');
  await phone.at('submit').click();
  await phone.at('error-summary').waitFor();
  await page.locator('[data-testid^="same-"][data-testid$="-other"]').first().check();
  await phone.at('submit').click();
  await phone.at('notice').waitFor();
  console.log('ok  the same name is asked about');
}

/** A birth told by the animal of its year, one by a lunar day, without a network. */
async function helpedDate(): Promise<void> {
  const { page, start } = phone;
  await page.goto(`${start}#/ho/${householdId(3)}`);
  await phone.at(`edit-${personId(3, 1)}`).or(page.locator('[data-testid^="edit-"]').first()).first().click();
  await phone.at('field-field-birth').check();
  await phone.at('continue').click();
  await phone.at('birth-help').click();
  await phone.at('birth-lunar-day').fill('1');
  await phone.at('birth-lunar-month').fill('1');
  await phone.at('birth-lunar-year').fill('1990');
  await phone.at('birth-animal').selectOption({ index: 4 });
  await phone.look('date-help');
  await phone.at('birth-lunar-use').click();
  phone.expect('Tết of 1990 was on 27 January', [await phone.at('birth-day').inputValue(), await phone.at('birth-month').inputValue()], ['27', '1']);
  await phone.at('draft-delete').click();
}

async function monthAndFigures(): Promise<void> {
  const { page, start } = phone;
  await page.goto(`${start}#/so`);
  await phone.at('fig-births').waitFor();
  phone.expect('one birth is counted', await phone.at('fig-births').innerText(), '1');
  await phone.look('figures');
  await page.goto(`${start}#/p0`);
  await phone.at('p0-paper').waitFor();
  await phone.look('p0');
  const months = await phone.at('p0-month').locator('option').count();
  await phone.at('p0-month').selectOption({ index: months - 1 });
  await phone.at('p0-nothing').click();
  await phone.at('p0-said').waitFor();
  await phone.look('p0-nothing');
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
  await phone.page.goto(`${phone.start}#/viec`);
  await phone.at('task-checkups').waitFor();
  await phone.look('tasks');
  await draftOfRareAct();
  for (const one of told) await tell(one);
  phone.expect('all acts wait on the phone', await phone.at('sync-strip').getAttribute('data-unsent'), String(told.length));

  await phone.page.goto(`${phone.start}#/ho`);
  await phone.at(`unchanged-${householdId(1)}`).click();
  await phone.at('undo').waitFor();
  phone.expect('one tap confirms a household', await phone.at('sync-strip').getAttribute('data-unsent'), String(told.length + 1));
  await phone.at('undo').click();
  await phone.at(`unchanged-${householdId(1)}`).waitFor();
  phone.expect('and one takes it back', await phone.at('sync-strip').getAttribute('data-unsent'), String(told.length + 2));
  await phone.at(`unchanged-${householdId(1)}`).click();
  await phone.at('undo').waitFor();
  await phone.look('unchanged');

  await sameName();
  await helpedDate();
  await monthAndFigures();

  await server.start(phone.port);
  await phone.page.goto(`${phone.start}#/gui`);
  await phone.at('send-now').click();
  await phone.page.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  phone.expect('the month without events is declared', state.declared.size, 1);
  const override = [...state.held.values()].flatMap(({ event }) => event.overrides ?? []).find(({ rule }) => rule === 'V18b');
  phone.expect('the answer about the same name went with the act', override?.reason.includes(personId(1, 2)), true);
  const kinds = new Set([...state.held.values()].map(({ event }) => event.kind));
  phone.expect('the server holds every kind', [...new Set(told.map(({ kind }) => kind))].filter((kind) => !isFormKind(kind) || !kinds.has(kind)), []);
});
