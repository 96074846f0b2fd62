/** Rules, code lists, dates, names and numbers: the logic that phone and server must agree on. */

export { Catalog } from './catalog.ts';
export { type Document, type Evaluation, type EventLike, type Lookup, type Situation, evaluations } from './facts.ts';
export { fold, foldToned } from './fold.ts';
export * from './ages.ts';
export * from './canChi.ts';
export * from './partialDate.ts';
export * from './types.ts';
export { type LunarDate, lunarToSolar, solarToLunar } from './lunar.ts';
export { type PinIssue, checkPin, normalizePin } from './pin.ts';
