/** Reads `catalog/` and `conformance/` for the tests. */

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CatalogData, Facts, List, Rule, Scope } from './types.ts';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export interface Case {
  readonly rule: string;
  readonly scope: Scope;
  readonly kind: string;
  readonly on: string;
  readonly facts: Facts;
  readonly expect: readonly string[];
}

export function read<T>(path: string): T {
  return JSON.parse(readFileSync(root(path), 'utf8')) as T;
}

function folder<T>(path: string): T[] {
  return readdirSync(root(path)).sort().map((name) => read<T>(`${path}/${name}`));
}

export function cases(): Case[] {
  return folder<Case[]>('conformance/rules').flat();
}

export function catalogData(): CatalogData {
  return { version: 'test', lists: folder<List>('catalog/lists'), rules: folder<Rule[]>('catalog/rules').flat() };
}
