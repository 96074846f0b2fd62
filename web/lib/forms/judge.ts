import { applyEvent, personsOf } from '$lib/overlay';
import type { Catalog } from '$lib/rules/catalog.ts';
import type { CatalogRecord } from '$lib/store';
import type { Act, Event, HouseholdDocument, Issue } from '$lib/wire';

/** What the rules are asked about: an act, the households it concerns as they are before, and the time. */
export interface Question {
  act: Act;
  households: readonly HouseholdDocument[];
  today: string;
  now: number;
}

/** Evaluates the rules of the catalogue on an act. */
export type Judge = (question: Question, catalog: CatalogRecord) => Promise<Issue[]>;

/** The households that an act concerns: the one it was begun in first, then those it names and those its persons live in. */
export function concerned(
  act: Act,
  begunIn: HouseholdDocument | undefined,
  all: readonly HouseholdDocument[],
): HouseholdDocument[] {
  const named = Object.entries(act.data).flatMap(([key, value]) => (key.endsWith('household') ? [value as unknown] : []));
  const mothers = act.kind === 'birth' ? [act.data.child.mother] : [];
  const persons = new Set([...personsOf(act as Event), ...mothers]);
  const others = all.filter(
    ({ id, members }) => id !== begunIn?.id && (named.includes(id) || members.some((member) => persons.has(member.id))),
  );
  return [...(begunIn ? [begunIn] : []), ...others];
}

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

  return async ({ act, households: before, today, now }, data) => {
    if (compiled?.version !== data.version) {
      const rules = await import('$lib/rules/catalog.ts');
      compiled = { version: data.version, catalog: new rules.Catalog(data) };
    }
    const stamp = { v: 1, id: '', by: '', source: 'interview', recorded_at: new Date(now).toISOString() };
    const event = { ...stamp, ...act } as Event;
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
