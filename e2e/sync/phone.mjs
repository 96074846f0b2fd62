// A collaborator's phone without its screen: the app's own storage, sync and overlay.
import 'fake-indexeddb/auto';
import { figures, overlay } from '$lib/overlay';
import { ONLY, openDatabase, openVault } from '$lib/store';
import { adoptSession, downloadArea, httpTransport, nothingSynced, standing, submit, syncOnce } from '$lib/sync';
import { systemRandom, uuidV7 } from '$lib/wire';
import { Network } from './network.mjs';

const PIN = '274913';
let phones = 0;

export class Phone {
  network = new Network();
  /** Milliseconds by which this phone's clock is wrong. */
  wrong = 0;
  clock = () => Date.now() + this.wrong;
  newId = uuidV7(this.clock, systemRandom);

  constructor(server) {
    this.transport = httpTransport(server.url, this.network.call);
    phones += 1;
    this.file = `phone-${phones}`;
  }

  /** Logs in, chooses a PIN and downloads the area. */
  static async setUp(server, account) {
    const phone = new Phone(server);
    await phone.logIn(account);
    const download = await phone.download();
    if (!download.ok) throw new Error(`no download: ${JSON.stringify(download.failure)}`);
    return phone;
  }

  async logIn({ login, password }) {
    const answer = await this.transport.logIn(login, password, { name: this.file });
    if (!answer.ok) throw new Error(`no log-in: ${JSON.stringify(answer.failure)}`);
    const { token, user, device } = answer.value;
    await this.#open();
    this.user = user;
    this.records = await this.vault.create({ ...user, device: device.id }, PIN);
    await adoptSession(this.records, { token, user, device: device.id }, device.counter);
    Object.assign(this, { token, device: device.id });
  }

  async #open() {
    this.database = await openDatabase(this.file);
    this.vault = openVault({ database: this.database, clock: this.clock, randomBytes: systemRandom, iterations: 10 });
  }

  /** The browser is closed and opened again: whatever was only in memory is gone. */
  async restart() {
    this.database.close();
    await this.#open();
    const opened = await this.vault.unlock(this.user.id, PIN);
    if (opened.outcome !== 'open') throw new Error(`the PIN does not open the phone: ${opened.outcome}`);
    this.records = opened.records;
  }

  download() {
    return downloadArea({ records: this.records, transport: this.transport, clock: this.clock }, this.token);
  }

  sync() {
    return syncOnce({ records: this.records, transport: this.transport, clock: this.clock });
  }

  record(act, household) {
    return submit({ records: this.records, clock: this.clock, newId: this.newId }, { act, household, subject: '' });
  }

  entries() {
    return this.records.all('outbox');
  }

  documents() {
    return this.records.all('household');
  }

  async entry(id) {
    return this.records.get('outbox', id);
  }

  /** What the screen shows: the server's documents with own acts laid over. */
  async shown() {
    const { position } = (await this.records.get('sync', ONLY)) ?? nothingSynced;
    const views = overlay(await this.documents(), await this.entries(), position);
    return [...views.values()].map(({ document }) => document);
  }

  async household(id) {
    return (await this.shown()).find((document) => document.id === id);
  }

  async standing() {
    return standing(await this.entries(), (await this.records.get('sync', ONLY)) ?? nothingSynced, await this.records.counter());
  }

  /** The numbers of the page "own figures". */
  async figures() {
    return figures(await this.shown(), await this.entries(), (residence) => ['1', '2', '3', '4', '7'].includes(residence));
  }
}
