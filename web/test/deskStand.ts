/**
 * The desk in Chromium before the stand-in server. A file that imports this has a fresh `page` and `fake` in each test, and fails the tests
 * in which a page had an uncaught error or a breach of the content policy.
 */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { fakePassword, startDeskFake, type DeskFake } from './deskFake.ts';
import { holdDecisions } from './undoWindow.ts';

const AxeBuilder = createRequire(import.meta.url)('@axe-core/playwright').AxeBuilder as typeof import('@axe-core/playwright').AxeBuilder;
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** Set to keep pictures of every page. */
export const shots = process.env.DESK_SHOTS;

const laptop = { width: 1366, height: 768 };
/** The calendar day in Viet Nam. */
export const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

export let fake: DeskFake;
export let page: Page;
let browser: Browser;
/** Uncaught errors and breaches of the content policy, on any page. */
let complaints: string[] = [];

/** Another page, in a browser of its own. */
export async function open(viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', acceptDownloads: true });
  await holdDecisions(context);
  const opened = await context.newPage();
  opened.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
  });
  opened.on('pageerror', (error) => complaints.push(String(error)));
  return opened;
}

beforeAll(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
});
afterAll(async () => {
  await browser?.close();
  await fake?.close();
});
afterEach(() => expect(complaints).toEqual([]));
beforeEach(async () => {
  complaints = [];
  await fake?.close();
  fake = await startDeskFake(today);
  await page?.context().close();
  page = await open(laptop);
});

export async function enter(hash = '', login = 'canbo', at = page): Promise<void> {
  await at.goto(`${fake.url}/can-bo/${hash}`);
  await at.getByTestId('login-name').fill(login);
  await at.getByTestId('login-password').fill(fakePassword);
  await at.keyboard.press('Enter');
  await at.getByTestId('who').waitFor();
}

/** A picture where they are kept, axe, and no sideways scrolling. */
export async function look(name: string, at = page): Promise<void> {
  await at.evaluate(() => document.fonts.ready);
  if (shots) await at.screenshot({ path: join(shots, `${name}.png`), fullPage: !name.includes('fold') });
  const { violations } = await new AxeBuilder({ page: at as never }).analyze();
  expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  const overflow = await at.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
}
