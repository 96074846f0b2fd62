// What a collaborator does with the app `/ctv/`.
import { becomes } from './check.mjs';

export const PIN = '274913';

export class Phone {
  constructor(browser, url) {
    this.browser = browser;
    this.start = `${url}/ctv/`;
  }

  at(id) {
    return this.page.getByTestId(id);
  }

  look(name) {
    return this.browser.look(this.page, name);
  }

  async open() {
    this.page = await this.browser.open(this.start);
  }

  /** A second tab of the same browser, as a phone of its own to work with. */
  async secondTab() {
    const second = new Phone(this.browser, '');
    second.start = this.start;
    second.page = await this.browser.tab(this.start);
    return second;
  }

  /** The first use: log in, choose a PIN, download the area; the app then works without network. */
  async setUp({ login, password }) {
    await this.open();
    await this.at('login').fill(login);
    await this.at('password').fill(password);
    await this.look('log-in');
    await this.#begin();
    await this.look('home');
  }

  /** The first use with the one-time code that the commune gave. */
  async enrol(code) {
    await this.at('login-way-code').check();
    await this.at('enrol-code').fill(code);
    await this.#begin();
  }

  /** From what was typed to log in with to the home page. */
  async #begin() {
    await this.at('login-submit').click();
    await this.at('pin-new').fill(PIN);
    await this.at('pin-repeat').fill(PIN);
    await this.look('set-pin');
    await this.at('pin-save').click();
    await this.at('tile-ho').waitFor();
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await this.goTo('gui');
    await this.at('send-now').waitFor();
    this.#brought = new Set((await this.#sheets()).map(([id]) => id));
    await this.goTo('');
    await this.at('tile-ho').waitFor();
  }

  async unlock() {
    await this.at('pin').fill(PIN);
    await this.at('pin-submit').click();
    await this.at('sync-strip').waitFor();
  }

  async goTo(path) {
    await this.page.goto(`${this.start}#/${path}`);
  }

  async goOn() {
    await this.at('continue').click();
  }

  unsent() {
    return this.at('sync-strip').getAttribute('data-unsent');
  }

  /** Answers every question that the rules ask, says of everyone who resembles someone in the book that it is another, and submits. */
  async submit() {
    await this.at('review').waitFor();
    await this.page.waitForTimeout(700);
    for (const reason of await this.page.locator('[data-testid^="reason-"]').all()) await reason.fill('đã hỏi lại gia đình');
    for (const other of await this.page.locator('[data-testid^="same-"][data-testid$="-other"]').all()) await other.check();
    await this.at('submit').click();
    await this.at('members').waitFor();
  }

  /** A birth today in a household, page by page. */
  async recordBirth({ household, mother, name, sex = 'f', pictures = false }) {
    const look = async (page) => pictures && this.look(`birth-${page}`);
    await this.goTo(`ho/${household}`);
    await this.at('members').waitFor();
    await look('household');
    await this.at('add-birth').click();
    await this.at(`field-mother-${mother}`).check();
    await look('parents');
    await this.goOn();
    await this.at('field-name').fill(name);
    await this.at(`field-sex-${sex}`).check();
    await look('child');
    await this.goOn();
    await this.page.getByText('Hôm nay', { exact: true }).click();
    await look('date');
    await this.goOn();
    await this.at('field-place-station').check();
    await this.goOn();
    await this.at('field-weight').fill('3100');
    await this.goOn();
    await look('belongs');
    await this.goOn();
    await this.at('review').waitFor();
    await look('review');
    await this.submit();
    await this.page.getByText(name).first().waitFor();
  }

  /** Sends until nothing is left; the app itself tries again, the button only makes it sooner. */
  async sendAll(seconds = 30) {
    await this.goTo('gui');
    const empty = async () => {
      if ((await this.unsent()) !== '0' && (await this.at('send-now').isEnabled())) await this.at('send-now').click();
      return this.unsent();
    };
    await becomes('nothing is left to send', empty, '0', seconds);
  }

  /** Sheets that the first download brought, such as those of another phone of the same person that wait. */
  #brought = new Set();

  #sheets() {
    return this.page.locator('[data-testid=sheets] [data-testid^="sheet-"]').evaluateAll((rows) =>
      rows.map((row) => [row.dataset.testid, row.querySelector('[data-testid^="state-"]').dataset.testid.slice('state-'.length)]),
    );
  }

  /** The state of each sheet that was written on this phone, newest first. */
  async states() {
    return (await this.#sheets()).filter(([id]) => !this.#brought.has(id)).map(([, state]) => state);
  }

  /** Asks the server and waits until the sheets are in these states. */
  async hears(what, states) {
    await this.goTo('gui');
    await this.at('sheets').waitFor();
    const ask = async () => {
      if (await this.at('send-now').isEnabled()) await this.at('send-now').click();
      return this.states();
    };
    await becomes(what, ask, states);
  }
}
