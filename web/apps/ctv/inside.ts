/** Everything behind the PIN. Read while the PIN is typed, so that nothing here has to be there before. */
import type { Component } from 'svelte';
import { judgeByRules } from '$lib/forms/judge.ts';
import type { Database, Vault } from '$lib/store';
import { httpTransport } from '$lib/sync';
import { uuidV7, type Clock, type RandomBytes } from '$lib/wire';
import Root from './Root.svelte';
import { App } from './state/app.svelte.ts';
import type { Gate, Room } from './state/gate.svelte.ts';
import { Router } from './state/router.svelte.ts';

export interface Ground {
  database: Database;
  vault: Vault;
  clock: Clock;
  randomBytes: RandomBytes;
}

export function furnish(ground: Ground, gate: Gate): Room {
  const { clock, randomBytes } = ground;
  const app: App = new App({
    ...ground,
    gate,
    transport: httpTransport(undefined, undefined, (contact) => app.hear(contact)),
    newId: uuidV7(clock, randomBytes),
    chance: Math.random,
    judge: judgeByRules(),
    channel: new BroadcastChannel('danso-ctv'),
  });
  const router = new Router(() => app.turnPage());
  return {
    app,
    page: Root as unknown as Component<Record<string, unknown>>,
    props: { app, router },
    async openPractice(learner, left) {
      const { openPractice } = await import('./practice/room.ts');
      const leave = () => {
        left();
        router.go();
      };
      const room = await openPractice({ clock, randomBytes, router, learner, leave });
      router.go('hoc');
      return room;
    },
  };
}
