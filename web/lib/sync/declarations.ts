import type { DeclarationRecord, Records } from '$lib/store';
import type { Failure, Transport } from './transport.ts';

export const declarationId = ({ area, month }: Pick<DeclarationRecord, 'area' | 'month'>) => `${area} ${month}`;

/** Whether a declaration can be sent: that nothing happened is known when the month is over. */
export function isSendable({ what, state, refusal, month }: DeclarationRecord, today: string): boolean {
  return what === 'nothing' && state === 'waiting' && refusal === undefined && month < today.slice(0, 7);
}

/**
 * Sends what waits to be declared. One that the server will not take is marked with its words and holds nothing up; only a failure
 * that the others would meet as well comes back.
 */
export async function sendDeclarations(
  records: Records,
  transport: Transport,
  token: string,
  today: string,
): Promise<Failure | undefined> {
  for (const one of await records.all('declaration')) {
    if (!isSendable(one, today)) continue;
    const answer = await transport.declare(token, one.area, one.month);
    if (!answer.ok && (answer.failure.kind !== 'problem' || ![400, 403, 404, 409, 422].includes(answer.failure.problem.status))) {
      return answer.failure;
    }
    const said: DeclarationRecord = answer.ok
      ? { ...one, state: 'confirmed' }
      : { ...one, refusal: answer.failure.kind === 'problem' ? answer.failure.problem.title || answer.failure.problem.code : '' };
    await records.write([{ put: 'declaration', id: declarationId(one), value: said }]);
  }
  return undefined;
}
