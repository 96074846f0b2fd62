/** What the form asks the server for, and what is wrong with it; pure. */
import type { ForecastAsk, OwnAssumptions, Scenario } from '$lib/api';
import { parseTypedDay } from '../dates';
import { lastYear } from './words';

/** How many trajectories bands are made of. */
export const trajectories = 1000;

export interface Typed { unit: string; base: string; to: string; scenario: Scenario; name: string; bands: boolean; children: boolean; own?: Readonly<Partial<Record<OwnField, string>>> }
export interface Wrong { base?: true; to?: true; own?: OwnField[] }

export type OwnField = keyof OwnAssumptions;
/** What an office may assume itself, with the least and the most. */
export const ownFields: readonly (readonly [OwnField, number, number])[] = [
  ['tfr', 0.5, 8], ['life_male', 40, 100], ['life_female', 40, 100], ['net_migration', -100, 100],
];

/** A number as people write it; `undefined` for none, `NaN` for what is none. */
export function numberTyped(text: string): number | undefined {
  const plain = text.trim().replace(/\u2212/g, '-').replace(',', '.');
  if (plain === '') return undefined;
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

/** The last day of the last full year. */
export function defaultBase(today: string): string {
  return today.endsWith('-12-31') ? today : `${Number(today.slice(0, 4)) - 1}-12-31`;
}

/** Either the question or what is wrong in the form. */
export function askOf(typed: Typed, today: string): { ask?: ForecastAsk; wrong: Wrong } {
  const base = parseTypedDay(typed.base);
  const to = /^\d{4}$/.test(typed.to.trim()) ? Number(typed.to) : undefined;
  const baseOk = base !== undefined && base <= today;
  const toOk = to !== undefined && to <= lastYear && to > Number((base ?? today).slice(0, 4));
  const stated = ownFields.map(([id, least, most]) => ({ id, least, most, value: numberTyped(typed.own?.[id] ?? '') }));
  const odd = stated.filter(({ value, least, most }) => value !== undefined && !(value >= least && value <= most)).map(({ id }) => id);
  const wrong: Wrong = { ...(!baseOk && { base: true as const }), ...(!toOk && { to: true as const }), ...(odd.length > 0 && { own: odd }) };
  if (!baseOk || !toOk || odd.length > 0) return { wrong };
  const own: OwnAssumptions = Object.fromEntries(stated.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])));
  const name = typed.name.trim();
  return {
    wrong,
    ask: {
      unit: typed.unit, to, scenario: typed.scenario, trajectories: typed.bands ? trajectories : 0, base, ...(name !== '' && { name }), ...(typed.children && { children: true }),
      ...(Object.keys(own).length > 0 && { own }),
    },
  };
}
