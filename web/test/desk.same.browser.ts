/** Persons who may be one, in Chromium against the stand-in server: by keyboard from the list to merged, apart and undone; and beside a waiting event. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakePassword, startDeskFake, type DeskFake } from './deskFake.ts';
import { endUndoWindow, holdDecisions } from './undoWindow.ts';

const AxeBuilder = createRequire(import.meta.url)('@axe-core/playwright').AxeBuilder as typeof import('@axe-core/playwright').AxeBuilder;
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
const shots = process.env.DESK_SHOTS;

let browser: Browser;
let fake: DeskFake;
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
});
afterAll(async () => {
  await browser?.close();
  await fake?.close();
});
beforeEach(async () => {
  complaints = [];
  await fake?.close();
  fake = await startDeskFake(today);
  await page?.context().close();
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  await holdDecisions(context);
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
});
afterEach(() => expect(complaints).toEqual([]));

async function enter(hash: string): Promise<void> {
  await page.goto(`${fake.url}/can-bo/${hash}`);
  await page.getByTestId('login-name').fill('canbo');
  await page.getByTestId('login-password').fill(fakePassword);
  await page.keyboard.press('Enter');
  await page.getByTestId('who').waitFor();
}

async function look(name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
  const { violations } = await new AxeBuilder({ page: page as never }).analyze();
  expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
}

const shown = () => page.getByTestId('same-pair').count();
const current = () => page.locator('[data-testid=same-pair][aria-current=true]').getAttribute('data-pair');
const press = (key: string) => page.keyboard.press(key);

describe('persons who may be one', () => {
  it('are merged after a preview, kept apart and taken back by keyboard', async () => {
    await enter('#/duyet');
    await page.getByTestId('tab-same').click();
    await page.getByTestId('pair-table').waitFor();
    expect(await shown()).toBe(8);
    const first = await current();
    await look('same-pairs');
    await press('j');
    await expect.poll(current).not.toBe(first);
    const second = (await current())!.split('_');
    await page.locator('[data-field=name]').waitFor();
    await press('2');
    await page.getByTestId('preview').waitFor();
    await look('same-preview');
    await press('Escape');
    await expect.poll(() => page.getByTestId('preview').count()).toBe(0);
    expect(fake.same.decided).toEqual([]);
    await press('2');
    await page.getByTestId('merge-reason').fill('Ghi trùng khi chuyển ấp');
    await press('Enter');
    await expect.poll(shown).toBe(7);
    expect(fake.same.decided).toEqual([{ do: 'merge', kept: second[1], duplicate: second[0], reason: 'Ghi trùng khi chuyển ấp' }]);
    await look('same-merged');

    await page.getByTestId('pair-table').waitFor();
    await press('n');
    await expect.poll(shown).toBe(6);
    await press('z');
    await expect.poll(shown).toBe(7);
    await press('z');
    await expect.poll(shown).toBe(8);
    expect(fake.same.decided.map((one) => one.do)).toEqual(['merge', 'apart', 'together', 'undo']);
    await press('?');
    await page.getByTestId('same-keys').waitFor();
    await look('same-keys');
  });

  it('say so where the server refuses', async () => {
    await enter('#/trung');
    await page.getByTestId('pair-table').waitFor();
    const [one, other] = (await current())!.split('_');
    fake.failing.set(`/api/duplicates/${one}/${other}/apart`, 500);
    await press('n');
    await page.getByRole('alert').first().waitFor();
    expect(await shown()).toBe(8);
  });

  it('stand beside a waiting event: returned or accepted and merged with one touch', async () => {
    await enter('#/duyet');
    await page.getByTestId('queue-row').first().waitFor();
    const births = await page.evaluate(async () => {
      const { items } = (await (await fetch('/api/review?unit=90001&limit=50')).json()) as { items: { id: string; kind: string }[] };
      return items.filter(({ kind }) => kind === 'birth').map(({ id }) => id);
    });
    const [first, second] = births;
    const open = (id: string | undefined) => page.evaluate((hash) => void (location.hash = hash), `#/duyet?open=${id}`);
    await open(first);
    await page.getByTestId('like').waitFor();
    await look('same-queue');
    await page.getByTestId('like-merge').click();
    await expect.poll(() => fake.same.decided.length).toBe(1);
    expect(fake.decisions).toEqual([{ decision: 'accept', id: first }]);
    await open(second);
    await page.locator(`[data-testid=detail][data-id="${second}"]`).waitFor();
    await page.getByTestId('like-return').click();
    await endUndoWindow(page);
    await expect.poll(() => fake.decisions.length).toBe(2);
    expect(fake.decisions[1]).toMatchObject({ decision: 'return', id: second });
    expect(fake.decisions[1]!.reason).toContain('đã có trong sổ');
  });
});
