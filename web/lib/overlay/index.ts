/** The phone's view: the server's documents with own acts laid over them. Pure. */
export * from './apply.ts';
export * from './figures.ts';
export * from './flows.ts';
export { undoneEvents } from './force.ts';
export * from './overlay.ts';
