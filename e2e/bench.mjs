// `cargo xtask bench web`: what the apps cost on a slow phone and at the desk, with PouchDB beside it. Nothing here is a test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from './lib/api.mjs';
import { Browser } from './lib/browser.mjs';
import { Desk } from './lib/desk.mjs';
import { Phone } from './lib/phone.mjs';
import { Scene } from './lib/scene.mjs';
import { stores } from './lib/stores.mjs';
import { deskTimes } from './bench/desk.mjs';
import { lighthouse } from './bench/lighthouse.mjs';
import { birth, firstLoad, offlineStart, search, sendOnSlow3g, syncs, unchanged } from './bench/phone.mjs';
import { pouch } from './bench/pouch.mjs';
import { Proxy } from './bench/proxy.mjs';

const tell = (line) => console.log(`  ${line}`);
const folder = mkdtempSync(join(tmpdir(), 'danso-bench-web-'));
const store = stores(folder).find((one) => one.name === 'sqlite');
const browser = (size, name) => new Browser(size, join(folder, name), join(folder, 'pictures'));

console.log('== web: the phone, an area of a commune of 10 000');
let scene = await Scene.open(store, 'area', join(folder, 'area'), 'area');
let proxy = await Proxy.before(scene.server.port);
await firstLoad(browser('phone', 'first'), proxy, tell);
const phone = new Phone(browser('phone', 'phone'), proxy.url);
await syncs(phone, proxy, scene.collaborator, tell);
const [mother] = await scene.mothers();
await offlineStart(phone, 5, tell);
await search(phone, 'nguyễn thị', tell);
await birth(phone, mother, tell);
await unchanged(phone, tell);
await sendOnSlow3g(phone, proxy, tell);
await phone.browser.close();
await lighthouse(browser('phone', 'lighthouse'), scene.server.url, scene.collaborator, join(folder, 'lighthouse-program'), tell);
const own = await new Api(scene.server.url).logIn(scene.collaborator);
const { households } = await own.get('/api/sync/pull?after=0');
proxy.close();
await scene.close();
await pouch(households, tell);

console.log('== web: the desk, a commune of 100 000');
scene = await Scene.open(store, 'large', join(folder, 'large'), 'large');
const desk = new Desk(browser('laptop', 'desk'), scene.server.url);
await deskTimes(desk, scene.officer, 20, tell);
await desk.browser.close();
await scene.close();
rmSync(folder, { recursive: true, force: true });
