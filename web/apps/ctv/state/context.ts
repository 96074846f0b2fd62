import { createContext } from 'svelte';
import type { App } from './app.svelte.ts';
import type { Router } from './router.svelte.ts';

/** What every page may use. */
export interface Here {
  app: App;
  router: Router;
}

export const [useHere, provideHere] = createContext<Here>();
