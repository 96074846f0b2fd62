// A phone in a browser before the fake server, for journeys: opens, restarts, looks at pages with axe and takes pictures of them.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { FakeServer } from './fakeServer.ts';
import { FakeState } from './fakeState.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const json = (folder: string) =>
  readdirSync(here(folder)).map((file) => JSON.parse(readFileSync(here(`${folder}/${file}`), 'utf8')) as unknown);

/** The PIN that journeys set. */
export const PIN = '274913';

export class Stand {
  readonly state = new FakeState();
  readonly server: FakeServer;
  readonly faults: string[] = [];
  port = 0;
  start = '';
  page!: Page;
  private context!: BrowserContext;
  private shots = 0;
  private profile = mkdtempSync(join(tmpdir(), 'danso-profile-'));

  constructor(
    readonly pictures: string,
    readonly width: number,
  ) {
    mkdirSync(pictures, { recursive: true });
    this.state.catalog = {
      version: 'test-1',
      lists: json('../../catalog/lists') as FakeState['catalog']['lists'],
      rules: json('../../catalog/rules').flat() as FakeState['catalog']['rules'],
    };
    this.server = new FakeServer(this.state, here('../dist'));
  }

  /** Starts the browser on the app, with what it kept. */
  async open(): Promise<void> {
    if (this.port === 0) {
      this.port = await this.server.start();
      this.start = `http://127.0.0.1:${this.port}/ctv/`;
    }
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      viewport: { width: this.width, height: 740 },
      deviceScaleFactor: 1,
      locale: 'vi-VN',
    });
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.page.setDefaultTimeout(10_000);
    this.page.on('pageerror', (error) => this.faults.push(`page error: ${error.message}`));
    this.page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) this.faults.push(`console: ${message.text()}`);
    });
    await this.page.goto(this.start);
  }

  newPage(): Promise<Page> {
    return this.context.newPage();
  }

  /** Ends the browser and forgets what it kept: the next one is another phone. */
  async closeAndForget(): Promise<void> {
    await this.context.close();
    this.profile = mkdtempSync(join(tmpdir(), 'danso-profile-'));
  }

  close(): Promise<void> {
    return this.context.close();
  }

  at(id: string): Locator {
    return this.page.getByTestId(id);
  }

  /** A picture of the whole page, axe, and no sideways scrolling. */
  async look(name: string): Promise<void> {
    const { page } = this;
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(this.pictures, `${String(++this.shots).padStart(2, '0')}-${name}.png`), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast-enhanced']).analyze();
    const standard = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of [...violations, ...standard.violations]) {
      this.faults.push(`${name}: axe ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
    }
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    if (tooWide) this.faults.push(`${name}: scrolls sideways at ${this.width} px`);
  }

  expect(what: string, actual: unknown, wanted: unknown): void {
    if (JSON.stringify(actual) !== JSON.stringify(wanted)) {
      throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`);
    }
    console.log(`ok  ${what}`);
  }

  async unlock(): Promise<void> {
    await this.at('pin').fill(PIN);
    await this.at('pin-submit').click();
    await this.at('sync-strip').waitFor();
  }

  /** Logs in for the first time, sets the PIN and waits for the download. */
  async enter(): Promise<void> {
    await this.at('login').fill('hoa');
    await this.at('password').fill('matkhau-hoa');
    await this.at('login-submit').click();
    await this.at('pin-new').fill(PIN);
    await this.at('pin-repeat').fill(PIN);
    await this.at('pin-save').click();
    await this.at('tile-ho').waitFor();
  }

  /** Runs a journey, tells its faults and ends the process. */
  async run(journey: () => Promise<void>): Promise<never> {
    try {
      await this.open();
      await journey();
    } catch (error) {
      this.faults.push(String(error));
      await this.page?.screenshot({ path: join(this.pictures, '99-failed.png'), fullPage: true }).catch(() => undefined);
    } finally {
      await this.context?.close();
      await this.server.stop();
    }
    for (const fault of this.faults) console.error(`FAULT ${fault}`);
    console.log(`${this.shots} pictures in ${this.pictures}`);
    process.exit(this.faults.length > 0 ? 1 : 0);
  }
}
