import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npx vitest run --config test/desk.browser.config.ts`, after `npm run build`: the desk in a real Chromium. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { alias: { $lib: fileURLToPath(new URL('../lib', import.meta.url)) } },
  test: {
    environment: 'node', include: ['test/desk.browser.ts', 'test/desk.entry.browser.ts', 'test/desk.same.browser.ts', 'test/desk.movers.browser.ts', 'test/desk.forecast.browser.ts', 'test/desk.reconcile.browser.ts', 'test/desk.handed.browser.ts'], testTimeout: 90_000, hookTimeout: 60_000, fileParallelism: false, expect: { poll: { timeout: 20_000 } },
  },
});
