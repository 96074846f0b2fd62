/** The catalogue in use: lists by day, rules compiled once. The server has the same in `crates/catalog`. */

import { type Program, compile, value } from './engine.ts';
import { type Situation, evaluations } from './facts.ts';
import { t } from './words.ts';
import type { CatalogData, Facts, Issue, Item, List, Rule, Scope } from './types.ts';

interface Compiled {
  readonly rule: Rule;
  readonly program: Program | undefined;
}

const EMPTY = { event: {}, person: {}, before: {}, child: {}, mother: {}, head: {}, household: {}, members: [], partners: [] };

export class Catalog {
  readonly version: string;
  readonly #lists: readonly List[];
  readonly #rules: readonly Compiled[];
  readonly #codes = new Map<string, Record<string, string[]>>();

  constructor(data: CatalogData) {
    this.version = data.version;
    this.#lists = data.lists;
    this.#rules = data.rules.map((rule) => ({ rule, program: compiled(rule) }));
  }

  get lists(): readonly List[] {
    return this.#lists;
  }

  get rules(): readonly Rule[] {
    return this.#rules.map(({ rule }) => rule);
  }

  /** The version of a list in force on a day (`2026-03-20`). */
  list(id: string, on: string): List | undefined {
    return this.#lists.find((list) => list.id === id && holds(list.valid_from, list.valid_to, on));
  }

  /** The entry of a code on a day. */
  item(list: string, code: string, on: string): Item | undefined {
    return this.list(list, on)?.items.find((item) => item.code === code);
  }

  /** The Vietnamese name of a code; the code itself when the list does not have it. */
  name(list: string, code: string, on: string): string {
    return this.item(list, code, on)?.vi ?? code;
  }

  /** Evaluates the rules of a scope and a kind of event that hold on a day, and returns those that do not pass. */
  check(scope: Scope, kind: string, facts: Facts, on: string): Issue[] {
    const seen = { ...(value({ ...EMPTY, ...facts }) as Record<string, unknown>), codes: this.#codesOn(on) };
    return this.#rules
      .filter(({ rule }) => rule.scope === scope && (!rule.kinds?.length || rule.kinds.includes(kind)) && holds(rule.since, rule.until, on))
      .map(({ rule, program }) => issue(rule, program, seen))
      .filter((found) => found !== undefined);
  }

  /** Evaluates all rules for an event: on the event, on each person it names, on each household after it. */
  checkEvent(situation: Situation): Issue[] {
    const { kind, date } = situation.event;
    const plain = date.replace('~', '');
    const on = plain.length === 10 ? plain : situation.today;
    const residence = this.list('residence', on)?.items ?? [];
    const counted = new Set(residence.filter((item) => item.counted === true).map((item) => item.code));
    return evaluations(situation, counted).flatMap(({ scope, subject, facts }) =>
      this.check(scope, kind, facts, on).map((found) => (subject === undefined ? found : { ...found, subject })),
    );
  }

  #codesOn(on: string): Record<string, string[]> {
    const held = this.#lists.filter((list) => holds(list.valid_from, list.valid_to, on));
    const key = held.map((list) => `${list.id} ${list.version}`).join();
    let codes = this.#codes.get(key);
    if (!codes) {
      codes = Object.fromEntries(held.map((list) => [list.id, list.items.map((item) => item.code)]));
      this.#codes.set(key, codes);
    }
    return codes;
  }
}

function holds(from: string, to: string | undefined, on: string): boolean {
  return from <= on && (to === undefined || on <= to);
}

/** A rule this program cannot read, written for a newer one, warns like one that cannot be evaluated. */
function compiled(rule: Rule): Program | undefined {
  try {
    return compile(rule.expr);
  } catch {
    return undefined;
  }
}

function issue(rule: Rule, program: Program | undefined, seen: Record<string, unknown>): Issue | undefined {
  const failed: Issue = { rule: rule.id, severity: rule.severity, message_vi: rule.message_vi, fields: rule.fields };
  const passed = run(program, seen);
  if (passed === true) {
    return undefined;
  }
  return passed === false
    ? failed
    : { ...failed, severity: 'warn', message_vi: t('unchecked', { rule: rule.id }), unchecked: true };
}

function run(program: Program | undefined, seen: Record<string, unknown>): unknown {
  try {
    return program?.(seen);
  } catch {
    return undefined;
  }
}
