import type { Failure, SyncEnd } from '$lib/sync';
import type { EventKind } from '$lib/wire';
import type { IconName } from '../parts/Icon.svelte';
import { t } from '../text.ts';

/** What a kind of event is called here. */
export function kindName(kind: EventKind): string {
  return t(`kind.${kind}`);
}

/** The sign beside the name of a kind. */
export const kindIcons: Record<EventKind, IconName> = {
  birth: 'birth',
  adoption: 'birth',
  death: 'death',
  marriage: 'rings',
  divorce: 'apart',
  separation: 'apart',
  widowed: 'person',
  change: 'change',
  disability: 'person',
  move_in: 'move_in',
  move_out: 'move_out',
  transfer: 'swap',
  transfer_receipt: 'move_in',
  household: 'household',
  household_change: 'change',
  head_change: 'person',
  split: 'apart',
  merge: 'rings',
  reviewed: 'ok',
  pregnancy: 'health',
  prenatal_screen: 'health',
  newborn_screen: 'health',
  contraception_start: 'health',
  contraception_stop: 'health',
  elderly_checkup: 'health',
  withdrawal: 'close',
  same_person: 'rings',
};

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

/** What to tell the person: the server's own words where it has some. */
export function failureText(failure: Failure): string {
  switch (failure.kind) {
    case 'unreachable':
      return t('problem.unreachable');
    case 'unreadable':
      return t('problem.unreadable');
    case 'problem':
      return failure.problem.title || t('problem.code', { code: failure.problem.code });
  }
}
