import { expect, it } from 'vitest';
import { Catalog } from './catalog.ts';
import { catalogData, read } from './conformance.ts';
import { type Evaluation, type Situation, evaluations } from './facts.ts';

interface Case {
  readonly name: string;
  readonly situation: Situation;
  readonly evaluations: readonly Evaluation[];
  readonly issues: readonly string[];
}

const catalog = new Catalog(catalogData());
const counted = new Set(catalog.list('residence', '2026-03-31')?.items.filter((item) => item.counted).map((item) => item.code));

/** The cases leave empty maps and lists out. */
function withoutEmpty({ facts, ...rest }: Evaluation): unknown {
  const filled = Object.entries(facts).filter(([, fact]) => typeof fact !== 'object' || Object.keys(fact as object).length > 0);
  return { ...rest, facts: Object.fromEntries(filled) };
}

it.each(read<Case[]>('conformance/facts.json').map((one) => [one.name, one] as const))('%s', (_, one) => {
  expect(evaluations(one.situation, counted).map(withoutEmpty)).toEqual(one.evaluations);
  expect(catalog.checkEvent(one.situation).map((issue) => `${issue.subject ?? '-'} ${issue.rule}`)).toEqual(one.issues);
});
