/** What the form asks the server for, and what is wrong with it; pure. */
import type { ForecastAsk, Scenario } from '$lib/api';
import { parseTypedDay } from '../dates';
import { lastYear } from './words';

/** How many trajectories bands are made of. */
export const trajectories = 1000;

export interface Typed { unit: string; base: string; to: string; scenario: Scenario; name: string; bands: boolean; children: boolean }
export interface Wrong { base?: true; to?: true }

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
  const wrong: Wrong = { ...(!baseOk && { base: true as const }), ...(!toOk && { to: true as const }) };
  if (!baseOk || !toOk) return { wrong };
  const name = typed.name.trim();
  return {
    wrong,
    ask: {
      unit: typed.unit, to, scenario: typed.scenario, trajectories: typed.bands ? trajectories : 0, base, ...(name !== '' && { name }), ...(typed.children && { children: true }),
    },
  };
}
