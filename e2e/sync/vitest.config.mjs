// The app's own storage and sync code against the real program: `cargo xtask test --only e2e`. See ../README.md.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const packages = createRequire(here('../../web/package.json'));

export default {
  root: here('..'),
  resolve: { alias: { $lib: here('../../web/lib'), 'fake-indexeddb/auto': packages.resolve('fake-indexeddb/auto') } },
  test: {
    environment: 'node', globals: true, include: ['sync/*.test.mjs'], testTimeout: 300_000, hookTimeout: 120_000, fileParallelism: false,
  },
};
