// A register of one commune, its server, its officer, and the collaborators that may log in.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../lib/api.mjs';
import { freePort, Server } from '../lib/server.mjs';
import { COMMUNE, stores, verify } from '../lib/stores.mjs';

/** The tests of `work` for each store that is wanted; files and processes are gone afterwards. */
export function eachStore(work) {
  const folder = mkdtempSync(join(tmpdir(), 'danso-sync-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const store of stores(folder)) describe(store.name, () => work((name) => Commune.open(store, folder, name)));
}

export class Commune {
  static async open(store, folder, name) {
    const commune = new Commune();
    commune.register = store.copy(name, 'commune');
    commune.server = new Server(commune.register, await freePort(), join(folder, `${store.name}-${name}.log`));
    await commune.server.start();
    const { logins } = commune.register;
    commune.officer = await new Api(commune.server.url).logIn(logins.find(({ role }) => role === 'commune'));
    commune.collaborators = logins.filter(({ role, commune: place }) => role === 'collaborator' && place === COMMUNE);
    return commune;
  }

  async close() {
    await this.server.stop();
    return verify(this.register);
  }

  /** Everything in the queue. */
  async queue() {
    const items = [];
    let after = '';
    do {
      const page = await this.officer.get(`/api/review?unit=${COMMUNE}&status=submitted&limit=100${after}`);
      items.push(...page.items);
      after = page.next ? `&after=${page.next}` : '';
    } while (after);
    return items;
  }

  item(event) {
    return this.officer.get(`/api/review/${event}`);
  }

  accept(event) {
    return this.officer.post(`/api/review/${event}/accept`, {});
  }

  giveBack(event, reason = 'Xem lại giúp') {
    return this.officer.post(`/api/review/${event}/return`, { reason });
  }

  async acceptAll() {
    for (const { id } of await this.queue()) await this.accept(id);
  }

  household(id) {
    return this.officer.get(`/api/households/${id}`).then(({ household }) => household);
  }
}
