/** TypeScript shapes of `docs/wire.md`, version 1, and the id generator. No behaviour beyond that. */
export * from './codes.ts';
export * from './document.ts';
export * from './event.ts';
export * from './sync.ts';
export * from './uuid.ts';
