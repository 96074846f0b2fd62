import type { SyncEnd } from '$lib/sync';
import type { EventKind } from '$lib/wire';
import { isFormKind } from '../forms/index.ts';
import { t } from '../text.ts';

/** What a kind of event is called here. */
export function kindName(kind: EventKind): string {
  return isFormKind(kind) || kind === 'withdrawal' ? t(`kind.${kind}`) : t('kind.other');
}

/** What to tell after a run that did not end well. */
export function failedSync(end: SyncEnd): string {
  switch (end.outcome) {
    case 'done':
      return t('send.done');
    case 'unreachable':
      return t('problem.unreachable');
    case 'logged_out':
      return t('login.again');
    case 'revoked':
      return t('problem.revoked');
    case 'problem':
      return end.title || t('problem.unreadable');
  }
}
