// A phone that is on its own: practice before anyone has logged in, lessons, a lease that ends. After a build: `npm run journey:alone -- [folder for pictures] [width]`.
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { practiceHousehold } from '../apps/ctv/practice/hamlet.ts';
import type { HouseholdDocument } from '$lib/wire';
import { householdId } from './samples.ts';
import { PIN, Stand } from './stand.ts';

const phone = new Stand(process.argv[2] ?? join(tmpdir(), 'danso-ctv-alone'), Number(process.argv[3] ?? 360));
const { state, server } = phone;
const at = (id: string) => phone.at(id);
const DAY = 86_400_000;

const goOn = () => at('continue').click();
const unsent = () => at('sync-strip').getAttribute('data-unsent');

async function recordBirth(mother: string): Promise<void> {
  await at('add-birth').click();
  await at(`field-mother-${mother}`).check();
  await goOn();
  await at('field-sex-f').check();
  await goOn();
  await phone.page.getByText('Hôm qua', { exact: true }).click();
  await goOn();
  await at('field-place-station').check();
  for (let i = 0; i < 3; i++) await goOn();
  await at('review').waitFor();
  await phone.page.waitForTimeout(700);
  await phone.look('practice-review');
  await at('submit').click();
  await at('members').waitFor();
}

/** What the browser itself says of putting the app on the home screen, and the icons it would take. */
async function installable(): Promise<void> {
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const tools = await phone.page.context().newCDPSession(phone.page);
  const { installabilityErrors: faults } = await tools.send('Page.getInstallabilityErrors');
  // A profile of tests counts as incognito; nothing else may stand in the way.
  phone.expect('it can be installed', faults.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
  const { data = '{}', errors } = await tools.send('Page.getAppManifest');
  phone.expect('the manifest has no errors', errors, []);
  const icons = (JSON.parse(data) as { icons: { src: string; sizes: string; type: string; purpose?: string }[] }).icons;
  const has = (size: string, purpose: string) => icons.some((icon) => icon.type === 'image/png' && icon.sizes === size && (icon.purpose ?? 'any').split(' ').includes(purpose));
  const wanted = ['192x192', '512x512'].flatMap((size) => ['any', 'maskable'].map((purpose) => has(size, purpose)));
  phone.expect('it has icons of both sizes, for every home screen', wanted, [true, true, true, true]);
  for (const { src, sizes } of icons.filter(({ type }) => type === 'image/png')) {
    const size = await phone.page.evaluate(async (url) => {
      const { width, height } = await createImageBitmap(await (await fetch(url)).blob());
      return `${width}x${height}`;
    }, src);
    phone.expect(`${src} is of the size it says`, size, sizes);
  }
}

async function practise(): Promise<void> {
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await server.stop();
  await phone.page.reload();
  await at('to-practice').click();
  await at('lesson-birth').waitFor();
  await phone.look('lessons');
  await at('lesson-birth').click();
  await phone.look('lesson');
  for (let i = 0; i < 4; i++) await at('lesson-next').click();
  await at('answer-0').click();
  await at('answer-wrong').waitFor();
  await phone.look('question-wrong');
  for (const right of [1, 2, 0]) {
    await at(`answer-${right}`).click();
    await at('answer-right').waitFor();
    await at('question-next').click();
  }
  await at('lesson-score').waitFor();
  await phone.look('lesson-score');
  await at('lesson-try').click();
  await at('tile-ho').waitFor();
  await phone.look('practice-home');
  await at('tile-ho').click();
  await at(`household-${practiceHousehold(1)}`).click();
  await at('members').waitFor();
  await phone.look('practice-household');
  await recordBirth('00000000-0000-7000-8000-000500000102');
  await at('practice-lessons').waitFor();
  await phone.look('practice-done');
  phone.expect('a practice sheet is taken by the practice server', await unsent(), '0');
  await phone.page.goto(`${phone.start}#/viec`);
  await at('title').waitFor();
  await phone.look('practice-tasks');
  await phone.page.goto(`${phone.start}#/gui`);
  await phone.look('practice-send');
  await at('practice-leave').click();
  await at('login').waitFor();
  phone.expect('nothing of it reached the server', state.arrivals.length, 0);
}

async function goAlone(): Promise<{ file: string; code: string }> {
  await server.start(phone.port);
  await phone.enter();
  await at('sync-strip').waitFor();
  for (let tries = 0; tries < 50 && state.trainings.length === 0; tries++) await phone.page.waitForTimeout(100);
  phone.expect('what was learned before the log-in is told', state.trainings.map(({ lesson, score }) => [lesson, score]), [['birth', 100]]);
  await phone.look('home');
  await at('to-practice').click();
  await at('lessons-done').waitFor();
  await at('practice-home').click();
  await at('tile-ho').click();
  await at(`unchanged-${practiceHousehold(6)}`).click();
  await phone.page.goto(`${phone.start}#/gui`);
  await phone.page.locator('[data-testid="state-submitted"]').first().waitFor();
  await at('practice-leave').click();
  await at('tile-ho').waitFor();
  phone.expect('the register knows nothing of it', [await unsent(), state.arrivals.length, state.held.size], ['0', 0, 0]);

  await server.stop();
  await phone.page.goto(`${phone.start}#/ho`);
  await at(`unchanged-${householdId(1)}`).click();
  await phone.page.locator('[data-testid="sync-strip"][data-unsent="1"]').waitFor();
  const soon = new Date(Date.now() + 27 * DAY);
  await phone.page.clock.setSystemTime(soon);
  await phone.page.goto(`${phone.start}#/`);
  await phone.page.reload();
  await phone.unlock();
  await at('lease-ends').waitFor();
  await phone.look('lease-ends');
  await phone.page.clock.setSystemTime(new Date(Date.now() + 31 * DAY));
  await phone.page.reload();
  await at('pin').fill(PIN);
  await at('pin-submit').click();
  await at('lapsed').waitFor();
  await at('lapsed-send').click();
  await at('lapsed-outcome').waitFor();
  await phone.look('lapsed');
  phone.expect('the book is closed on every page', await at('members').count(), 0);
  await phone.page.goto(`${phone.start}#/ho/${householdId(1)}`);
  await at('lapsed').waitFor();
  const saving = phone.page.waitForEvent('download');
  await at('backup').click();
  const file = await (await saving).path();
  const code = (await at('backup-code').innerText()).split(': ')[1] ?? '';
  await phone.page.clock.setSystemTime(new Date(Date.now() - 30 * DAY));
  await phone.page.reload();
  await at('pin').fill(PIN);
  await at('pin-submit').click();
  await at('lapsed').waitFor();
  await phone.look('lapsed-clock-back');
  await server.start(phone.port);
  await at('lapsed-send').click();
  await at('members').waitFor();
  await phone.page.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  phone.expect('a contact opens the book, and what waited has arrived', [...state.held.values()].map(({ event }) => event.kind), ['reviewed']);
  return { file, code };
}

/** The old phone is gone and its sheets never arrived: another one of the same person takes them from the file. */
async function another({ file, code }: { file: string; code: string }): Promise<void> {
  state.held.clear();
  const kept = await readFile(file);
  await phone.closeAndForget();
  await phone.open();
  await phone.enter();
  await phone.page.goto(`${phone.start}#/gui`);
  await at('read-back-file').setInputFiles({ name: 'so-dan-so.danso', mimeType: 'application/octet-stream', buffer: kept });
  await at('read-back-code').fill('AAAA-BBBB-CCCC-DDDD');
  await at('read-back').click();
  await phone.page.getByText('Không mở được tệp', { exact: false }).waitFor();
  await at('read-back-code').fill(code.toLowerCase().replaceAll('-', ' '));
  await at('read-back').click();
  await phone.page.getByText('Đã lấy lại 1 phiếu', { exact: false }).waitFor();
  await phone.look('read-back');
  await phone.page.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  phone.expect('another phone sends what the file held', [...state.held.values()].map(({ event }) => event.kind), ['reviewed']);
}

/** A household comes from another collaborator, and another area comes to this one. */
async function grow(): Promise<void> {
  const id = '01990000-0000-7000-8000-000100000077';
  const [{ position: _position, ...like }] = state.documents() as [HouseholdDocument];
  state.position += 1;
  const members = like.members.slice(0, 2).map((member, at) => ({ ...member, id: `01990000-0000-7000-8000-00020000007${at}` }));
  state.brought.push({ ...like, id, number: '77', members, position: state.position });
  await phone.page.goto(`${phone.start}#/gui`);
  await at('send-now').click();
  await phone.page.goto(`${phone.start}#/viec`);
  await at('task-arrived').waitFor();
  await phone.look('arrived');
  await at(`task-arrived-${id}`).click();
  await at('unchanged').click();
  await at('notice').waitFor();
  await phone.page.goto(`${phone.start}#/viec`);
  await at('title').waitFor();
  phone.expect('who was asked is asked for no more', await at('task-arrived').count(), 0);
  state.moreAreas = [{ id: '01990000-0000-7000-8000-0000000000b9', name: 'Địa bàn Thới Phước', number: '9', hamlets: [] }];
  state.ground = 'g2';
  await phone.page.goto(`${phone.start}#/gui`);
  await at('send-now').click();
  await phone.page.getByText('Địa bàn của bạn nay là:', { exact: false }).waitFor();
  await phone.look('area-changed');
}

await phone.run(async () => {
  await installable();
  await practise();
  await another(await goAlone());
  await grow();
});
