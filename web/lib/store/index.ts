/** Everything kept on the phone. The only place that touches IndexedDB. */
export * from './crypto.ts';
export * from './database.ts';
export * from './draftKeeper.ts';
export * from './records.ts';
export * from './tables.ts';
export * from './vault.ts';
