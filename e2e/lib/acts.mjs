// The acts of `web/test/actCases.ts` for the real program: the same people, the same answers, the same teller.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
const vite = createRequire(join(web, 'package.json')).resolve('vite');

/** What a TypeScript file of the web app exports. */
async function load(file) {
  const { runnerImport } = await import(pathToFileURL(vite));
  const { module } = await runnerImport(join(web, file), { configFile: false, root: web, resolve: { alias: { $lib: join(web, 'lib') } } });
  return module;
}

export const loadActs = async () => ({
  ...(await load('test/actCases.ts')),
  ...(await load('test/tellAct.ts')),
  samples: await load('test/samples.ts'),
});
