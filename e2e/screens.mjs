// Takes a picture of every screen for `docs/screens/`: `E2E_STORE=sqlite node e2e/screens.mjs`. Look at each before you commit it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arrival, freshId } from './lib/event.mjs';
import { listOf, residents } from './lib/list.mjs';
import { Scene, today } from './lib/scene.mjs';
import { COMMUNE, PROVINCE, stores } from './lib/stores.mjs';

const into = fileURLToPath(new URL('../docs/screens', import.meta.url));
/** Parts of the names of the screens that are wanted: `node e2e/screens.mjs forecast,movers`; all without. */
const wanted = (process.argv[2] ?? '').split(',');
mkdirSync(into, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'danso-screens-'));
const [store] = stores(folder);
const scene = await Scene.open(store, 'screens', join(folder, 'screens'));
const { phone, desk, officer, collaborator } = scene;

/** A picture small enough to keep: WebP, the desk at two thirds. */
async function keep(page, name, scale) {
  if (!wanted.some((part) => name.includes(part))) return;
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(600);
  const png = (await page.screenshot()).toString('base64');
  const webp = await page.context().newPage().then(async (blank) => {
    const made = await blank.evaluate(async ([data, by]) => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width * by, image.height * by);
      const pen = canvas.getContext('2d');
      pen.imageSmoothingQuality = 'high';
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.6 })).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    }, [png, scale]);
    await blank.close();
    return made;
  });
  writeFileSync(join(into, `${name}.webp`), Buffer.from(webp, 'base64'));
  console.log(name);
}

const month = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 7);
const [{ household, mother, hamlet }] = await scene.mothers();

await phone.open();
await keep(phone.page, 'phone-log-in', 1);
await phone.browser.close();
await phone.setUp(collaborator);
const onPhone = async (name, path) => {
  await phone.goTo(path);
  await keep(phone.page, `phone-${name}`, 1);
};
await onPhone('home', '');
await onPhone('work-of-the-day', 'viec');
await onPhone('households', 'ho');
await onPhone('household', `ho/${household}`);
await onPhone('record', 'ghi');
await onPhone('own-figures', 'so');
await onPhone('month', 'p0');
await onPhone('send', 'gui');
await onPhone('this-phone', 'may');
await phone.goTo(`ho/${household}`);
await phone.at('add-birth').click();
await phone.at(`field-mother-${mother}`).check();
await keep(phone.page, 'phone-birth-parents', 1);
await phone.goOn();
await keep(phone.page, 'phone-birth-child', 1);
await phone.recordBirth({ household, mother, name: 'Nguyễn Ngọc Mai' });
await onPhone('recorded', `ho/${household}`);
await phone.sendAll();
await onPhone('sent', 'gui');
await phone.browser.close();
await phone.open();
await keep(phone.page, 'phone-unlock', 1);
await phone.browser.close();

await desk.logIn(officer);
const onDesk = async (name, path) => {
  await desk.goTo(path);
  await desk.page.waitForLoadState('networkidle');
  await keep(desk.page, `desk-${name}`, 2 / 3);
};
const [event] = (await scene.queued(household)).map(({ id }) => id);
await onDesk('dashboard', `so-lieu?unit=${COMMUNE}`);
await onDesk('indicators', `cac-chi-tieu?unit=${COMMUNE}`);
await onDesk('indicator', `chi-tieu/CBR?unit=${COMMUNE}&period=2026`);
await onDesk('compare', `so-sanh?unit=${COMMUNE}&period=2026`);
await onDesk('report', `bao-cao?form=01-DSX&unit=${COMMUNE}&period=${month}`);
await onDesk('board', `tien-do?unit=${COMMUNE}`);
await desk.choose(event);
await keep(desk.page, 'desk-review', 2 / 3);
await onDesk('search', 'tim?q=nguyen%20thi');
await onDesk('household', `ho/${household}`);
await onDesk('list', `danh-sach?unit=${hamlet}&at=${month}-01`);
const [, { household: elsewhere }] = await scene.mothers();
const { household: home } = await scene.commune.get(`/api/households/${elsewhere}`);
const twin = (await scene.commune.get(`/api/households/${household}`)).household.members.find(({ id }) => id === mother);
await scene.commune.post('/api/events', { events: [arrival(home, freshId(), scene.commune.user.id, twin)] });
await onDesk('one-person-twice', 'trung');
await onDesk('movers', 'chuyen-di-den');
const list = listOf(residents(scene.register), { seed: 11 });
await desk.goTo('doi-chieu/moi');
await desk.at('list-file').setInputFiles({ name: 'the-bhyt.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${list.text}`, 'utf8') });
await desk.at('mapping').waitFor();
await desk.at('about-name').fill('Thẻ BHYT');
await desk.at('about-source').selectOption('insurance');
await desk.at('about-day').fill(today().split('-').reverse().join('/'));
await desk.at('about-purpose').fill('Rà soát người chưa có thẻ');
await desk.at('about-legal').fill('Kế hoạch phối hợp số 12/KH-UBND');
await keep(desk.page, 'desk-list-columns', 2 / 3);
await desk.at('run').click();
await desk.at('next-step').waitFor({ timeout: 60_000 });
const reconciled = new URL(desk.page.url()).hash.split('/')[2];
await keep(desk.page, 'desk-reconciliation', 2 / 3);
await desk.goTo(`doi-chieu/${reconciled}/duyet`);
await desk.at('facing').waitFor();
await keep(desk.page, 'desk-pair', 2 / 3);
await onDesk('differences', `doi-chieu/${reconciled}/khac-biet`);
await onDesk('coverage', `doi-chieu/${reconciled}/do-phu`);
await onDesk('linkage-board', `doi-chieu/${reconciled}/bang`);
await onDesk('paper', `nhap-p0?period=${month}`);
await onDesk('network', 'mang-luoi');
await onDesk('statement', `bang-ke?period=${month}`);
await onDesk('watch', 'xem-lai');
await onDesk('training', 'tu-hoc');
await onDesk('campaigns', 'ra-soat');
await onDesk('second-interviews', 'phuc-tra');
await onDesk('phones', 'thiet-bi');
await desk.handOver(scene.province);
await onDesk('reorganise', 'sap-xep');
await onDesk('province', `so-lieu?unit=${PROVINCE}`);
await desk.goTo(`du-bao?unit=${PROVINCE}`);
// The register is a few months old: at the end of last year it was empty.
await desk.at('forecast-base').fill(new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10).split('-').reverse().join('/'));
await desk.at('forecast-children').check();
await desk.at('forecast-make').click();
await desk.at('fan').waitFor({ timeout: 120_000 });
await keep(desk.page, 'desk-forecast', 2 / 3);
await desk.at('to-sectors').click();
await desk.at('group-school').waitFor();
await keep(desk.page, 'desk-forecast-sectors', 2 / 3);
await onDesk('forecasts', `du-bao?unit=${PROVINCE}`);
await onDesk('forecast-quality', `chat-luong?unit=${PROVINCE}`);
await scene.close();
rmSync(folder, { recursive: true, force: true });
for (const fault of scene.faults) console.error(`FAULT ${fault}`);
