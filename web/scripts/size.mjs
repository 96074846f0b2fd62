// Prints what each app weighs (brotli, fonts as they are) and fails above the budget: the whole that the service worker keeps, the script
// that asks for the PIN, that with what stands behind the PIN, and the script of parts that are read later (rarer acts, rules, helpers).
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const KB = 1000;
const BUDGETS = { ctv: { all: 200 * KB, start: 35 * KB, script: 80 * KB, later: 50 * KB } };

/** The files that the service worker fetches at the first visit: the whole app. */
function filesOf(app) {
  const worker = readFileSync(join(dist, app, 'sw.js'), 'utf8');
  return [...JSON.parse(/const FILES = (\[.*?\]);/s.exec(worker)[1]), 'sw.js'];
}

const content = (app, file) => readFileSync(join(dist, app, file));

function weigh(app, file) {
  return /\.(woff2|mp3)$/.test(file) ? content(app, file).length : brotliCompressSync(content(app, file)).length;
}

/** The scripts of the page and all that they import at once. */
function firstScripts(app) {
  const page = content(app, 'index.html').toString();
  const open = [...page.matchAll(/<script[^>]*\bsrc="\/[^/"]+\/([^"]+\.js)"/g)].map(([, file]) => file);
  if (open.length === 0) throw new Error(`index.html of ${app} loads no script`);
  const found = new Set();
  while (open.length > 0) {
    const file = open.pop();
    if (found.has(file)) continue;
    found.add(file);
    const imports = content(app, file).toString().matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g);
    for (const [, path] of imports) open.push(join(dirname(file), path));
  }
  return found;
}

let failed = false;
for (const [app, budget] of Object.entries(BUDGETS)) {
  if (!existsSync(join(dist, app, 'sw.js'))) throw new Error(`build ${app} first`);
  const start = firstScripts(app);
  const behind = /\/inside-[^/]*\.js$/;
  const rows = filesOf(app).map((file) => ({ file, bytes: weigh(app, file), start: start.has(file), first: start.has(file) || behind.test(file) }));
  for (const { file, bytes, first, start: now } of rows) console.log(`${String(bytes).padStart(8)}  ${app}/${file}${now ? '  (start)' : first ? '  (first)' : ''}`);
  const sum = (wanted) => rows.filter(wanted).reduce((total, { bytes }) => total + bytes, 0);
  const sizes = {
    all: sum(() => true),
    start: sum((row) => row.start),
    script: sum((row) => row.first),
    later: sum((row) => row.file.endsWith('.js') && !row.first && row.file !== 'sw.js'),
  };
  const kb = (bytes) => (bytes / KB).toFixed(1);
  console.log(
    `${app}: ${kb(sizes.all)} kB of ${budget.all / KB}, start ${kb(sizes.start)} kB of ${budget.start / KB}, first script ${kb(sizes.script)} kB of ${budget.script / KB}, later ${kb(sizes.later)} kB of ${budget.later / KB}`,
  );
  if (Object.keys(budget).some((part) => sizes[part] > budget[part])) failed = true;
}
if (failed) {
  console.error('over budget');
  process.exit(1);
}
