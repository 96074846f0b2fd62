/** Outbox, push and pull. The only place of the collaborator's app that talks to the network. */
export * from './adopt.ts';
export * from './declarations.ts';
export * from './differences.ts';
export * from './download.ts';
export * from './engine.ts';
export * from './lease.ts';
export * from './outbox.ts';
export * from './plan.ts';
export * from './readBack.ts';
export * from './scheduler.ts';
export * from './transport.ts';
