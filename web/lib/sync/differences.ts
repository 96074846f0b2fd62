import { ONLY, type Change, type DifferenceRecord, type Records } from '$lib/store';
import { ANSWER_LIMIT, type FoundOut, type HandedDifference, type HandedReplies } from '$lib/wire';
import { nothingSynced } from './plan.ts';
import type { Failure, Transport } from './transport.ts';

export const differenceId = ({ reconciliation, key }: Pick<DifferenceRecord, 'reconciliation' | 'key'>) => `${reconciliation}.${key}`;

/** Whether an answer waits to be sent. */
export const isAnswered = ({ answer, over }: DifferenceRecord) => answer !== undefined && over === undefined;

/** Writes down what was found out, or takes it back. */
export const answered = ({ answer: _before, over: _over, ...record }: DifferenceRecord, answer?: FoundOut): Change => ({
  put: 'difference',
  id: differenceId(record),
  value: { ...record, ...(answer && { answer }) },
});

/** What stays of a difference whose answer came too late: that there was one. */
const spent = ({ reconciliation, key, source, as_of, kind, answer }: DifferenceRecord, over: 'settled' | 'gone'): DifferenceRecord => ({
  reconciliation, key, source, as_of, kind, over, ...(answer && { answer }),
});

/** What the replies change, where the answer is still the one that was sent. */
export function afterReplies(records: readonly DifferenceRecord[], sent: readonly DifferenceRecord[], { replies }: HandedReplies): Change[] {
  return replies.flatMap(({ result, ...which }): Change[] => {
    const id = differenceId(which);
    const of = (list: readonly DifferenceRecord[]) => list.find((one) => differenceId(one) === id);
    const record = of(records);
    if (!record || result === 'later' || record.answer?.at !== of(sent)?.answer?.at) return [];
    if (result === 'taken') return [{ delete: 'difference', id }];
    return [{ put: 'difference', id, value: result === 'refused' ? { ...record, over: result } : spent(record, result) }];
  });
}

/** What is to be asked now takes the place of what was; answers that were not sent stay, and so does what was said of them. */
export function afterList(records: readonly DifferenceRecord[], items: readonly HandedDifference[]): Change[] {
  const before = new Map(records.map((record) => [differenceId(record), record]));
  const puts = items.map((item): Change => {
    const { answer, over } = before.get(differenceId(item)) ?? {};
    before.delete(differenceId(item));
    const keeps = over === undefined || over === 'refused';
    return { put: 'difference', id: differenceId(item), value: { ...item, ...(keeps && answer && { answer, ...(over && { over }) }) } };
  });
  const kept = (record: DifferenceRecord) => isAnswered(record) || record.over === 'settled' || record.over === 'gone';
  return [...puts, ...[...before].flatMap(([id, record]): Change[] => (kept(record) ? [] : [{ delete: 'difference', id }]))];
}

/** A server that knows nothing of differences, or will not have these answers now, holds nothing else up. */
const serious = (failure: Failure) => (failure.kind === 'problem' && [400, 404, 409, 422].includes(failure.problem.status) ? undefined : failure);

/** Sends what was found out, and asks what is to be asked. Only a failure that other calls would meet as well comes back. */
export async function syncDifferences(records: Records, transport: Transport, token: string): Promise<Failure | undefined> {
  const waiting = (await records.all('difference')).filter(isAnswered);
  for (let from = 0; from < waiting.length; from += ANSWER_LIMIT) {
    const sent = waiting.slice(from, from + ANSWER_LIMIT);
    const answers = sent.flatMap(({ reconciliation, key, answer }) => (answer ? [{ reconciliation, key, ...answer }] : []));
    const answer = await transport.answerDifferences(token, answers);
    if (!answer.ok) return serious(answer.failure);
    await records.write(afterReplies(await records.all('difference'), sent, answer.value));
  }
  const told = await transport.differences(token, (await records.get('sync', ONLY))?.differences);
  if (!told.ok) return serious(told.failure);
  const { mark, items } = told.value;
  if (!items) return undefined;
  const sync = (await records.get('sync', ONLY)) ?? nothingSynced;
  await records.write([...afterList(await records.all('difference'), items), { put: 'sync', id: ONLY, value: { ...sync, differences: mark } }]);
  return undefined;
}
