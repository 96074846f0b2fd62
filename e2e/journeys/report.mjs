// From a figure to its indicator, to the report that has it; signed, sent, given back, sent again, accepted; seen on the board; made again.
import { becomes, same } from '../lib/check.mjs';
import { COMMUNE, PROVINCE } from '../lib/stores.mjs';

const PERIOD = '2026-02';
const REASON = 'Xem lại số trẻ sinh ra';
const number = (text) => Number(text.replaceAll('.', '').replace(',', '.'));

async function take(desk, ...states) {
  for (const state of states) {
    await desk.at(`take-${state}`).click();
    await desk.page.locator(`[data-testid=steps][data-state=${state}]`).waitFor();
  }
}

export default async function report(scene) {
  const { desk, officer, register } = scene;
  await desk.logIn(officer);
  const { page } = desk;
  await page.goto(`${desk.start}#/so-lieu?unit=${COMMUNE}&period=${PERIOD}`);
  await desk.at('key-POP').locator('a').click();
  await desk.at('headline').waitFor();
  const people = number(await desk.at('value').innerText());

  await page.goto(`${desk.start}#/bao-cao?form=01-DSX&unit=${COMMUNE}&period=${PERIOD}`);
  await desk.at('paper').waitFor();
  const residents = desk.at('paper').locator('tr', { hasText: 'Tổng số nhân khẩu thực tế thường trú' }).locator('td.numeric').first();
  same('the report has the number of the indicator', number(await residents.innerText()), people);
  await desk.at('paper-draft').waitFor();
  await desk.look('report-live');
  for (const format of ['xlsx', 'pdf', 'docx', 'csv']) {
    const saved = page.waitForEvent('download');
    await desk.at(`download-${format}`).click();
    same(`a file of ${format}`, (await saved).suggestedFilename().endsWith(`.${format}`), true);
  }

  await take(desk, 'prepared', 'verified', 'signed', 'sent');
  await desk.at('step-theirs').waitFor();
  await desk.look('report-sent');
  await desk.at('check-run').click();
  await desk.at('check-result').waitFor();
  same('made again, it is the same', await desk.at('check-result').getAttribute('data-ok'), 'true');
  await desk.at('logout').click();
  await desk.at('login-form').waitFor();

  const logIn = async (role) => {
    const { login, password } = register.logins.find((one) => one.role === role);
    await desk.at('login-name').fill(login);
    await desk.at('login-password').fill(password);
    await desk.at('login-submit').click();
    await desk.at('who').waitFor();
  };
  await logIn('province');
  await page.goto(`${desk.start}#/tien-do?form=01-DSX&unit=${PROVINCE}&period=${PERIOD}`);
  await desk.at(`cell-${COMMUNE}-${PERIOD}`).waitFor();
  same('the board shows it as sent', await desk.at(`cell-${COMMUNE}-${PERIOD}`).getAttribute('data-state'), 'sent');
  await desk.look('board');
  await desk.at(`cell-${COMMUNE}-${PERIOD}`).click();
  await desk.at('steps').waitFor();
  await take(desk, 'received');
  await desk.at('take-returned').click();
  await page.locator('#step-note-missing').waitFor();
  await desk.at('step-note').fill(REASON);
  await take(desk, 'returned');
  await desk.look('report-returned');
  await desk.at('logout').click();
  await desk.at('login-form').waitFor();

  await logIn('commune');
  await page.goto(`${desk.start}#/bao-cao?form=01-DSX&unit=${COMMUNE}&period=${PERIOD}`);
  await desk.at('returned-reason').getByText(REASON).waitFor();
  await take(desk, 'prepared', 'verified', 'signed', 'sent');
  await desk.at('logout').click();
  await desk.at('login-form').waitFor();

  await logIn('province');
  await page.goto(`${desk.start}#/bao-cao?form=01-DSX&unit=${COMMUNE}&period=${PERIOD}`);
  await desk.at('steps').waitFor();
  await take(desk, 'received', 'accepted', 'locked');
  await desk.look('report-locked');
  await page.goto(`${desk.start}#/tien-do?form=01-DSX&unit=${COMMUNE}&period=${PERIOD}`);
  await becomes('the board of the commune shows it as locked', () => desk.at(`cell-${COMMUNE}-${PERIOD}`).getAttribute('data-state'), 'locked');
  await desk.at('areas').waitFor();
  await desk.look('board-commune');
}
