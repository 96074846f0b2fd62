// Every journey on every store: `cargo xtask pg -- node e2e/run.mjs [journey …]`. See README.md.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
import same from './journeys/same.mjs';
import tabs from './journeys/tabs.mjs';

const journeys = { birth, returned, tabs, killed, figures, report, reorganise, network, same, behalf, acts };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(journeys);
const out = fileURLToPath(new URL('out', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'danso-e2e-'));
const [store, ...others] = stores(folder);
if (others.length > 0) process.exit(await besides([store, ...others].map(({ name }) => name)));
rmSync(join(out, store.name), { recursive: true, force: true });
mkdirSync(out, { recursive: true });

/** A process a store, side by side; each line says of which store it is, and the last one is the sum. The code to end with. */
async function besides(names) {
  let [passed, failed] = [0, 0];
  const codes = names.map(async (name) => {
    const child = spawn(process.execPath, process.argv.slice(1), { env: { ...process.env, E2E_STORE: name }, stdio: ['ignore', 'pipe', 'pipe'] });
    const told = [child.stdout, child.stderr].map(async (lines) => {
      for await (const line of createInterface({ input: lines })) {
        const sum = /^(\d+) passed, (\d+) failed$/.exec(line);
        if (sum) [passed, failed] = [passed + Number(sum[1]), failed + Number(sum[2])];
        else console.log(`${name}: ${line}`);
      }
    });
    const code = await new Promise((done) => child.once('exit', done));
    await Promise.all(told);
    return code;
  });
  const worst = (await Promise.all(codes)).find((code) => code !== 0) ?? 0;
  rmSync(folder, { recursive: true, force: true });
  console.log(`${passed} passed, ${failed} failed`);
  return worst ?? 1;
}

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
for (const name of wanted.filter((one) => journeys[one].stores?.includes(store.name) ?? true)) {
  console.log(`${name} on ${store.name}`);
  const began = performance.now();
  const faults = await travel(store, name).catch((error) => [error.stack]);
  for (const fault of faults) console.error(`  FAULT ${fault}`);
  if (faults.length > 0) failed.push(`${name} on ${store.name}`);
  else passed += 1;
  console.log(`  ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
rmSync(folder, { recursive: true, force: true });
for (const name of failed) console.error(`failed: ${name}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
