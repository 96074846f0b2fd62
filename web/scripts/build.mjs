// Builds every app into dist/<app>/ and writes .br and .gz beside each text file.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, loadConfigFromFile } from 'vite';

const web = fileURLToPath(new URL('..', import.meta.url));
const only = process.argv.slice(2);
const apps = ['ctv', 'can-bo'].filter((app) => only.length === 0 || only.includes(app));

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

for (const app of apps) {
  process.env.DANSO_APP = app;
  const loaded = await loadConfigFromFile(
    { command: 'build', mode: 'production' },
    join(web, 'vite.config.ts'),
    web,
  );
  if (!existsSync(join(loaded.config.root, 'index.html'))) {
    console.log(`dist/${app} skipped: no index.html`);
    continue;
  }
  await build({ ...loaded.config, configFile: false, logLevel: 'warn' });
  const out = join(web, 'dist', app);
  for (const path of filesUnder(out)) {
    if (!/\.(html|js|css|svg|json|webmanifest)$/.test(path) || statSync(path).size < 512) continue;
    const content = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
  console.log(`dist/${app}`);
}
