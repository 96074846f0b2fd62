// The month of a commune: from a figure to the report that has it; signed, sent, given back, corrected, accepted, locked; revised by what comes
// late; printed as it was closed; seen on the board; and a month in which nothing happened.
import { Api } from '../lib/api.mjs';
import { becomes, same } from '../lib/check.mjs';
import { birthOf } from '../lib/event.mjs';
import { COMMUNE, PROVINCE } from '../lib/stores.mjs';

const PERIOD = '2026-02';
const QUIET = '2026-07';
const REASON = 'Còn thiếu một trẻ sinh trong tháng';
const BORN = 'Tổng số trẻ sinh ra';
const number = (text) => Number(text.replaceAll('.', '').replace(',', '.'));

export default async function report(scene) {
  const { desk, officer, province, commune } = scene;
  const families = await scene.mothers();
  const teller = await new Api(scene.server.url).logIn(scene.collaborator);
  await desk.logIn(officer);
  const { page } = desk;
  const here = `bao-cao?form=01-DSX&unit=${COMMUNE}&period=${PERIOD}`;

  const take = async (...states) => {
    for (const state of states) {
      await desk.at(`take-${state}`).click();
      await page.locator(`[data-testid=steps][data-state=${state}]`).waitFor();
    }
  };
  const open = async (address) => {
    await desk.goTo(address);
    await desk.at('paper').waitFor();
    await desk.at('due-words').waitFor();
  };
  /** The first number of a row of the paper. */
  const onPaper = async (label) => number(await desk.at('paper').locator('tr', { hasText: label }).locator('td.numeric').first().innerText());
  /** A child of the month that nobody had told of, accepted at the desk. */
  const born = async (family, name) => {
    const { household } = await commune.get(`/api/households/${family.household}`);
    const event = birthOf({ household, mother: family.mother, by: teller.user.id, date: `${PERIOD}-11`, name });
    const { outcomes } = await teller.post('/api/events', { events: [event] });
    await desk.accept(event.id);
    return outcomes[0];
  };

  await desk.goTo(`so-lieu?unit=${COMMUNE}&period=${PERIOD}`);
  await desk.at('key-POP').locator('a').click();
  await desk.at('headline').waitFor();
  const people = number(await desk.at('value').innerText());
  await open(here);
  same('the report has the number of the indicator', await onPaper('Tổng số nhân khẩu thực tế thường trú'), people);
  same('the day it is due, and how long ago that was', /Hạn 06\/03\/2026: quá hạn \d+ ngày/.test(await desk.at('due').innerText()), true);
  await desk.at('paper-draft').waitFor();
  await desk.look('report-live');
  for (const format of ['xlsx', 'pdf', 'docx', 'csv']) {
    same(`a draft as ${format}`, (await desk.save(`download-${format}`)).name, `01-DSX_${COMMUNE}_${PERIOD}.${format}`);
  }
  const births = await onPaper(BORN);

  await take('prepared', 'verified', 'signed', 'sent');
  await desk.at('step-theirs').waitFor();
  await desk.look('report-sent');

  await desk.handOver(province);
  await desk.goTo(`tien-do?form=01-DSX&unit=${PROVINCE}&period=2026-03`);
  await desk.at(`cell-${COMMUNE}-${PERIOD}`).waitFor();
  same('the board shows it as sent', await desk.at(`cell-${COMMUNE}-${PERIOD}`).getAttribute('data-state'), 'sent');
  same('and the next as not begun', await desk.at(`cell-${COMMUNE}-2026-03`).getAttribute('data-state'), 'open');
  await desk.at('filter-missing').click();
  await becomes('who has not reported is one commune', () => desk.at('board-table').locator('tbody tr').count(), 1);
  same('and it is overdue', (await desk.at(`board-${COMMUNE}`).locator('td').last().innerText()).includes('quá hạn'), true);
  await desk.look('board-missing');
  await desk.at(`cell-${COMMUNE}-${PERIOD}`).click();
  await desk.at('steps').waitFor();
  await take('received');
  await desk.at('take-returned').click();
  await page.locator('#step-note-missing').waitFor();
  await desk.at('step-note').fill(REASON);
  await take('returned');
  await desk.look('report-returned');

  await desk.handOver(officer);
  const [told] = [await born(families[0], 'Lê Thị An Nhiên')];
  same('a child that is told of late waits for the officer', told.outcome, 'queued');
  await open(here);
  await desk.at('returned-reason').getByText(REASON).waitFor();
  await take('prepared', 'verified', 'signed', 'sent');
  await becomes('the second version has one more', () => onPaper(BORN), births + 1);
  await desk.look('report-corrected');

  await desk.handOver(province);
  await open(here);
  await take('received', 'accepted', 'locked');
  await desk.at('step-locked').waitFor();
  await desk.look('steps-locked');
  await page.evaluate(() => scrollTo(0, 0));
  await desk.look('report-locked');

  await desk.handOver(officer);
  const late = await born(families[1], 'Trần Thị Ánh Dương');
  same('of a locked month people are warned', late.issues.map(({ rule }) => rule).includes('V12a'), true);
  await open(here);
  same('the closed report stays', await onPaper(BORN), births + 1);
  await desk.at('report-part').selectOption('live');
  await becomes('while the numbers of now have it', () => onPaper(BORN), births + 2);
  await desk.at('revise').click();
  await desk.at('revisions').getByRole('alert').waitFor();
  await desk.at('revision-reason').fill('Trẻ sinh tháng 02, gia đình báo muộn');
  await desk.at('revise').click();
  await desk.at('difference-1').waitFor();
  const line = desk.at('difference-1').locator('tr', { hasText: BORN }).first().locator('td');
  same('the table says what differs', (await line.allInnerTexts()).map(number), [births + 1, births + 2, 1]);
  await desk.at('report-part').selectOption('r1');
  await becomes('the revision has it', () => onPaper(BORN), births + 2);
  await desk.at('check-run').click();
  await desk.at('check-result').waitFor();
  same('made again, all of it is the same', await desk.at('check-result').getAttribute('data-ok'), 'true');
  await desk.look('report-revised');
  await desk.at('difference-1').scrollIntoViewIfNeeded();
  await desk.look('report-difference');

  await files(scene);

  await open(`bao-cao?form=01-DSX&unit=${COMMUNE}&period=${QUIET}`);
  await desk.at('take-prepared').click();
  await desk.at('step-problem').waitFor();
  await desk.look('nothing-undeclared');
  await desk.at('step-nothing').check();
  await take('prepared');
  same('the paper says that nothing happened', (await desk.at('paper').innerText()).includes('Không phát sinh'), true);
  await desk.look('report-nothing');

  await desk.goTo(`tien-do?form=01-DSX&unit=${COMMUNE}&period=${QUIET}`);
  await desk.at('areas').waitFor();
  const standing = () => page.locator('[data-testid=area-row]').evaluateAll((rows) => rows.map((row) => row.dataset.standing));
  const missing = (await standing()).length;
  same('no area has reported', [...new Set(await standing())], ['missing']);
  await page.locator('[data-testid^="declare-"]').first().click();
  await desk.look('declare');
  await desk.at('declare-yes').click();
  await becomes('one has declared that nothing happened', async () => (await standing()).filter((one) => one === 'nothing').length, 1);
  same('the others are still missing', (await standing()).filter((one) => one === 'missing').length, missing - 1);
  await desk.look('board-commune');
}

/** The files of the closed report are what was closed: its versions and its revision, not the numbers of now. */
async function files({ desk, commune }) {
  const { items } = await commune.get(`/api/reports/closed?form=01-DSX&unit=${COMMUNE}&period=${PERIOD}`);
  const closed = await commune.get(`/api/reports/closed/${items[0].id}`);
  const starts = { xlsx: 'PK', pdf: '%PDF', docx: 'PK', csv: '\uFEFF' };
  await desk.at('report-part').selectOption('v2');
  for (const [format, start] of Object.entries(starts)) {
    const { name, bytes } = await desk.save(`download-${format}`);
    same(`the second version as ${format}`, [name, bytes.toString('utf8').startsWith(start)], [`01-DSX_${COMMUNE}_${PERIOD}_v2.${format}`, true]);
  }
  const text = await desk.save('download-json');
  same('the very text that is hashed', text.bytes.toString('utf8') === closed.versions[1].content, true);
  await desk.at('report-part').selectOption('r1');
  same('and the revision by its number', (await desk.save('download-pdf')).name, `01-DSX_${COMMUNE}_${PERIOD}_v2-r1.pdf`);
}
report.stores = ['sqlite'];
