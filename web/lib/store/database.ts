import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Id } from '$lib/wire';
import type { Sealed, WrappedKey } from './crypto.ts';

/** One person who uses this phone. Readable without the PIN: no more than a name to choose by. */
export interface UserRow {
  id: Id;
  login: string;
  name: string;
  device: Id;
  deviceKey: CryptoKey;
  key: WrappedKey;
  wrongTries: number;
  /** Milliseconds since the epoch before which no PIN is tried. */
  lockedUntil: number;
}

export interface RecordRow extends Sealed {
  user: Id;
  table: string;
  id: string;
}

export interface Schema extends DBSchema {
  users: { key: string; value: UserRow };
  records: { key: [string, string, string]; value: RecordRow };
  /** Last device counter given out, in the clear so that it can be compared and set in one transaction. */
  counters: { key: string; value: number };
}

export type Database = IDBPDatabase<Schema>;

/** Part of what every record is sealed with. */
export const SCHEMA_VERSION = 1;

/** Opens the phone's database. Later versions only ever add stores. */
export function openDatabase(name = 'danso-ctv'): Promise<Database> {
  return openDB<Schema>(name, SCHEMA_VERSION, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) {
        database.createObjectStore('users', { keyPath: 'id' });
        database.createObjectStore('records', { keyPath: ['user', 'table', 'id'] });
        database.createObjectStore('counters');
      }
    },
  });
}
