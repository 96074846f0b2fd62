// Prints what the first load of each app weighs (brotli, fonts as they are) and fails above the budget.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const KB = 1000;
const BUDGETS = { ctv: { all: 200 * KB, script: 80 * KB } };

/** The files that the service worker fetches at the first visit: the whole app. */
function filesOf(app) {
  const worker = readFileSync(join(dist, app, 'sw.js'), 'utf8');
  return [...JSON.parse(/const FILES = (\[.*?\]);/s.exec(worker)[1]), 'sw.js'];
}

function weigh(app, file) {
  const content = readFileSync(join(dist, app, file));
  return file.endsWith('.woff2') ? content.length : brotliCompressSync(content).length;
}

let failed = false;
for (const [app, budget] of Object.entries(BUDGETS)) {
  if (!existsSync(join(dist, app, 'sw.js'))) throw new Error(`build ${app} first`);
  const rows = filesOf(app).map((file) => ({ file, bytes: weigh(app, file) }));
  for (const { file, bytes } of rows) console.log(`${String(bytes).padStart(8)}  ${app}/${file}`);
  const sum = (wanted) => rows.filter(wanted).reduce((total, { bytes }) => total + bytes, 0);
  const all = sum(() => true);
  const script = sum(({ file }) => file.endsWith('.js'));
  console.log(`${app}: ${(all / KB).toFixed(1)} kB of ${budget.all / KB}, script ${(script / KB).toFixed(1)} kB of ${budget.script / KB}`);
  if (all > budget.all || script > budget.script) failed = true;
}
if (failed) {
  console.error('over budget');
  process.exit(1);
}
