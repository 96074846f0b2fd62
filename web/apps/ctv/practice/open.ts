import { openDatabase, openVault, type Database, type Records, type Vault } from '$lib/store';
import type { Clock, RandomBytes } from '$lib/wire';
import { PRACTICE_USER } from './hamlet.ts';

/** A database of its own: nothing of the practice area can reach the register's. */
export const PRACTICE_DATABASE = 'danso-tap-lam';
/** Invented people need no secret. */
const PIN = '000000';
const ITERATIONS = 1;

export interface PracticeGround {
  database: Database;
  vault: Vault;
  records: Records;
}

/** Opens what is kept of the practice area, or makes it. */
export async function openGround(clock: Clock, randomBytes: RandomBytes, name = PRACTICE_DATABASE): Promise<PracticeGround> {
  const database = await openDatabase(name);
  const vault = openVault({ database, clock, randomBytes, iterations: ITERATIONS });
  const opened = await vault.unlock(PRACTICE_USER, PIN);
  if (opened.outcome === 'open') return { database, vault, records: opened.records };
  await vault.wipe(PRACTICE_USER);
  const user = { id: PRACTICE_USER, login: 'tap-lam', name: 'tap-lam', device: PRACTICE_USER };
  return { database, vault, records: await vault.create(user, PIN) };
}
