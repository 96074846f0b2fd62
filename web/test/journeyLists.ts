// Differences of a list of another office on the phone, asked about without a network: `npm run build && npm run journey:lists -- [folder] [width]`.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handed, householdId } from './samples.ts';
import { Stand } from './stand.ts';

const phone = new Stand(process.argv[2] ?? join(tmpdir(), 'danso-ctv-lists'), Number(process.argv[3] ?? 360));
const { state, server } = phone;
const at = (id: string) => phone.at(id);
const goOn = () => at('continue').click();
const unsent = () => at('sync-strip').getAttribute('data-unsent');
const [list] = handed();
/** What is told of one difference. */
const card = (key: string) => at(`difference-${list?.reconciliation}.${key}`);

/** Goes to a page of the app that is open. */
async function goTo(path: string): Promise<void> {
  await phone.page.goto(`${phone.start}#/${path}`);
}

async function submit(): Promise<void> {
  await at('review').waitFor();
  await phone.page.waitForTimeout(700);
  for (const reason of await phone.page.locator('[data-testid^="reason-"]').all()) await reason.fill('đã hỏi lại gia đình');
  await at('submit').click();
  await at('review').waitFor({ state: 'detached' });
}

async function toFix(): Promise<string> {
  await goTo('viec');
  await at('task-lists').waitFor();
  return (/\((\d+)\)/.exec(await at('task-lists').innerText()) ?? [])[1] ?? '';
}

await phone.run(async () => {
  state.handed = handed();
  await phone.enter();
  await phone.page.evaluate(() => navigator.serviceWorker.ready);
  await goTo('viec');
  await at('task-lists').waitFor();
  await phone.look('tasks');
  await server.stop();
  await phone.page.reload();
  await phone.unlock();
  phone.expect('all of it is there without a network', await toFix(), '5');

  // Ours is right: one tap, taken back, and given again.
  await at(`task-lists-${householdId(1)}`).click();
  await card('v:3:birth').waitFor();
  await phone.look('household');
  await card('v:4:number').getByTestId('outcome-ours').click();
  await card('v:4:number').getByTestId('difference-said').waitFor();
  await card('v:4:number').getByTestId('difference-undo').click();
  await card('v:4:number').getByTestId('outcome-ours').click();
  await card('v:4:number').getByTestId('difference-said').waitFor();

  // Theirs is right: the form of the change, filled in, and the answer names its sheet.
  await card('v:3:birth').getByTestId('outcome-theirs').click();
  await at('birth-day').waitFor();
  phone.expect('the form knows what the list says', [await at('birth-day').inputValue(), await at('birth-month').inputValue(), await at('birth-year').inputValue()], ['21', '7', '1991']);
  await phone.look('form');
  await goOn();
  await submit();
  phone.expect('a sheet and two answers wait', await unsent(), '3');
  await goTo(`viec/${householdId(1)}`);
  await card('v:3:birth').getByTestId('difference-said').waitFor();
  await phone.look('answered');
  phone.expect('three are left', await toFix(), '3');

  // Somebody moved away; the sheet is withdrawn, and with it the answer.
  await at(`task-lists-${householdId(2)}`).click();
  await card('o:5').getByTestId('outcome-moved').click();
  await phone.page.getByText('Hôm qua', { exact: true }).click();
  await goOn();
  await at('field-origin-abroad').check();
  await goOn();
  await goOn();
  await submit();
  await goTo(`viec/${householdId(2)}`);
  await card('o:5').getByTestId('difference-undo').click();
  await card('o:5').getByTestId('outcome-moved').waitFor();
  await card('o:5').getByTestId('outcome-ours').click();

  // Something else, in words.
  await card('o:6').getByTestId('outcome-other').click();
  await at('other-definition').check();
  await at('difference-note').fill('Có thẻ ở nơi làm việc');
  await phone.look('other');
  await at('difference-keep').click();
  await card('o:6').getByTestId('difference-said').waitFor();

  // Someone of the list alone lives here: the household is chosen, the form knows who.
  await goTo('viec');
  await at(`task-lists-${list?.reconciliation}.t:9`).click();
  await phone.look('theirs-only');
  await card('t:9').getByTestId('outcome-theirs').click();
  await at('way-household').waitFor();
  await phone.look('ways');
  await at('way-household').click();
  await at(`household-${householdId(3)}`).click();
  await goOn();
  await at('field-m0.name').waitFor();
  phone.expect('and the name is filled in', await at('field-m0.name').inputValue(), 'Huỳnh Thị Ngân');
  await phone.close();
  await phone.open();
  await phone.unlock();
  phone.expect('a draft and answers are there after a restart', await unsent(), '7');

  await server.start(phone.port);
  await goTo('gui');
  await at('send-now').click();
  await phone.page.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  const told = (key: string) => state.answers.find((one) => one.key === key);
  phone.expect('answers came', state.answers.map(({ key, outcome }) => `${key} ${outcome}`).sort(), ['o:5 ours', 'o:6 definition', 'v:3:birth theirs', 'v:4:number ours']);
  const change = [...state.held.values()].find(({ event }) => event.kind === 'change')?.event;
  phone.expect('one names its sheet', [told('v:3:birth')?.event, told('o:5')?.event], [change?.id, undefined]);
  phone.expect('and came after it', (told('v:3:birth')?.after ?? 0) >= 11, true);
  phone.expect('one says it in words', told('o:6')?.note, 'Có thẻ ở nơi làm việc');

  // The officer is faster: said, and let go.
  await goTo(`viec/${list?.reconciliation}.t:9`);
  await card('t:9').getByTestId('outcome-ours').waitFor();
  server.trouble = { loseRequest: '/sync/' };
  await card('t:9').getByTestId('outcome-ours').click();
  await card('t:9').getByTestId('difference-said').waitFor();
  state.handed = [];
  server.trouble = {};
  await goTo('gui');
  await at('send-now').click();
  await phone.page.locator('[data-testid="sync-strip"][data-tone="ok"]').waitFor();
  await goTo(`viec/${list?.reconciliation}.t:9`);
  await at('difference-clear').waitFor();
  await phone.look('settled');
  phone.expect('nothing of the person is left', (await card('t:9').innerText()).includes('Ngân'), false);
  await at('difference-clear').click();
  await at('difference-none').waitFor();
  await phone.look('none');
  phone.expect('the move that was withdrawn is a sheet of its own', [...state.held.values()].filter(({ event }) => event.kind === 'withdrawal').length, 1);
});
