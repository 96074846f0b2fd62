import { applyEvent } from '$lib/overlay';
import type { Catalog } from '$lib/rules/catalog.ts';
import type { CatalogRecord } from '$lib/store';
import type { Act, Event, HouseholdDocument, Issue } from '$lib/wire';

/** What the rules are asked about: an act, the household it concerns as it is before, and the time. */
export interface Question {
  act: Act;
  household: HouseholdDocument | undefined;
  today: string;
  now: number;
}

/** Evaluates the rules of the catalogue on an act. */
export type Judge = (question: Question, catalog: CatalogRecord) => Promise<Issue[]>;

function namesIn(act: Act, households: readonly HouseholdDocument[]): ReadonlyMap<string, string> {
  const members = households.flatMap((household) => household.members);
  const known = members.flatMap(({ id, name }): [string, string][] => (name ? [[id, name]] : []));
  const stated = Object.entries(act.personal ?? {}).flatMap(([id, { name }]): [string, string][] =>
    name ? [[id, name]] : [],
  );
  return new Map([...known, ...stated]);
}

/** The engine is loaded when first needed, and a catalogue is compiled once. */
export function judgeByRules(): Judge {
  let compiled: { version: string; catalog: Catalog } | undefined;

  return async ({ act, household, today, now }, data) => {
    if (compiled?.version !== data.version) {
      const rules = await import('$lib/rules/catalog.ts');
      compiled = { version: data.version, catalog: new rules.Catalog(data) };
    }
    const stamp = { v: 1, id: '', by: '', source: 'interview', recorded_at: new Date(now).toISOString() };
    const event = { ...stamp, ...act } as Event;
    const before = household ? [household] : [];
    const after = [...applyEvent(new Map(before.map((document) => [document.id, document])), event).values()];
    const names = namesIn(act, before);
    const issues = new Map<string, Issue>();
    for (const found of compiled.catalog.checkEvent({ event, before, after, today })) {
      const name = found.subject ? names.get(found.subject) : undefined;
      const message = name ? `${found.message_vi} (${name})` : found.message_vi;
      const same = issues.get(found.rule);
      issues.set(found.rule, {
        rule: found.rule,
        severity: found.severity,
        message: same && same.message !== message ? `${same.message} ${message}` : message,
      });
    }
    return [...issues.values()];
  };
}
