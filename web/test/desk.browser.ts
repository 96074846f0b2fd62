/**
 * The officer's desk in Chromium, against the stand-in server: keyboard only where the desk promises it, axe on each page. Nothing waits for a
 * time: the window in which a decision can be taken back ends when a test says so.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fakePassword } from './deskFake.ts';
import { enter, fake, look, open, page, shots, today } from './deskStand.ts';
import { endUndoWindow } from './undoWindow.ts';

const phone = { width: 360, height: 740 };

const undoWindowEnds = () => endUndoWindow(page);
async function decided(count: number): Promise<void> {
  await undoWindowEnds();
  await expect.poll(() => fake.decisions.length).toBe(count);
}

const currentId = () => page.locator('tr[aria-current=true]').getAttribute('data-id');
async function textOf(download: Promise<Download>): Promise<string> {
  return readFileSync(await (await download).path(), 'utf8');
}
const total = async () => Number((await page.getByTestId('total').innerText()).replaceAll('.', ''));

describe('logging in', () => {
  it('refuses a wrong password in words and lets the right one in', async () => {
    await page.goto(`${fake.url}/can-bo/`);
    await look('login');
    await page.getByTestId('login-name').fill('canbo');
    await page.getByTestId('login-password').fill('sai');
    await page.getByTestId('login-submit').click();
    expect(await page.getByTestId('login-problem').innerText()).toContain('không đúng');
    await page.getByTestId('login-password').fill(fakePassword);
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('who').innerText()).toContain('xã An Bình');
    await page.getByTestId('logout').click();
    await page.getByTestId('login-form').waitFor();
  });

  it('asks again when the session has ended, and goes on where it was', async () => {
    await enter('#/so-lieu?ages=single');
    await page.getByTestId('pyramid').waitFor();
    fake.expireSessions();
    await page.getByTestId('unit-below').selectOption({ index: 2 });
    await page.getByTestId('session-ended').waitFor();
    await look('session-ended-fold');
    await page.getByTestId('login-password').fill(fakePassword);
    await page.keyboard.press('Enter');
    await page.getByTestId('unit-name').getByText('Ấp Nhì').waitFor();
    expect(page.url()).toContain('ages=single');
  });
});

describe('leaving with something held', () => {
  it('sends it before logging out, but never under the next name', async () => {
    await enter();
    await page.getByTestId('queue-table').waitFor();
    await page.keyboard.press('a');
    await page.getByTestId('undo-bar').waitFor();
    await page.getByTestId('logout').click();
    await page.getByTestId('login-form').waitFor();
    expect(fake.decisions).toHaveLength(1);

    await enter();
    await page.getByTestId('queue-table').waitFor();
    fake.expireSessions();
    await page.keyboard.press('a');
    await page.getByTestId('undo-bar').waitFor();
    await undoWindowEnds();
    await page.getByTestId('session-ended').waitFor();
    await page.getByTestId('login-leave').click();
    await page.getByTestId('login-name').fill('canbo');
    await page.getByTestId('login-password').fill(fakePassword);
    await page.keyboard.press('Enter');
    await page.getByTestId('queue-table').waitFor();
    expect(await page.getByTestId('undo-bar').count()).toBe(0);
    expect(fake.decisions).toHaveLength(1);
  });
});

describe('the review queue by keyboard alone', () => {
  it('moves, accepts and takes back', async () => {
    await enter();
    await page.getByTestId('queue-table').waitFor();
    await page.getByTestId('facts').waitFor();
    await look('queue-fold');

    const first = await currentId();
    await page.keyboard.press('j');
    await expect.poll(currentId).not.toBe(first);
    await page.keyboard.press('k');
    await expect.poll(currentId).toBe(first);

    await page.keyboard.press('a');
    await page.getByTestId('undo-bar').waitFor();
    expect(await page.getByTestId('undo-bar').innerText()).toContain('Chưa gửi');
    await page.keyboard.press('u');
    await page.getByTestId('undo-bar').waitFor({ state: 'detached' });
    await expect.poll(currentId).toBe(first);
    await undoWindowEnds();
    await page.getByTestId('reload').click();
    await page.getByTestId('queue-table').waitFor();
    expect(fake.decisions).toEqual([]);

    await page.keyboard.press('?');
    await page.getByTestId('shortcut-help').waitFor();
    await look('shortcuts-fold');
    await page.keyboard.press('Escape');
    await page.getByTestId('shortcut-help').waitFor({ state: 'detached' });
  });

  it('accepts, and returns with a reason, in the order in which it was decided', async () => {
    await enter();
    await page.getByTestId('queue-table').waitFor();
    await page.getByTestId('facts').waitFor();
    const first = await currentId();
    await page.keyboard.press('a');
    await expect.poll(currentId).not.toBe(first);
    const second = await currentId();
    await page.keyboard.press('r');
    await page.getByTestId('return-dialog').waitFor();
    await look('return-dialog-fold');
    await page.keyboard.press('Space');
    await page.getByTestId('return-text').focus();
    await page.keyboard.type('Ghi lại ngày sinh, xem giấy khai sinh');
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('return-dialog').waitFor({ state: 'detached' });
    await look('undo-fold');
    await decided(2);
    expect(fake.decisions[0]).toEqual({ decision: 'accept', id: first });
    expect(fake.decisions[1]).toMatchObject({ decision: 'return', id: second });
    expect(fake.decisions[1]?.reason).toContain('giấy khai sinh');
  });

  it('selects what is clean and accepts it in bulk', async () => {
    await enter();
    await page.getByTestId('queue-table').waitFor();
    const clean = page.locator('[data-testid=queue-row][data-severity=clean]');
    const count = await clean.count();
    expect(count).toBeGreaterThan(1);
    await page.keyboard.press('Shift+X');
    await expect.poll(() => page.locator('[data-testid=queue-row] input:checked').count()).toBe(count);
    await page.keyboard.press('Shift+A');
    await page.getByTestId('undo-bar').waitFor();
    await decided(count);
    await expect.poll(() => clean.count()).toBe(0);
  });

  it('puts a conflict as one question with two answers', async () => {
    await enter();
    await page.getByTestId('queue-table').waitFor();
    const opened = async () => page.locator(`[data-testid=detail][data-id="${await currentId()}"]`).getByTestId('facts').waitFor();
    await opened();
    for (let step = 0; step < 20 && !(await page.getByTestId('conflict').isVisible()); step += 1) {
      const before = await currentId();
      await page.keyboard.press('j');
      await expect.poll(currentId).not.toBe(before);
      await opened();
    }
    await look('conflict-fold');
    await page.getByTestId('conflict-old').click();
    await page.getByTestId('undo-bar').waitFor();
    await decided(1);
    expect(fake.decisions[0]).toMatchObject({ decision: 'return' });
  });

  it('shows what is wrong and brings the row back when the server refuses', async () => {
    await enter();
    await page.getByTestId('queue-table').waitFor();
    const first = await currentId();
    fake.failing.set(`/api/review/${first}/accept`, 500);
    await page.keyboard.press('a');
    await page.getByTestId('undo-bar').waitFor();
    await undoWindowEnds();
    await page.getByTestId('send-problem').waitFor();
    await expect.poll(currentId).toBe(first);
    fake.failing.set('/api/review', 500);
    await page.getByTestId('reload').click();
    await page.getByTestId('problem').waitFor();
    await look('queue-error-fold');
    const refused = page.waitForResponse((answer) => answer.url().includes('/api/review') && answer.status() === 500);
    await page.getByTestId('status-parked').click();
    await refused;
    fake.failing.clear();
    await page.getByTestId('retry').click();
    await page.getByTestId('queue-empty').waitFor();
    await look('queue-empty-fold');
    await page.getByTestId('count-confirm').click();
    await page.getByTestId('queue-table').waitFor();
    expect(new Set(await page.getByTestId('queue-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-severity'))))).toEqual(new Set(['confirm']));
    await look('queue-severity-fold');
  });
});

describe('figures', () => {
  it('shows them, and adds up', async () => {
    await enter('#/so-lieu');
    await page.getByTestId('months').waitFor();
    await page.getByTestId('children-table').waitFor();
    await look('figures');
    await look('figures-fold');
    expect(await total()).toBeGreaterThan(1000);
    expect(await page.getByTestId('balance-open').count()).toBe(0);
    expect(await page.getByTestId('balance-differs').count()).toBe(0);
  });

  it('moves when an event is accepted, but not as known before', async () => {
    await enter('#/so-lieu');
    await page.getByTestId('months').waitFor();
    const before = await total();
    await page.getByTestId('nav-queue').click();
    await page.getByTestId('queue-table').waitFor();
    const birth = page.locator('[data-testid=queue-row] button', { has: page.locator('b', { hasText: /^Sinh$/ }) }).first();
    await birth.click();
    await page.getByTestId('accept').click();
    await page.getByTestId('undo-bar').waitFor();
    await decided(1);
    await page.getByTestId('nav-figures').click();
    await expect.poll(total).toBe(before + 1);

    await page.getByTestId('known-at').fill(String(fake.register.position - 1));
    await page.keyboard.press('Enter');
    await expect.poll(total).toBe(before);
    await look('figures-known-fold');
    await page.getByTestId('as-of-now').click();
    await expect.poll(total).toBe(before + 1);
  });

  it('follows days, and refuses one that there is not', async () => {
    await enter('#/so-lieu');
    await page.getByTestId('months').waitFor();
    const before = await total();
    await page.getByTestId('as-of').fill('31/02/2026');
    await page.keyboard.press('Enter');
    await page.locator('#day-wrong').waitFor();
    await page.getByTestId('as-of').fill(`1/1/${today.slice(0, 4)}`);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain(`at=${today.slice(0, 4)}-01-01`);
    await expect.poll(total).not.toBe(before);
    await page.getByTestId('ages-single').click();
    await page.getByTestId('pyramid-details').locator('summary').click();
    await look('figures-single');
  });

  it('saves pictures and files', async () => {
    await enter('#/so-lieu');
    await page.getByTestId('children-table').waitFor();
    let download = page.waitForEvent('download');
    await page.getByTestId('pyramid-svg').click();
    const svg = await textOf(download);
    expect(svg).toContain('Tháp dân số – xã An Bình');
    expect(svg).toContain('Nguồn:');
    download = page.waitForEvent('download');
    await page.getByTestId('months-png').click();
    const png = readFileSync(await (await download).path());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    if (shots) await (await download).saveAs(join(shots, 'export.png'));
    download = page.waitForEvent('download');
    await page.getByTestId('children-csv').click();
    const csv = await textOf(download);
    expect(csv.startsWith('\uFEFF')).toBe(true);
    expect(csv).toContain('Ấp Nhất');
    if (shots) await page.pdf({ path: join(shots, 'figures.pdf'), format: 'A4' });
  });

  it('opens the list behind a bar and a number, then the household', async () => {
    await enter('#/so-lieu');
    await page.getByTestId('pyramid').waitFor();
    await page.locator('[data-testid=pyramid] rect[data-series=f]').nth(2).click();
    await page.getByTestId('people-table').waitFor();
    await look('people-fold');
    const rows = await page.getByTestId('person-row').count();
    expect(await page.getByTestId('people-total').innerText()).toBe(`${rows} người`);
    await page.getByTestId('people-back').click();
    await page.getByTestId('pyramid-details').locator('summary').click();
    const number = page.getByTestId('pyramid-table').locator('tbody tr').nth(2).locator('td button').nth(1);
    expect(Number(await number.innerText())).toBe(rows);
    await number.click();
    await page.getByTestId('person-row').first().locator('a').click();
    await page.getByTestId('members').waitFor();
    await look('household-fold');
  });

  it('tells a provincial officer calmly that lists of persons stay in the commune', async () => {
    await enter('#/so-lieu', 'tinh');
    await page.getByTestId('children-table').waitFor();
    await look('figures-province');
    await page.getByTestId('total').locator('button').click();
    expect(await page.getByTestId('people-not-allowed').innerText()).toContain('riêng tư');
    await look('people-not-allowed-fold');
    await page.goBack();
    await page.getByTestId('children-table').getByRole('button', { name: 'An Bình', exact: true }).click();
    await page.getByTestId('unit-90').waitFor();
  });
});

describe('the other pages', () => {
  it('finds without accents and issues a code', async () => {
    await enter('#/tim');
    await page.getByTestId('search-text').fill('thi my duyen');
    await page.keyboard.press('Enter');
    await page.getByTestId('people-table').waitFor();
    expect(await page.getByTestId('person-row').first().innerText()).toContain('Thị Mỹ Duyên');
    await look('search-fold');
    await page.evaluate(() => (location.hash = '#/thiet-bi'));
    await page.getByTestId('device-user').fill('ctv01');
    await page.getByTestId('device-issue').click();
    expect(await page.getByTestId('device-code').innerText()).toBe('4071 8253');
    await look('devices-fold');
  });

  it('works at the size of a phone', async () => {
    const small = await open(phone);
    await enter('', 'canbo', small);
    await small.getByTestId('queue-table').waitFor();
    await look('phone-queue-fold', small);
    await small.locator('[data-testid=queue-row] button').first().click();
    await small.getByTestId('compare').waitFor();
    await look('phone-detail', small);
    await small.getByTestId('close-detail').click();
    await small.getByTestId('nav-figures').click();
    await small.getByTestId('children-table').waitFor();
    await look('phone-figures', small);
    await small.getByTestId('nav-search').click();
    await small.getByTestId('search-text').fill('hoa');
    await small.keyboard.press('Enter');
    await small.getByTestId('people-table').waitFor();
    await look('phone-search-fold', small);
    await small.evaluate(() => (location.hash = '#/thiet-bi'));
    await look('phone-devices-fold', small);
    await small.context().close();
  });
});
