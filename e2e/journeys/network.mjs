// A phone is taken back while it holds work: the work comes in from a file, the area passes to someone new with one code, and what everyone did is told.
import { join } from 'node:path';
import { Browser } from '../lib/browser.mjs';
import { becomes, same } from '../lib/check.mjs';
import { Phone } from '../lib/phone.mjs';
import { COMMUNE } from '../lib/stores.mjs';

const NAME = 'Trần Bảo Ngân';

export default async function network(scene) {
  const { phone, desk, server, collaborator, officer, commune } = scene;
  const [family] = await scene.mothers();
  await phone.setUp(collaborator);
  await server.kill();
  await phone.recordBirth({ ...family, name: NAME });
  same('one sheet waits on the phone', await phone.unsent(), '1');
  await server.start();

  await desk.logIn(officer);
  desk.page.on('dialog', (dialog) => dialog.accept());
  await desk.goTo('mang-luoi');
  await desk.at('network-areas').waitFor();
  const person = desk.at(`person-${collaborator.login}`);
  await desk.look('network');
  await person.locator('[data-testid^="revoke-"]').click();
  await person.getByText('đã thu hồi').waitFor();

  await phone.goTo('gui');
  await phone.at('send-now').click();
  await phone.at('revoked').waitFor();
  await phone.look('revoked');
  same('nothing is wiped before it is saved', await phone.at('revoked-wipe').isDisabled(), true);
  const saving = phone.page.waitForEvent('download');
  await phone.at('backup').click();
  const saved = await (await saving).path();
  const code = (await phone.at('backup-code').innerText()).match(/[A-Z0-9]{4}(-[A-Z0-9]{4}){3}/)[0];
  await phone.look('revoked-saved');

  await desk.goTo('thiet-bi');
  await desk.at('outbox-file').setInputFiles(saved);
  await desk.at('outbox-code').fill('AAAA-AAAA-AAAA-AAAA');
  await desk.at('outbox-do').click();
  await desk.at('outbox-wrong').waitFor();
  await desk.at('outbox-code').fill(code.toLowerCase());
  await desk.at('outbox-do').click();
  await desk.at('outbox-done').waitFor();
  await desk.look('outbox');
  const queued = await scene.queued(family.household);
  same('the birth is in the queue in the name of who recorded it', queued.map(({ kind, by_name }) => [kind, by_name]), [['birth', collaborator.name]]);
  await desk.at('outbox-do').click();
  await desk.at('outbox-done').getByText('1 phiếu đã có từ trước').waitFor();
  same('brought in twice, it is there once', (await scene.queued(family.household)).length, 1);
  await phone.at('revoked-noted').check();
  await phone.at('revoked-wipe').click();
  await phone.at('login-way').first().waitFor();

  const { areas, collaborators } = await commune.get(`/api/network?unit=${COMMUNE}`);
  const before = collaborators.find((one) => one.login === collaborator.login);
  const area = areas.find((one) => one.id === before.areas[0]);
  await desk.goTo('mang-luoi');
  await desk.at(`hand-${area.number}`).click();
  await desk.at('hand-name').fill('Nguyễn Thị Mới');
  await desk.at('hand-login').fill('ctv.moi');
  await desk.look('hand-over');
  await desk.at('hand-do').click();
  await desk.at('hand-code').waitFor();
  await desk.look('hand-over-done');
  const digits = (await desk.at('hand-code').innerText()).replace(/\D/g, '');
  await desk.at('hand-close').click();
  await desk.at('person-ctv.moi').waitFor();
  await desk.look('network-after');

  const browser = new Browser('phone', join(phone.browser.profile, '..', 'new-phone'), phone.browser.pictures);
  scene.browsers.push(browser);
  const fresh = new Phone(browser, server.url);
  await fresh.open();
  await fresh.page.getByText('mã', { exact: false }).first().waitFor();
  await fresh.enrol(digits);
  await fresh.goTo('ho');
  await becomes('the new phone has every household of the area', () => fresh.page.locator('[role=status].count').innerText().then((text) => Number(text.replace(/\D/g, ''))), area.households);
  await fresh.look('new-phone');

  await desk.at('tab-statement').click();
  await desk.at('statement').waitFor();
  await desk.look('statement');
  const month = await desk.save('statement-xlsx');
  same('the statement as a file', month.name.endsWith('.xlsx') && month.bytes.length > 4_000, true);
  await desk.at('tab-watch').click();
  await desk.page.locator('[data-testid=watch], [data-testid=watch-empty]').first().waitFor();
  await desk.look('watch');
  await desk.at('tab-campaigns').click();
  await desk.at('campaign-name').fill('Rà soát thử');
  await desk.at('campaign-first').fill('01/01/2026');
  await desk.at('campaign-last').fill('31/12/2026');
  await desk.at('campaign-begin').click();
  await desk.at('campaign').waitFor();
  await desk.look('campaign');
  await desk.goTo(`ho/${family.household}`);
  await desk.at('timeline').waitFor();
  await desk.look('household');
  const sheet = await desk.save('sheet-pdf');
  same('the A0 sheet to print', sheet.bytes.subarray(0, 4).toString(), '%PDF');
}

network.stores = ['postgres'];
