// A list of another agency: read, compared, decided pair by pair, its differences settled, and what it says of the register beside what is true.
import { Api } from '../lib/api.mjs';
import { becomes, same } from '../lib/check.mjs';
import { listOf, residents } from '../lib/list.mjs';
import { today } from '../lib/scene.mjs';
import { COMMUNE } from '../lib/stores.mjs';

const status = async (ask) => ask.then(() => 200, (error) => Number(/: (\d{3}) /.exec(error.message)?.[1]));

/** Answers every pair of the queue by keyboard, as whoever knows the truth would; how many there were. */
async function decide({ desk, commune }, id, truth) {
  const shown = desk.page.locator('[data-testid=facing], [data-testid=queue-done]');
  let answered = 0;
  for (;;) {
    await shown.waitFor();
    if ((await desk.at('facing').count()) === 0) return answered;
    const row = Number(await desk.at('facing').getAttribute('data-row'));
    const { candidates } = await commune.get(`/api/reconciliations/${id}/rows/${row}`);
    const at = candidates.findIndex(({ person }) => person === truth[row]);
    if (answered === 0) await desk.look('pair');
    if (at > 0) await desk.page.keyboard.press(String(at + 1));
    await desk.page.keyboard.press(at < 0 ? 'n' : 's');
    await desk.page.locator(`[data-testid=facing][data-row="${row}"]`).waitFor({ state: 'detached' });
    answered += 1;
  }
}

/** Of the rows, every so many: how many count as someone else than they are, and how many of those who are in the register were found. */
async function linkedRight(commune, id, truth, every) {
  let [wrong, found, known] = [0, 0, 0];
  for (let row = 0; row < truth.length; row += every) {
    const { person } = await commune.get(`/api/reconciliations/${id}/rows/${row}`);
    if (person !== undefined && person !== truth[row]) wrong += 1;
    if (truth[row] !== undefined) [known, found] = [known + 1, found + (person === truth[row] ? 1 : 0)];
  }
  return { wrong, share: found / known };
}

/** Opens a difference of the list by its key. */
async function open(desk, kind, key) {
  await desk.at(`kind-${kind}`).click();
  const line = desk.page.locator(`[data-testid=difference][data-key="${key}"]`);
  for (;;) {
    await desk.at('difference').first().waitFor();
    if ((await line.count()) > 0) break;
    await desk.at('diff-more').click();
    await desk.page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  }
  await line.click();
  await desk.at('difference-question').waitFor();
  return line;
}

export default async function reconcile(scene) {
  const { desk, officer, province, commune, register } = scene;
  const people = residents(register);
  const list = listOf(people, { seed: 11 });

  await desk.logIn(officer);
  await desk.at('nav-reconcile').click();
  await desk.at('reconcile-empty').waitFor();
  await desk.look('empty');
  await desk.at('reconcile-begin').click();
  await desk.at('list-file').setInputFiles({ name: 'the-bhyt.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${list.text}`, 'utf8') });
  await desk.at('mapping').waitFor();
  same('the columns are found', await Promise.all(['name', 'birth', 'number', 'sex'].map((field) => desk.at(`map-${field}`).inputValue())), ['Họ và tên', 'Ngày sinh', 'Số CCCD', 'Giới tính']);
  await desk.at('bad-lines').locator('summary').click();
  same('a line without a name stands apart', (await desk.at('bad-lines').innerText()).includes('Không có họ và tên'), true);
  await desk.at('about-name').fill('Thẻ BHYT');
  await desk.at('about-source').selectOption('insurance');
  await desk.at('about-day').fill(today().split('-').reverse().join('/'));
  await desk.at('about-purpose').fill('Rà soát người chưa có thẻ');
  await desk.at('about-legal').fill('Kế hoạch phối hợp số 12/KH-UBND');
  await desk.look('begin');
  await desk.at('run').click();
  await desk.at('next-step').waitFor({ timeout: 60_000 });
  const id = new URL(desk.page.url()).hash.split('/')[2];
  const at = `/api/reconciliations/${id}`;
  const made = await commune.get(at);
  same('every line that can be used was compared', [made.rows, made.bad, made.residents], [list.truth.length, 1, people.length]);
  await desk.look('overview');

  await desk.goTo(`doi-chieu/${id}/duyet`);
  const answered = await decide(scene, id, list.truth);
  await desk.look('queue-done');
  console.log(`      ${answered} pairs were answered`);
  same('nothing is left to decide', (await commune.get(at)).doubtful, 0);
  const { wrong, share } = await linkedRight(commune, id, list.truth, 9);
  same('rows are who they are', [wrong <= 1, share > 0.98], [true, true]);
  same('and someone had to be asked', answered > 0, true);

  const total = () => commune.get(`/api/count?unit=${COMMUNE}&at=${today()}`).then((count) => count.total);
  const before = await total();
  const differences = async (kind, state = 'open') => (await commune.get(`${at}/differences?kind=${kind}&state=${state}&limit=200`)).items;
  await desk.goTo(`doi-chieu/${id}/khac-biet`);
  await desk.at('difference-question').waitFor();
  await desk.look('differences');
  const births = (await differences('value')).filter(({ field }) => field === 'birth');
  const mistaken = births.find(({ theirs }) => list.wrongBirths.includes(theirs.row));
  const line = await open(desk, 'value', mistaken.key);
  await desk.at('outcome-theirs').click();
  await desk.at('outcome-save').click();
  await desk.page.locator(`[data-testid=difference][data-key="${mistaken.key}"][data-outcome=theirs]`).waitFor();
  const member = async () => (await commune.get(`/api/households/${mistaken.ours.household}`)).household.members.find((one) => one.id === mistaken.ours.person);
  await becomes('a birth of the list is written by an event', async () => (await member()).birth !== mistaken.ours_value, true);
  await desk.page.keyboard.press('z');
  await line.and(desk.page.locator(':not([data-outcome])')).waitFor();
  await becomes('and taken back with it', async () => (await member()).birth, mistaken.ours_value);

  const [left] = await differences('ours_only');
  await open(desk, 'ours_only', left.key);
  await desk.at('outcome-moved').click();
  await desk.at('outcome-date').fill(today().split('-').reverse().join('/'));
  await desk.at('outcome-save').click();
  await desk.page.locator(`[data-testid=difference][data-key="${left.key}"][data-outcome=moved]`).waitFor();
  await becomes('someone who moved away counts no more', total, before - 1);
  await desk.look('settled');
  await desk.at('diff-undo').click();
  await becomes('and again when that is taken back', total, before);

  // The rest, as whoever knows the truth would say.
  const truly = { value: 'ours', ours_only: 'ours', theirs_only: 'theirs' };
  for (const [kind, outcome] of Object.entries(truly)) {
    for (let some = await differences(kind); some.length > 0; some = await differences(kind)) {
      for (const { key } of some) await commune.post(`${at}/differences/${encodeURIComponent(key)}`, { outcome });
    }
  }
  same('all is settled', (await commune.get(at)).state, 'settled');

  await desk.goTo(`doi-chieu/${id}/do-phu`);
  await desk.at('coverage-sentence').waitFor();
  await desk.look('coverage');
  const { all } = await commune.get(`${at}/coverage`);
  const real = people.length + list.unknown;
  console.log(`      ${Math.round(all.estimate)} (${Math.round(all.low)}–${Math.round(all.high)}) estimated of ${real}`);
  same('the estimate is near the truth', Math.abs(all.estimate - real) < real * 0.01, true);
  same('and the sentence says it', (await desk.at('coverage-sentence').innerText()).includes((all.ours_covers * 100).toFixed(1).replace('.', ',')), true);
  await desk.goTo(`doi-chieu/${id}/bang`);
  await desk.at('histogram').waitFor();
  await desk.look('board');

  await desk.handOver(province);
  await desk.goTo(`doi-chieu?unit=${COMMUNE}`);
  await desk.at(`reconcile-${id}`).click();
  await desk.at('next-step').waitFor();
  same('the province sees no pairs', await desk.at('page-queue').count(), 0);
  const office = await new Api(scene.server.url).logIn(province);
  same('nor does a program of it', [await status(office.get(`${at}/queue`)), await status(office.get(`${at}/coverage`))], [403, 200]);

  await desk.handOver(officer);
  await desk.goTo(`doi-chieu/${id}`);
  await desk.at('destroy-open').click();
  await desk.at('destroy-reason').fill('Hết thời hạn lưu');
  await desk.at('destroy-word').fill('HUY');
  await desk.at('destroy-yes').click();
  await desk.at('reconcile-destroyed').waitFor();
  await desk.look('destroyed');
  same('no row can be read again', [await status(commune.get(`${at}/rows/0`)), await status(commune.get(`${at}/coverage`))], [409, 200]);
}
reconcile.stores = ['sqlite'];
