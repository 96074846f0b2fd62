import '$lib/ui/base.css';
import { mount } from 'svelte';
import { openDatabase, openVault, type Database } from '$lib/store';
import { httpTransport } from '$lib/sync';
import { systemClock, systemRandom, uuidV7 } from '$lib/wire';
import Root from './Root.svelte';
import { App } from './state/app.svelte.ts';
import { judgeByRules } from '$lib/forms/judge.ts';
import { Router } from './state/router.svelte.ts';
import { t } from './text.ts';

async function start(target: HTMLElement, database: Database): Promise<void> {
  const clock = systemClock;
  const app = new App({
    database,
    vault: openVault({ database, clock, randomBytes: systemRandom }),
    transport: httpTransport(),
    clock,
    newId: uuidV7(clock, systemRandom),
    randomBytes: systemRandom,
    chance: Math.random,
    judge: judgeByRules(),
    channel: new BroadcastChannel('danso-ctv'),
  });
  target.replaceChildren();
  mount(Root, { target, props: { app, router: new Router(() => app.turnPage()) } });
  await app.open();
}

const target = document.getElementById('app');
if (target) {
  const database = await openDatabase().catch(() => undefined);
  if (database) await start(target, database);
  else target.textContent = t('problem.no_storage');
}

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`);
}
