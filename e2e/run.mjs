// Every journey on every store: `cargo xtask pg -- node e2e/run.mjs [journey …]`. See README.md.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Scene } from './lib/scene.mjs';
import { stores } from './lib/stores.mjs';
import acts from './journeys/acts.mjs';
import behalf from './journeys/behalf.mjs';
import birth from './journeys/birth.mjs';
import figures from './journeys/figures.mjs';
import killed from './journeys/killed.mjs';
import network from './journeys/network.mjs';
import reorganise from './journeys/reorganise.mjs';
import report from './journeys/report.mjs';
import returned from './journeys/returned.mjs';
import tabs from './journeys/tabs.mjs';

const journeys = { birth, returned, tabs, killed, figures, report, reorganise, network, behalf, acts };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(journeys);
const out = fileURLToPath(new URL('out', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'danso-e2e-'));
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

/** The faults of one journey; none if it went as it should. */
async function travel(store, name) {
  const scene = await Scene.open(store, name, join(out, store.name, name), journeys[name].plan);
  const faults = [];
  try {
    await journeys[name](scene);
  } catch (error) {
    faults.push(error.stack);
    for (const browser of scene.browsers) await browser.lastLook();
  } finally {
    await scene.close();
  }
  try {
    scene.verify();
    console.log('  ok  the register verifies');
  } catch (error) {
    faults.push(`danso verify: ${error.message}\n${error.stdout ?? ''}`);
  }
  return [...faults, ...scene.faults];
}

let passed = 0;
const failed = [];
for (const store of stores(folder)) {
  for (const name of wanted.filter((one) => journeys[one].stores?.includes(store.name) ?? true)) {
    console.log(`${name} on ${store.name}`);
    const began = performance.now();
    const faults = await travel(store, name).catch((error) => [error.stack]);
    for (const fault of faults) console.error(`  FAULT ${fault}`);
    if (faults.length > 0) failed.push(`${name} on ${store.name}`);
    else passed += 1;
    console.log(`  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}
rmSync(folder, { recursive: true, force: true });
for (const name of failed) console.error(`failed: ${name}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
