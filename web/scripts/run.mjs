// Runs a TypeScript script with the aliases of the app: `node scripts/run.mjs test/journey.ts [arguments]`.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const [script] = process.argv.splice(2, 1);
const lib = fileURLToPath(new URL('../lib', import.meta.url));
await runnerImport(resolve(script), { configFile: false, resolve: { alias: { $lib: lib } } });
