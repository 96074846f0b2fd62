/** What stands between an act that is answered and its being sent: rules that ask for a reason, and people who may be in the book already. */
import type { Issue, Override } from '$lib/wire';
import { text } from './common.ts';
import type { Candidate } from './duplicates.ts';
import { t } from './text.ts';
import type { Values } from './types.ts';

/** The rule about the same person written down twice; the answer to it says whom one was asked about by id, for it stays in the open. */
export const DUPLICATE_RULE = 'V18b';

/** Where the reason against a rule is kept among the answers. */
export const reasonId = (rule: string) => `why.${rule}`;

export const reasonOf = (values: Values, rule: string) => text(values, reasonId(rule));

/** Where the answer about someone alike is kept among the answers: `other` or `same`. */
export const sameId = ({ newcomer, person }: Candidate) => `same.${newcomer.person}.${person}`;

export interface Objection {
  field: string;
  message: string;
}

/** What keeps an act from being sent. */
export function objections(issues: readonly Issue[], alike: readonly Candidate[], values: Values): Objection[] {
  const open = alike.filter((one) => text(values, sameId(one)) !== 'other');
  return [
    ...open.map((one) => ({
      field: sameId(one),
      message: t(text(values, sameId(one)) === 'same' ? 'duplicate.stop' : 'duplicate.answer', { name: one.name }),
    })),
    ...issues.filter(({ severity }) => severity === 'error').map(({ message }) => ({ field: 'answers', message })),
    ...issues
      .filter(({ severity, rule }) => severity === 'confirm' && reasonOf(values, rule) === '')
      .map(({ rule, message }) => ({ field: reasonId(rule), message: `${message} ${t('form.reason_needed')}` })),
  ];
}

/** The reasons that go with an act. */
export function overridesOf(issues: readonly Issue[], alike: readonly Candidate[], values: Values): Override[] {
  const asked = [...issues.filter(({ severity }) => severity === 'confirm'), ...issues.filter(({ severity }) => severity === 'warn')];
  const overrides = asked.map(({ rule }) => ({ rule, reason: reasonOf(values, rule) })).filter(({ reason }) => reason !== '');
  const persons = alike.filter((one) => text(values, sameId(one)) === 'other').map(({ person }) => person);
  if (persons.length > 0) overrides.push({ rule: DUPLICATE_RULE, reason: t('duplicate.reason', { persons: persons.join(', ') }) });
  return overrides;
}
