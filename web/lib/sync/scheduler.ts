import type { Clock } from '$lib/wire';
import type { SyncEnd } from './engine.ts';
import { pauseAfter } from './plan.ts';

/** Runs `work` while no other tab does; `undefined` when another one is at it. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T | undefined>;

/** Web Locks where the browser has them; otherwise one at a time within this tab. */
export function exclusively(name: string, locks: LockManager | undefined = globalThis.navigator?.locks): Exclusive {
  let busy = false;
  return async (work) => {
    if (busy) return undefined;
    busy = true;
    try {
      if (!locks) return await work();
      return await locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
    } finally {
      busy = false;
    }
  };
}

export interface SchedulerConfig {
  run: () => Promise<SyncEnd>;
  exclusive: Exclusive;
  clock: Clock;
  chance: () => number;
  /** Told before and after each run, and when another tab has finished one. */
  onChange: (state: { running: boolean; end?: SyncEnd }) => void;
  /** Tells other tabs that records have changed. */
  announce: () => void;
}

export interface Scheduler {
  /** `asked`: by the person, so no pause is kept. */
  kick(asked?: boolean): Promise<SyncEnd | undefined>;
  /** Every minute, on coming back into view, and once now; returns the way to stop. */
  start(): () => void;
}

const EVERY = 60_000;

/** Decides when to sync. Never asks whether the phone thinks it is online: it tries, and says what came of it. */
export function scheduler(config: SchedulerConfig): Scheduler {
  let failures = 0;
  let notBefore = 0;

  async function kick(asked = false): Promise<SyncEnd | undefined> {
    if (!asked && config.clock() < notBefore) return undefined;
    return config.exclusive(async () => {
      config.onChange({ running: true });
      const end = await config.run();
      failures = end.outcome === 'done' ? 0 : failures + 1;
      notBefore = config.clock() + pauseAfter(failures, config.chance());
      config.onChange({ running: false, end });
      config.announce();
      return end;
    });
  }

  return {
    kick,
    start() {
      const visible = () => {
        if (document.visibilityState === 'visible') void kick();
      };
      const online = () => void kick(true);
      document.addEventListener('visibilitychange', visible);
      window.addEventListener('online', online);
      const timer = setInterval(() => void kick(), EVERY);
      void kick();
      return () => {
        document.removeEventListener('visibilitychange', visible);
        window.removeEventListener('online', online);
        clearInterval(timer);
      };
    },
  };
}
