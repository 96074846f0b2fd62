import { undoneEvents } from '$lib/overlay';
import type { OutboxEntry } from '$lib/store';
import type { Id } from '$lib/wire';
import type { WaitingTransfer } from './types.ts';

/** Own transfers to a household of the phone that nobody has said of whether they came. */
export function waitingTransfers(entries: readonly OutboxEntry[], except?: Id): WaitingTransfer[] {
  const undone = undoneEvents(entries.filter(({ event }) => event.id !== except));
  const standing = entries.filter(
    ({ event, state }) => event.id !== except && state !== 'returned' && state !== 'withdrawn' && !undone.has(event.id),
  );
  const answered = new Set(standing.flatMap(({ event }) => (event.kind === 'transfer_receipt' ? [event.data.transfer] : [])));
  return standing.flatMap(({ event }): WaitingTransfer[] => {
    if (event.kind !== 'transfer' || event.data.from_household === event.data.to_household || answered.has(event.id)) return [];
    const { to_household: household, members } = event.data;
    return [{ event: event.id, household, date: event.date, members }];
  });
}
