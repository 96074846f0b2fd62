import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';
import { compiledAhead, contentSecurityPolicy, precache } from './scripts/plugins.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One entry a folder: `apps/<folder>/index.html` becomes `dist/<app>/`, served at `/<app>/`. */
export const apps = {
  ctv: 'ctv',
  'can-bo': 'canbo',
} as const;

export type AppName = keyof typeof apps;

/**
 * What `/ctv/` needs at once lies in two files: what asks for the PIN, and what stands behind it. Each further file costs a phone some
 * hundredths of a second.
 */
const fewFiles = [
  { name: 'start', test: /node_modules\/(svelte|esm-env|clsx|idb)|vite\/|lib\/(store\/(crypto|database|records|tables|vault|index)|wire|i18n\/(index|translator|vi\.json)|ui\/(Banner|Button|Card|Choices|ErrorSummary|TextField|base)|forms\/text)|ctv\/(Start|text|pages\/Unlock|parts\/Frame|state\/gate)/, priority: 2 },
  { name: 'inside', test: /lib\/(forms\/[^/]*\.ts$|forms\/parts\/(DateField|Duplicate|FieldInput|HouseholdField|PeopleField)|overlay|store|sync)|ctv\/(Root|inside|state|model|parts)/, priority: 1 },
  // What opens the practice area and what tells of it are read together.
  { name: 'open', test: /ctv\/practice\/(open|tell|hamlet)/, priority: 1 },
];

function appConfig(app: AppName): UserConfig {
  return {
    root: here(`apps/${apps[app]}`),
    base: `/${app}/`,
    publicDir: here(`apps/${apps[app]}/public`),
    plugins: [
      svelte({ configFile: here('svelte.config.js') }),
      contentSecurityPolicy(),
      ...(app === 'ctv' ? [compiledAhead(['start', 'inside'])] : []),
      precache(here(`apps/${apps[app]}/sw.js`)),
    ],
    resolve: { alias: { $lib: here('lib') } },
    server: {
      fs: { allow: [here('.'), here('..')] },
      proxy: { '/api': process.env['DANSO_API'] ?? 'http://127.0.0.1:8080' },
    },
    build: {
      outDir: here(`dist/${app}`),
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      ...(app === 'ctv' && { rolldownOptions: { output: { codeSplitting: { groups: fewFiles } } } }),
    },
  };
}

function isApp(name: string): name is AppName {
  return name in apps;
}

export default defineConfig(() => {
  const app = process.env['DANSO_APP'] ?? 'ctv';
  if (!isApp(app)) throw new Error(`DANSO_APP must be one of ${Object.keys(apps).join(', ')}`);
  return appConfig(app);
});
