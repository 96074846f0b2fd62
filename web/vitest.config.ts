import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  resolve: { alias: { $lib: fileURLToPath(new URL('lib', import.meta.url)) } },
  test: {
    environment: 'node',
    include: ['{apps,lib,test}/**/*.test.ts'],
  },
});
