// The packages of the web app, which lie beside its own package.json.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
export const { chromium } = require('playwright-core');
export const { AxeBuilder } = require('@axe-core/playwright');
