/** Lists of other agencies in Chromium against the stand-in server: begun with a file, decided pair by pair and difference by difference, and told in figures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enter, fake, look, open, page, shots } from './deskStand.ts';
import type { User } from '../lib/api/index.ts';

const officer: User = { id: 'u1', login: 'canbo', name: 'Phạm Thị Hạnh', roles: [] };
const press = (key: string) => page.keyboard.press(key);
const go = (hash: string, at = page) => at.evaluate((to) => void (location.hash = to), hash);
const lines = ['STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Địa chỉ', '1;Trần Thị Hoa;12/03/1980;Nữ;092180001234;Ấp Nhất', '2;;01/01/1990;Nam;092090001235;Ấp Nhì', '3;LE VAN AN;1975;Nam;;Ấp Ba', '4;Ngô Văn Lợi;05/07/2001;Nam'];
const list = { name: 'the-bhyt-tcvn3.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n'), 'utf8') };
/** Looked at while pictures are kept; much like a page that is looked at always. */
const glance = async (name: string) => (shots === undefined ? undefined : look(name));
const row = () => page.getByTestId('facing').getAttribute('data-row');

describe('a list of another agency', () => {
  it('is read, mapped, described and run; what goes wrong loses nothing', async () => {
    await enter('#/duyet');
    await page.getByTestId('nav-reconcile').click();
    await page.getByTestId('reconcile-empty').waitFor();
    await look('rec-empty');
    await page.getByTestId('reconcile-begin').click();
    await page.getByTestId('run').click();
    await page.getByTestId('error-summary').waitFor();
    expect(await page.getByTestId('error-summary').locator('li').count()).toBe(6);
    await glance('rec-new-wrong');

    await page.getByTestId('list-file').setInputFiles({ ...list, name: 'trong.csv', buffer: Buffer.from('một dòng') });
    await page.getByTestId('preview-problem').waitFor();
    await page.getByTestId('list-file').setInputFiles(list);
    await page.getByTestId('mapping').waitFor();
    expect(await page.getByTestId('preview-found').innerText()).toContain('phông chữ cũ TCVN3 (ABC)');
    expect(await page.getByTestId('map-name').inputValue()).toBe('Họ và tên');
    expect(await page.getByTestId('bad-lines').innerText()).toContain('Không có họ và tên');
    await page.getByTestId('map-birth').selectOption('');
    await page.getByTestId('map-number').selectOption('');
    await page.getByTestId('map-missing').getByText('Cần nối cột ngày sinh').waitFor();
    await page.getByTestId('map-birth').selectOption('Ngày sinh');
    await expect.poll(() => page.getByTestId('map-missing').count()).toBe(0);
    const download = page.waitForEvent('download');
    await page.getByTestId('bad-save').click();
    const saved = readFileSync(await (await download).path(), 'utf8');
    expect(saved).toContain('3,Không có họ và tên,2,');

    await page.getByTestId('about-name').fill('Thẻ BHYT quý IV');
    await page.getByTestId('about-source').selectOption('insurance');
    await page.getByTestId('about-purpose').fill('Rà soát người chưa có thẻ');
    await page.getByTestId('about-day').fill('31/12/2025');
    await look('rec-new');
    // A look elsewhere keeps what was typed.
    await page.getByTestId('nav-search').click();
    await page.getByTestId('search-text').waitFor();
    await page.goBack();
    await page.getByTestId('mapping').waitFor();
    expect(await page.getByTestId('about-purpose').inputValue()).toBe('Rà soát người chưa có thẻ');
    await page.getByTestId('run').click();
    await page.getByText('Ghi căn cứ pháp lý.').first().waitFor();
    await page.getByTestId('about-legal').fill('Kế hoạch số 12/KH-UBND');
    fake.failing.set('/api/reconciliations', 500);
    await page.getByTestId('run').click();
    await page.getByTestId('run-problem').waitFor();
    expect(await page.getByTestId('about-name').inputValue()).toBe('Thẻ BHYT quý IV');
    fake.failing.clear();
    await page.getByTestId('run').click();
    await page.getByTestId('next-step').waitFor();
    expect(fake.reconcile.kept[0]).toMatchObject({ source: 'insurance', legal_basis: 'Kế hoạch số 12/KH-UBND', as_of: '2025-12-31' });
    expect(await page.getByTestId('next-step').getAttribute('data-step')).toBe('queue');
    await page.getByTestId('technical').locator('summary').click();
    await look('rec-overview');

    await page.getByTestId('reconcile-back').click();
    await page.getByTestId('reconcile-table').waitFor();
    await look('rec-list');
  });
});

describe('the review queue of pairs', () => {
  it('is worked by keyboard, with undo, a person held by another row, and a blind second reading', async () => {
    const { id } = fake.reconcile.begin(officer);
    await enter(`#/doi-chieu/${id}/duyet`);
    await page.getByTestId('waterfall').waitFor();
    expect(await row()).toBe('3');
    expect(await page.locator('[data-row=birth]').getAttribute('data-sign')).toBe('near');
    expect(await page.locator('[data-row=birth]').innerText()).toContain('đảo ngày và tháng');
    expect(await page.getByTestId('waterfall').innerText()).toContain('Tên: trùng');
    await look('rec-pair');
    
    await press('?');
    await page.getByTestId('key-help').waitFor();
    await press('n');
    await press('Escape');
    expect(fake.reconcile.told.filter((one) => one.do === 'answered')).toEqual([]);

    await press('2');
    expect(await page.getByTestId('candidate-2').getAttribute('aria-pressed')).toBe('true');
    await press('s');
    await expect.poll(row).toBe('11');
    const second = fake.reconcile.told.at(-1);
    await press('z');
    await expect.poll(row).toBe('3');
    await press('Enter');
    await expect.poll(row).toBe('11');
    expect(fake.reconcile.told.at(-1)?.person).not.toBe(second?.person);
    await page.getByTestId('candidate-3').waitFor();
    await glance('rec-margin');
    await press('ArrowRight');
    await expect.poll(row).toBe('27');
    await press('ArrowLeft');
    await expect.poll(row).toBe('11');
    await press('k');
    await expect.poll(row).toBe('27');
    expect(await page.getByTestId('band').getAttribute('data-band')).toBe('contradiction');
    await glance('rec-contradiction');
    await press('n');
    await page.getByTestId('blind').waitFor();
    expect(await page.getByTestId('answers').count()).toBe(0);
    await press('s');
    await page.getByTestId('answers').waitFor();
    await press('s');
    await page.getByTestId('nobody').waitFor();
    await press('s');
    await press('n');
    await expect.poll(row).toBe('71');
    await page.getByTestId('taken').waitFor();
    await press('s');
    await page.getByTestId('queue-problem').waitFor();
    await look('rec-taken');
    await page.getByTestId('taken-open').click();
    await expect.poll(row).toBe('45');
    await page.getByTestId('verdict-none').click();
    await page.getByTestId('own-answer').waitFor();
    await page.getByTestId('queue-came-from').click();
    await expect.poll(row).toBe('71');
    await page.getByTestId('waterfall').waitFor();
    expect(await page.getByTestId('taken').count()).toBe(0);
    await press('s');
    await page.getByTestId('queue-done').waitFor();
    await glance('rec-done');
    expect(fake.reconcile.told.filter((one) => one.do === 'answered').map((one) => `${one.row} ${one.verdict}`)).toEqual([
      '3 same', '3 same', '11 unsure', '27 none', '40 same', '52 same', '66 none', '45 none', '71 same',
    ]);
  });
});

describe('the differences', () => {
  it('are settled with what each needs, taken back, filtered and carried to the hamlet', async () => {
    const { id } = fake.reconcile.begin(officer);
    await enter(`#/doi-chieu/${id}/khac-biet`);
    await page.getByTestId('difference-question').waitFor();
    expect(await page.getByTestId('difference').count()).toBe(19);
    await look('rec-differences');
    await press('2');
    await page.getByTestId('outcome-form').waitFor();
    await glance('rec-outcome');
    await press('Enter');
    await page.locator('[data-testid=diff-notice].shown').waitFor();
    expect(fake.reconcile.told.at(-1)).toMatchObject({ do: 'settled', key: 'value-0', outcome: 'theirs' });
    expect(await page.locator('[data-testid=difference][aria-current]').getAttribute('data-key')).toBe('value-1');
    await press('k');
    await page.getByTestId('difference-event').waitFor();
    await glance('rec-settled');
    await press('z');
    await expect.poll(() => fake.reconcile.settled.size).toBe(0);

    await page.getByTestId('kind-ours_only').click();
    await page.getByTestId('hint-moved').waitFor();
    await press('2');
    await press('Enter');
    await page.getByText('Ghi ngày như 31/10/2026').waitFor();
    await page.getByTestId('outcome-date').fill('1/2/2026');
    await page.getByTestId('outcome-to').selectOption('province');
    await page.getByTestId('outcome-unit').selectOption('91');
    await page.getByTestId('outcome-note').fill('Đã hỏi con trai');
    await look('rec-moved');
    await press('Enter');
    await expect.poll(() => fake.reconcile.told.at(-1)?.date).toBe('2026-02-01');

    await page.getByTestId('kind-theirs_only').click();
    await page.getByTestId('outcome-definition').waitFor();
    await press('1');
    await page.getByTestId('enter-search').waitFor();
    await press('Enter');
    await page.getByTestId('outcome-save').click();
    await page.getByText('Tìm và chọn một người').waitFor();
    const someone = fake.reconcile.someone();
    await page.getByTestId('enter-search').fill(someone.name);
    await press('Enter');
    await page.getByTestId(`enter-${someone.household}`).first().click();
    await page.getByTestId('enter-relationship').selectOption('9');
    await page.getByTestId('enter-residence').selectOption('2');
    await page.getByTestId('outcome-date').fill('1/3/2026');
    await look('rec-enter');
    await page.getByTestId('outcome-save').click();
    await expect.poll(() => fake.reconcile.told.at(-1)).toMatchObject({ outcome: 'theirs', household: someone.household, date: '2026-03-01' });
    await page.locator('[data-testid=diff-notice].shown').waitFor();
    await press('1');
    await page.getByTestId('enter-later').check();
    await page.getByTestId('outcome-save').click();
    await page.getByTestId('record-person').waitFor();
    await page.locator('[data-testid^=attach-]').waitFor();
    expect(await page.getByTestId('attach').innerText()).toMatch(/Chuyển đến: .+\(Lê Thị Mai, đã duyệt\)/);
    expect(await page.getByTestId('record-person').getAttribute('href')).toContain('#/ghi-thay?area=90001-');
    await look('rec-record');
    const settledBy = await page.locator('[data-testid^=attach-]').getAttribute('data-testid');
    await page.locator('[data-testid^=attach-]').click();
    await expect.poll(() => [...fake.reconcile.settled.values()].map((one) => `attach-${one?.event}`)).toContain(settledBy);

    await page.getByTestId('filter-owner').selectOption({ index: 1 });
    await expect.poll(() => page.url()).toContain('owner=90001-');
    await page.getByTestId('filter-owner').selectOption('');
    await page.getByTestId('kind-all').click();
    await page.evaluate(() => void (window.print = () => undefined));
    await page.getByTestId('diff-print').click();
    await expect.poll(() => page.getByTestId('carry-sheet').count()).toBeGreaterThan(1);
    if (shots) await page.pdf({ path: join(shots, 'rec-carry.pdf'), format: 'A4' });
    await page.evaluate(() => void window.dispatchEvent(new Event('afterprint')));
    await expect.poll(() => page.getByTestId('carry-sheet').count()).toBe(0);
    await page.getByTestId('filter-state').selectOption('settled');
    await expect.poll(() => page.getByTestId('difference').count()).toBe(3);
    fake.failing.set(`/api/reconciliations/${id}/differences`, 500);
    await page.getByTestId('filter-state').selectOption('open');
    await page.getByTestId('problem').waitFor();
  });
});

describe('what is told of it', () => {
  it('is coverage in words, a board that is honest, a history, and figures after the list is destroyed', async () => {
    const { id } = fake.reconcile.begin(officer);
    await enter(`#/doi-chieu/${id}/do-phu`);
    await page.getByTestId('coverage-sentence').waitFor();
    expect(await page.getByTestId('coverage-sentence').innerText()).toMatch(/Sổ có khoảng 97,\d\s% số người thực có \(9\d,\d–9\d,\d\)/);
    await page.getByTestId('coverage-doubtful').waitFor();
    await page.getByTestId('coverage-by-age').click();
    await page.getByTestId('coverage-small').waitFor();
    await look('rec-coverage');
    if (shots) await page.pdf({ path: join(shots, 'rec-coverage.pdf'), format: 'A4' });
    await page.getByTestId('page-board').click();
    await page.getByTestId('thresholds').waitFor();
    await look('rec-board');
    await page.getByTestId('weights-field').selectOption('birth');
    await page.getByTestId('weights-details').locator('summary').click();
    await page.getByTestId('weights-table').waitFor();
    await glance('rec-board-birth');
    fake.reconcile.answered = 0;
    await page.getByTestId('page-overview').click();
    await page.getByTestId('audit').locator('summary').click();
    await page.getByTestId('audit-table').waitFor();
    await page.getByTestId('page-board').click();
    await page.getByTestId('calibration-none').waitFor();
    await page.getByTestId('board-few').waitFor();
    await page.getByTestId('page-overview').click();
    await page.getByTestId('destroy-open').click();
    await page.getByTestId('destroy-yes').click();
    await page.getByText('Ghi lý do huỷ.').waitFor();
    await look('rec-destroy-fold');
    await page.getByTestId('destroy-reason').fill('Hết thời hạn lưu');
    await page.getByTestId('destroy-word').fill('huy');
    await press('Enter');
    await page.getByTestId('reconcile-destroyed').waitFor();
    expect(await page.getByTestId('page-queue').count()).toBe(0);
    expect(fake.reconcile.told.at(-1)).toEqual({ do: 'destroyed', reason: 'Hết thời hạn lưu' });
    await glance('rec-destroyed');
  });

  it('is figures only for the province', async () => {
    const { id } = fake.reconcile.begin(officer);
    await enter('#/doi-chieu', 'tinh');
    await page.getByTestId('reconcile-row').waitFor();
    const parts = fake.reconcile.beginBatch(officer);
    await page.reload();
    await page.getByTestId(`batch-${parts[0]!.batch}`).click();
    expect(await page.getByTestId('batch-part').count()).toBe(2);
    expect(await page.getByTestId('reconcile-row').first().innerText()).toContain('2.001');
    await look('rec-province');
    expect(await page.getByTestId('reconcile-begin').count()).toBe(0);
    await page.getByTestId(`reconcile-${id}`).click();
    await page.getByTestId('next-step').waitFor();
    expect(await page.getByTestId('page-queue').count() + await page.getByTestId('page-differences').count() + await page.getByTestId('destroy-open').count()).toBe(0);
    await go(`#/doi-chieu/${id}/duyet`);
    await page.getByTestId('next-step').waitFor();
    expect(await page.getByTestId('facing').count()).toBe(0);
  });
});

it('nothing scrolls sideways on a phone', async () => {
  const { id } = fake.reconcile.begin(officer);
  const small = await open({ width: 360, height: 740 });
  await enter('#/doi-chieu', 'canbo', small);
  await small.getByTestId('reconcile-row').waitFor();
  await look('phone-rec-list', small);
  await go('#/doi-chieu/moi', small);
  await small.getByTestId('list-file').setInputFiles(list);
  await small.getByTestId('mapping').waitFor();
  await look('phone-rec-new', small);
  for (const [hash, ready, name] of [['', 'next-step', 'overview'], ['/duyet', 'waterfall', 'pair'], ['/khac-biet', 'difference-question', 'differences'], ['/do-phu', 'coverage-sentence', 'coverage'], ['/bang', 'thresholds', 'board']] as const) {
    await go(`#/doi-chieu/${id}${hash}`, small);
    await small.getByTestId(ready).waitFor();
    await look(`phone-rec-${name}`, small);
  }
  await small.context().close();
});
