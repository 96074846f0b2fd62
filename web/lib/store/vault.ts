import type { Clock, Id, RandomBytes } from '$lib/wire';
import { newDataKey, newDeviceKey, openDataKey, PIN_ITERATIONS, pinKeyOf } from './crypto.ts';
import type { Database, RecordRow, UserRow } from './database.ts';
import { readSealed, sealedRecords, type Records } from './records.ts';

/** What may be known of a user before the PIN. */
export interface KnownUser {
  id: Id;
  login: string;
  name: string;
  device: Id;
  lockedUntil: number;
}

export type Unlocking =
  | { outcome: 'open'; records: Records }
  | { outcome: 'wrong'; triesLeft: number; lockedUntil: number }
  | { outcome: 'locked'; lockedUntil: number }
  | { outcome: 'unknown_user' };

/** Tries before the first delay. */
export const FREE_TRIES = 5;
const FIRST_DELAY = 30_000;
const LONGEST_DELAY = 3_600_000;

/** How long to wait after `wrongTries` wrong PINs: nothing up to five, then 30 s, doubling, an hour at most. */
export function delayAfter(wrongTries: number): number {
  if (wrongTries < FREE_TRIES) return 0;
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (wrongTries - FREE_TRIES));
}

export interface VaultConfig {
  database: Database;
  clock: Clock;
  randomBytes: RandomBytes;
  iterations?: number;
}

/** The users of this phone, each with a data key of their own behind a PIN. */
export interface Vault {
  users(): Promise<KnownUser[]>;
  /** Makes a data key for a new user. */
  create(user: { id: Id; login: string; name: string; device: Id }, pin: string): Promise<Records>;
  unlock(user: Id, pin: string): Promise<Unlocking>;
  /** Reads the sealed records of a user while the PIN is being typed. */
  readAhead(user: Id): Promise<void>;
  /** Forgets what was read ahead, because another tab has written. */
  forgetAhead(): void;
  /** Begins to make the key of a PIN that stands there and was not given yet. No try: nothing is opened with it, and nothing told. */
  deriveAhead(user: Id, pin: string): Promise<void>;
  /** Notes the device id that the server gave at a later log-in. */
  setDevice(user: Id, device: Id): Promise<void>;
  /** Removes everything of a user, unsent work too: for a revoked device only. */
  wipe(user: Id): Promise<void>;
}

export function openVault(config: VaultConfig): Vault {
  const { database, clock, randomBytes, iterations = PIN_ITERATIONS } = config;
  let sealed: { user: Id; rows: Promise<RecordRow[]> } | undefined;
  let derived: { user: Id; pin: string; key: Promise<CryptoKey | undefined> } | undefined;

  /** The key of this PIN: the one begun before, or a new one. */
  async function pinKey(pin: string, row: UserRow): Promise<CryptoKey> {
    const begun = derived?.user === row.id && derived.pin === pin ? await derived.key : undefined;
    derived = undefined;
    return begun ?? pinKeyOf(pin, row.key);
  }

  async function takeSealed(user: Id): Promise<RecordRow[]> {
    const rows = sealed?.user === user ? await sealed.rows : [];
    const still = sealed?.user === user;
    sealed = undefined;
    return still ? rows : [];
  }

  return {
    async users() {
      const rows = await database.getAll('users');
      return rows.map(({ id, login, name, device, lockedUntil }) => ({ id, login, name, device, lockedUntil }));
    },

    async create(user, pin) {
      const deviceKey = await newDeviceKey();
      const { key, wrapped } = await newDataKey(pin, deviceKey, randomBytes, iterations);
      await database.put('users', { ...user, deviceKey, key: wrapped, wrongTries: 0, lockedUntil: 0 });
      return sealedRecords(database, user.id, key, randomBytes);
    },

    async unlock(user, pin) {
      const counted = database.transaction('users', 'readwrite');
      const row = await counted.store.get(user);
      if (row === undefined) return { outcome: 'unknown_user' };
      if (row.lockedUntil > clock()) return { outcome: 'locked', lockedUntil: row.lockedUntil };
      const making = pinKey(pin, row);
      const wrongTries = row.wrongTries + 1;
      const delay = delayAfter(wrongTries);
      const lockedUntil = delay === 0 ? 0 : clock() + delay;
      // Counted before the try, so that closing the app in the middle does not give a free one.
      await counted.store.put({ ...row, wrongTries, lockedUntil });
      await counted.done;

      const key = await openDataKey(await making, row.deviceKey, row.key);
      if (key === undefined) {
        return { outcome: 'wrong', triesLeft: Math.max(0, FREE_TRIES - wrongTries), lockedUntil };
      }
      // Not waited for: where it fails, one try is counted that was none.
      database.put('users', { ...row, wrongTries: 0, lockedUntil: 0 }).catch(() => undefined);
      return { outcome: 'open', records: sealedRecords(database, user, key, randomBytes, await takeSealed(user)) };
    },

    async readAhead(user) {
      const rows = readSealed(database, user).catch(() => []);
      sealed = { user, rows };
      await rows;
    },

    forgetAhead() {
      sealed = undefined;
    },

    async deriveAhead(user, pin) {
      const key = database.get('users', user).then((row) => row && pinKeyOf(pin, row.key), () => undefined);
      derived = { user, pin, key };
      await key;
    },

    async setDevice(user, device) {
      const row = await database.get('users', user);
      if (row !== undefined && row.device !== device) await database.put('users', { ...row, device });
    },

    async wipe(user) {
      const transaction = database.transaction(['users', 'records', 'counters'], 'readwrite');
      void transaction.objectStore('records').delete(IDBKeyRange.bound([user], [user, []]));
      void transaction.objectStore('counters').delete(user);
      void transaction.objectStore('users').delete(user);
      await transaction.done;
    },
  };
}
