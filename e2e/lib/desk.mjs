// What officers do at the desk `/can-bo/`.
import { readFileSync } from 'node:fs';

export class Desk {
  constructor(browser, url) {
    this.browser = browser;
    this.start = `${url}/can-bo/`;
  }

  at(id) {
    return this.page.getByTestId(id);
  }

  look(name) {
    return this.browser.look(this.page, name);
  }

  async logIn(account) {
    this.page = await this.browser.open(this.start);
    await this.look('log-in');
    await this.#enter(account);
  }

  /** Someone else sits down at the same machine. */
  async handOver(account) {
    await this.at('logout').click();
    await this.at('login-form').waitFor();
    await this.#enter(account);
  }

  async #enter({ login, password }) {
    await this.at('login-name').fill(login);
    await this.at('login-password').fill(password);
    await this.at('login-submit').click();
    await this.at('who').waitFor();
  }

  goTo(path) {
    return this.page.goto(`${this.start}#/${path}`);
  }

  /** A file that the desk gives, with its name. */
  async save(id) {
    const waiting = this.page.waitForEvent('download');
    await this.at(id).click();
    const download = await waiting;
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  row(event) {
    return this.page.locator(`[data-testid=queue-row][data-id="${event}"]`);
  }

  /** Opens an event of the queue, which may lie on a later page. */
  async choose(event) {
    await this.at('nav-queue').click();
    await this.at('queue-table').waitFor();
    await this.at('reload').click();
    await this.row(event).waitFor();
    await this.row(event).locator('button').first().click();
    await this.page.locator(`[data-testid=detail][data-id="${event}"]`).waitFor();
    await this.at('facts').waitFor();
  }

  async #sent() {
    await this.at('undo-bar').waitFor();
    await this.at('undo-bar').waitFor({ state: 'detached' });
  }

  async accept(event) {
    await this.choose(event);
    await this.look('queue');
    await this.at('accept').click();
    await this.#sent();
  }

  async giveBack(event, reason) {
    await this.choose(event);
    await this.at('return').click();
    await this.at('return-text').fill(reason);
    await this.look('return');
    await this.at('return-send').click();
    await this.#sent();
  }

  async total() {
    return Number((await this.at('total').innerText()).replaceAll(/\D/g, ''));
  }
}
