// What every journey begins with: a register of its own, a server, a phone and a desk.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './api.mjs';
import { Browser } from './browser.mjs';
import { Desk } from './desk.mjs';
import { Phone } from './phone.mjs';
import { freePort, Server } from './server.mjs';
import { PROVINCE, verify } from './stores.mjs';

/** The calendar day in Viet Nam. */
export const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

export class Scene {
  /** `plan` names the register that the journey begins with. */
  static async open(store, name, folder, plan = 'commune') {
    const scene = new Scene();
    mkdirSync(folder, { recursive: true });
    scene.register = store.copy(name, plan);
    scene.server = new Server(scene.register, await freePort(), join(folder, 'server.log'));
    await scene.server.start();
    const { logins } = scene.register;
    const login = (role, commune) => logins.find((one) => one.role === role && (commune === undefined || one.commune === commune));
    scene.officer = login('commune');
    scene.place = scene.officer.place;
    scene.province = login('province');
    scene.collaborator = login('collaborator', scene.place);
    scene.nation = await new Api(scene.server.url).logIn(login('nation'));
    scene.commune = await new Api(scene.server.url).logIn(scene.officer);
    const browser = (size) => new Browser(size, join(folder, 'profiles', size), join(folder, 'pictures'));
    scene.browsers = [browser('phone'), browser('laptop')];
    scene.phone = new Phone(scene.browsers[0], scene.server.url);
    scene.desk = new Desk(scene.browsers[1], scene.server.url);
    return scene;
  }

  /** Women of the collaborator's area who may well have a child today, one a household. */
  async mothers() {
    const own = await new Api(this.server.url).logIn(this.collaborator);
    const { children: hamlets } = await this.commune.get(`/api/units/${this.place}`);
    const found = [];
    for (const hamlet of hamlets) {
      const ask = `/api/people?unit=${hamlet.code}&at=${today()}&sex=f&age_from=22&age_to=36`;
      const { items } = await own.get(ask).catch((error) => {
        if (/ 403 /.test(error.message)) return { items: [] };
        throw error;
      });
      for (const { id, household } of items) {
        const { household: sheet } = await own.get(`/api/households/${household}`);
        const mother = sheet.members.find((member) => member.id === id);
        const born = sheet.members.filter((member) => member.mother === id).map((member) => Number(member.birth.slice(0, 4)));
        const fits = mother && ['1', '2'].includes(mother.relationship) && mother.residence === '1' && Math.max(0, ...born) < 2024;
        if (fits) found.push({ household, mother: id, hamlet: hamlet.code, number: sheet.number });
        if (found.length === 6) return found;
      }
    }
    return found;
  }

  /** The units of one hamlet, from itself to the nation. */
  levels(hamlet) {
    return [hamlet, this.place, PROVINCE, 'VN'];
  }

  async figures(hamlet, known) {
    return this.nation.counts(this.levels(hamlet), today(), known);
  }

  async position() {
    return (await this.commune.get(`/api/status?unit=${this.place}`)).position;
  }

  /** Events of a person's household that wait in the queue. */
  async queued(household) {
    const items = [];
    let after = '';
    do {
      const page = await this.commune.get(`/api/review?unit=${this.place}&status=submitted&limit=100${after}`);
      items.push(...page.items);
      after = page.next ? `&after=${page.next}` : '';
    } while (after);
    return items.filter((item) => item.household === household);
  }

  /** Ends everything; the register must then hold together. */
  async close() {
    for (const browser of this.browsers) await browser.close();
    await this.server.stop();
  }

  verify() {
    return verify(this.register);
  }

  get faults() {
    return this.browsers.flatMap(({ faults }) => faults);
  }
}
