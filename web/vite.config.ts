import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';
import { contentSecurityPolicy, precache } from './scripts/plugins.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One entry a folder: `apps/<folder>/index.html` becomes `dist/<app>/`, served at `/<app>/`. */
export const apps = {
  ctv: 'ctv',
  'can-bo': 'canbo',
} as const;

export type AppName = keyof typeof apps;

function appConfig(app: AppName): UserConfig {
  return {
    root: here(`apps/${apps[app]}`),
    base: `/${app}/`,
    publicDir: here(`apps/${apps[app]}/public`),
    plugins: [
      svelte({ configFile: here('svelte.config.js') }),
      contentSecurityPolicy(),
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
