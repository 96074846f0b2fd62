// Chromium as a phone and as a laptop; every page that is looked at goes through axe.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder, chromium } from './modules.mjs';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

const SIZES = {
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  laptop: { viewport: { width: 1366, height: 768 } },
};

/** One browser with a profile that outlives it. */
export class Browser {
  faults = [];
  /** Further flags of Chromium. */
  flags = [];
  #shots = 0;

  constructor(size, profile, pictures) {
    this.size = size;
    this.profile = profile;
    this.pictures = pictures;
    mkdirSync(pictures, { recursive: true });
  }

  async open(address) {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [...FLAGS, ...this.flags],
      deviceScaleFactor: 1,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      acceptDownloads: true,
      ...SIZES[this.size],
    });
    this.context.setDefaultTimeout(20_000);
    const page = this.context.pages()[0] ?? (await this.context.newPage());
    return this.#visit(page, address);
  }

  async tab(address) {
    return this.#visit(await this.context.newPage(), address);
  }

  async close() {
    await this.context?.close();
    this.context = undefined;
  }

  async #visit(page, address) {
    page.on('pageerror', (error) => this.faults.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) this.faults.push(`console: ${message.text()}`);
    });
    await page.goto(address);
    return page;
  }

  /** A picture, axe, and no sideways scrolling. */
  async look(page, name) {
    await page.evaluate(() => document.fonts.ready);
    this.#shots += 1;
    const number = String(this.#shots).padStart(2, '0');
    await page.screenshot({ path: join(this.pictures, `${this.size}-${number}-${name}.png`), fullPage: this.size === 'phone' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations) {
      this.faults.push(`${name}: axe ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) this.faults.push(`${name}: ${over} px wider than the screen`);
  }

  /** What is on every open page when something has failed. */
  async lastLook() {
    for (const [index, page] of (this.context?.pages() ?? []).entries()) {
      await page.screenshot({ path: join(this.pictures, `${this.size}-failed-${index}.png`), fullPage: true }).catch(() => undefined);
    }
  }
}
