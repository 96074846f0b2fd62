import type { Reconciliation } from '$lib/api';

/** Reconciliations as a list shows them: one of its own, or all parts of a larger unit's list with their sums. */
export interface ListEntry { key: string; one: Reconciliation; parts: Reconciliation[]; /** Parts in which nothing is open. */ done: number }

const sums = ['rows', 'bad', 'residents', 'linked', 'doubtful', 'answered', 'theirs_only', 'ours_only'] as const;

/** The sum of a list's parts, named as the first of them. */
function summed(parts: readonly [Reconciliation, ...Reconciliation[]]): Reconciliation {
  const all = (of: (part: Reconciliation) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  const state = parts.every((part) => part.state === 'destroyed') ? 'destroyed' : parts.some((part) => part.state === 'open') ? 'open' : 'settled';
  return {
    ...parts[0], ...Object.fromEntries(sums.map((key) => [key, all((part) => part[key])])),
    differences: { open: all((part) => part.differences.open), settled: all((part) => part.differences.settled) }, state,
  };
}

/** The entries of a list in its order; parts of one list stand together where the first of them stood, by unit. */
export function entries(items: readonly Reconciliation[]): ListEntry[] {
  const batches = new Map<string, Reconciliation[]>();
  for (const one of items) batches.set(one.batch ?? one.id, [...(batches.get(one.batch ?? one.id) ?? []), one]);
  return [...batches].map(([key, found]) => {
    const parts = found.toSorted((a, b) => a.unit_name.localeCompare(b.unit_name, 'vi')) as [Reconciliation, ...Reconciliation[]];
    const done = parts.filter(({ state }) => state !== 'open').length;
    return parts.length === 1 ? { key, one: parts[0], parts: [], done } : { key, one: summed(parts), parts, done };
  });
}
