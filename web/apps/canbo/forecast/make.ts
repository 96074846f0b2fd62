/** What the form asks the server for, and what is wrong with it; pure. */
import type { BaseRead, Basis, ForecastAsk, OwnAssumptions, Problem, Scenario } from '$lib/api';
import { parseTypedDay } from '../dates';
import { lastYear } from './words';

/** How many trajectories bands are made of. */
export const trajectories = 1000;

export interface Typed { unit: string; base: string; to: string; scenario: Scenario; name: string; bands: boolean; children: boolean; own?: Readonly<Partial<Record<OwnField, string>>>; basis?: Basis; table?: { read?: BaseRead; source: string } }
export interface Wrong { base?: true; to?: true; own?: OwnField[]; table?: true; source?: true }

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
  const [noTable, noSource] = [typed.table !== undefined && !typed.table.read, typed.table !== undefined && typed.table.source.trim() === ''];
  const wrong: Wrong = { ...(noTable && { table: true as const }), ...(noSource && { source: true as const }), ...(!baseOk && { base: true as const }), ...(!toOk && { to: true as const }), ...(odd.length > 0 && { own: odd }) };
  if (!baseOk || !toOk || odd.length > 0 || noTable || noSource) return { wrong };
  const own: OwnAssumptions = Object.fromEntries(stated.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])));
  const name = typed.name.trim();
  return {
    wrong,
    ask: {
      unit: typed.unit, to, scenario: typed.scenario, trajectories: typed.bands ? trajectories : 0, base, ...(name !== '' && { name }), ...(typed.children && { children: true }),
      ...(Object.keys(own).length > 0 && { own }), ...(typed.basis === 'gso' && { basis: 'gso' as const }),
      ...(typed.table?.read && { table: { text: typed.table.read.text, source: typed.table.source.trim() } }),
    },
  };
}

/** The bytes of a file as text that travels in JSON. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Where a table is wrong and why, from `line 7: number`; undefined where a problem is of something else. */
export function tableFault({ code, detail }: Pick<Problem, 'code' | 'detail'>): { line: number; reason: string } | undefined {
  const found = code === 'forecast_table' ? /^line (\d+): (\w+)$/.exec(detail ?? '') : null;
  return found?.[1] && found[2] ? { line: Number(found[1]), reason: found[2] } : undefined;
}
