/** The practice area: the same app over a register of invented people, a database of its own and a server that is none. */
import type { Component } from 'svelte';
import { judgeByRules } from '$lib/forms/judge.ts';
import { ONLY, type Change, type Table } from '$lib/store';
import { nothingSynced } from '$lib/sync';
import { uuidV7, type Clock, type Id, type RandomBytes } from '$lib/wire';
import Root from '../Root.svelte';
import { App } from '../state/app.svelte.ts';
import { Gate, type Room } from '../state/gate.svelte.ts';
import type { Router } from '../state/router.svelte.ts';
import { learnWords } from '../text.ts';
import Band from './Band.svelte';
import { PRACTICE_GROUND, practiceArea, practiceCatalog, practiceHouseholds, practiceSession, returnedSheet } from './hamlet.ts';
import Lessons from './Lessons.svelte';
import { openGround } from './open.ts';
import { practiceServer } from './server.ts';
import { Training } from './training.svelte.ts';
import words from '$lib/i18n/ctv.practice.vi.json';

/** All that is made anew each time; what was learned stays. */
const AFRESH: readonly Table[] = ['session', 'sync', 'area', 'catalog', 'download', 'household', 'arrival', 'outbox', 'draft', 'declaration', 'setting', 'lease'];

/** What the practice area begins with, on this day. */
export function beginning(now: number): Change[] {
  const sheet = returnedSheet(now);
  const sync = { ...nothingSynced, position: 10, receivedUpto: 1, receivedCount: 1, ground: PRACTICE_GROUND, lastContact: new Date(now).toISOString() };
  return [
    ...AFRESH.map((clear): Change => ({ clear })),
    { put: 'session', id: ONLY, value: practiceSession() },
    { put: 'sync', id: ONLY, value: sync },
    { put: 'area', id: ONLY, value: practiceArea() },
    { put: 'catalog', id: ONLY, value: practiceCatalog() },
    ...practiceHouseholds(now).map((value): Change => ({ put: 'household', id: value.id, value })),
    { put: 'outbox', id: sheet.event.id, value: sheet },
  ];
}

export interface Visit {
  clock: Clock;
  randomBytes: RandomBytes;
  router: Router;
  /** Whoever learns; nobody before the first log-in. */
  learner: Id | undefined;
  leave: () => void;
}

/** Makes the practice area anew. */
export async function openPractice({ clock, randomBytes, router, learner, leave }: Visit): Promise<Room> {
  learnWords(words);
  const { database, vault, records } = await openGround(clock, randomBytes);
  await records.write(beginning(clock()), { from: await records.counter(), to: 1 });
  const training = new Training(records, clock);
  await training.open(learner);
  const app: App = new App({
    database,
    vault,
    // Stands before no door: whoever practises is inside.
    gate: new Gate(vault, clock, async () => room()),
    clock,
    randomBytes,
    transport: practiceServer(),
    newId: uuidV7(clock, randomBytes),
    chance: Math.random,
    judge: judgeByRules(),
    channel: new BroadcastChannel('danso-tap-lam'),
    practice: {
      training,
      band: Band,
      lessons: Lessons,
      leave: () => {
        app.close();
        database.close();
        leave();
      },
    },
  });
  const room = (): Room => ({
    app,
    page: Root as unknown as Component<Record<string, unknown>>,
    props: { app, router },
    openPractice: async () => room(),
  });
  await app.enter(records);
  return room();
}
