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
import forecast from './journeys/forecast.mjs';
import handed from './journeys/handed.mjs';
import killed from './journeys/killed.mjs';
import network from './journeys/network.mjs';
import reconcile from './journeys/reconcile.mjs';
import reorganise from './journeys/reorganise.mjs';
import report from './journeys/report.mjs';
import returned from './journeys/returned.mjs';
import same from './journeys/same.mjs';
import tabs from './journeys/tabs.mjs';

const journeys = { birth, returned, tabs, killed, figures, report, reorganise, network, same, behalf, forecast, reconcile, handed, acts };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(journeys);
const out = fileURLToPath(new URL('out', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'danso-e2e-'));
const [store, ...others] = stores(folder);
/** Whoever names both journey and store gets it there. */
const asked = process.argv.length > 2 && process.env.E2E_STORE !== undefined;
const goes = (name, where) => asked || (journeys[name].stores?.includes(where) ?? true);
const lanes = lanesOf([store, ...others].map(({ name }) => name));
if (lanes.length !== 1 || lanes[0].where !== store.name) process.exit(await besides(lanes));

/** What may go on side by side: a lane a store, and one for what waits for its slow browser most of the time. */
function lanesOf(stores) {
  return stores.flatMap((where) => {
    const here = wanted.filter((name) => goes(name, where));
    return [here.filter((name) => !journeys[name].slow), here.filter((name) => journeys[name].slow)]
      .filter((names) => names.length > 0)
      .map((names) => ({ where, names }));
  });
}

/** A process a lane, side by side; each line says of which store it is, and the last one is the sum. The code to end with. */
async function besides(all) {
  let [passed, failed] = [0, 0];
  const codes = all.map(async ({ where, names }) => {
    const child = spawn(process.execPath, [process.argv[1], ...names], { env: { ...process.env, E2E_STORE: where }, stdio: ['ignore', 'pipe', 'pipe'] });
    const told = [child.stdout, child.stderr].map(async (lines) => {
      for await (const line of createInterface({ input: lines })) {
        const sum = /^(\d+) passed, (\d+) failed$/.exec(line);
        if (sum) [passed, failed] = [passed + Number(sum[1]), failed + Number(sum[2])];
        else console.log(`${where}: ${line}`);
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
for (const name of wanted.filter((one) => goes(one, store.name))) {
  rmSync(join(out, store.name, name), { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
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
