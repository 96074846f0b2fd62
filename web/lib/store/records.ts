import type { Id, RandomBytes } from '$lib/wire';
import { seal, unseal } from './crypto.ts';
import { SCHEMA_VERSION, type Database, type RecordRow } from './database.ts';
import type { Table, Tables } from './tables.ts';

export type Change =
  | { [T in Table]: { put: T; id: string; value: Tables[T] } }[Table]
  | { delete: Table; id: string }
  | { clear: Table };

/** A write that happens only if the device counter still is `from`, and then sets it to `to`. */
export interface CounterStep {
  from: number;
  to: number;
}

/** The sealed records of one user. */
export interface Records {
  user: Id;
  get<T extends Table>(table: T, id: string): Promise<Tables[T] | undefined>;
  all<T extends Table>(table: T): Promise<Tables[T][]>;
  /** All changes in one transaction, or none. `false` when the counter was not where `step` expected it. */
  write(changes: readonly Change[], step?: CounterStep): Promise<boolean>;
  counter(): Promise<number>;
  putBytes(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  getBytes(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  clearBytes(): Promise<void>;
}

const BYTES = 'bytes';

function contextOf(user: Id, table: string, id: string): string {
  return `${SCHEMA_VERSION}/${user}/${table}/${id}`;
}

function wholeTable(user: Id, table: string): IDBKeyRange {
  return IDBKeyRange.bound([user, table, ''], [user, table, '\uffff']);
}

/** Thrown when a record cannot be opened with the right key: storage was damaged or tampered with. */
export class DamagedRecord extends Error {
  constructor(readonly table: string) {
    super(`damaged record in ${table}`);
  }
}

/** Sealed records of a user as they lie there now. */
export function readSealed(database: Database, user: Id): Promise<RecordRow[]> {
  return database.getAll('records', IDBKeyRange.bound([user], [user, []]));
}

/**
 * The records of a user behind their data key. `ahead`: the sealed rows as they were read a moment ago; what a table is first asked
 * for is taken from them, everything later from the database.
 */
export function sealedRecords(
  database: Database,
  user: Id,
  key: CryptoKey,
  randomBytes: RandomBytes,
  ahead: readonly RecordRow[] = [],
): Records {
  const early = new Map<string, RecordRow[]>();
  for (const row of ahead) {
    const rows = early.get(row.table);
    if (rows) rows.push(row);
    else early.set(row.table, [row]);
  }

  /** The rows read ahead of a table, once. */
  function takeEarly(table: string): RecordRow[] | undefined {
    const rows = early.get(table);
    early.delete(table);
    return rows;
  }

  async function sealRow(table: string, id: string, bytes: Uint8Array<ArrayBuffer>): Promise<RecordRow> {
    return { user, table, id, ...(await seal(key, contextOf(user, table, id), bytes, randomBytes)) };
  }

  async function openRow(row: RecordRow): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await unseal(key, contextOf(user, row.table, row.id), row);
    if (bytes === undefined) throw new DamagedRecord(row.table);
    return bytes;
  }

  async function openValue<T extends Table>(row: RecordRow): Promise<Tables[T]> {
    return JSON.parse(new TextDecoder().decode(await openRow(row))) as Tables[T];
  }

  return {
    user,

    async get(table, id) {
      const row = takeEarly(table)?.find((found) => found.id === id) ?? (await database.get('records', [user, table, id]));
      return row && openValue(row);
    },

    async all(table) {
      const rows = takeEarly(table) ?? (await database.getAll('records', wholeTable(user, table)));
      return Promise.all(rows.map((row) => openValue<typeof table>(row)));
    },

    async write(changes, step) {
      early.clear();
      const sealed = await Promise.all(
        changes.map(async (change) =>
          'put' in change
            ? sealRow(change.put, change.id, new TextEncoder().encode(JSON.stringify(change.value)))
            : change,
        ),
      );
      const transaction = database.transaction(['records', 'counters'], 'readwrite', { durability: 'strict' });
      const records = transaction.objectStore('records');
      const counters = transaction.objectStore('counters');
      if (step) {
        const now = (await counters.get(user)) ?? 0;
        if (now !== step.from) {
          await transaction.done;
          return false;
        }
        void counters.put(step.to, user);
      }
      for (const change of sealed) {
        if ('clear' in change) void records.delete(wholeTable(user, change.clear));
        else if ('delete' in change) void records.delete([user, change.delete, change.id]);
        else void records.put(change);
      }
      await transaction.done;
      return true;
    },

    async counter() {
      return (await database.get('counters', user)) ?? 0;
    },

    async putBytes(id, bytes) {
      await database.put('records', await sealRow(BYTES, id, bytes));
    },

    async getBytes(id) {
      const row = await database.get('records', [user, BYTES, id]);
      return row && openRow(row);
    },

    async clearBytes() {
      await database.delete('records', wholeTable(user, BYTES));
    },
  };
}
