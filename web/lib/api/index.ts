/** The desk's only way to the server: a `DataSource`, its HTTP adapter, and the shapes they exchange. */
export { address, httpSource, type HttpConfig } from './http.ts';
export { failed, mapResult, ok, readProblem, type Problem, type Result } from './result.ts';
export type { DataSource, OfficialSource } from './source.ts';
export type { NetworkSource } from './network.ts';
export type { EntryOutcome, EntrySource } from './entry.ts';
export { scenarios } from './forecastTypes.ts';
export type * from './forecastTypes.ts';
export type { ForecastSource } from './forecasts.ts';
export type * from './figureTypes.ts';
export type * from './networkTypes.ts';
export type * from './placeTypes.ts';
export type * from './reportTypes.ts';
export { readingFields, verdicts } from './sampleTypes.ts';
export type * from './sampleTypes.ts';
export type { SampleSource } from './samples.ts';
export type { SameSource } from './same.ts';
export type * from './sameTypes.ts';
export type * from './types.ts';
