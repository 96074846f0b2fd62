import type { Transport } from '$lib/sync';
import type { Clock, Id, RandomBytes } from '$lib/wire';
import { openGround } from './open.ts';

/**
 * Tells the server which lessons a user has completed, each until it has heard; a lesson completed before anyone had logged in is that
 * of whoever syncs first.
 */
export async function tellTraining(
  { transport, clock, randomBytes }: { transport: Transport; clock: Clock; randomBytes: RandomBytes },
  user: Id,
  token: string,
  name?: string,
): Promise<void> {
  const { records, database } = await openGround(clock, randomBytes, name);
  try {
    const own = (await records.all('training')).filter((record) => record.user === undefined || record.user === user);
    const untold = own.filter(({ told }) => !told);
    if (untold.length === 0) return;
    const answer = await transport.tellTraining(token, untold.map(({ lesson, day, score }) => ({ lesson, day, score })));
    if (!answer.ok) return;
    await records.write(
      untold.flatMap((record) => [
        ...(record.user === undefined ? [{ delete: 'training' as const, id: `only ${record.lesson}` }] : []),
        { put: 'training' as const, id: `${user} ${record.lesson}`, value: { ...record, user, told: true } },
      ]),
    );
  } finally {
    database.close();
  }
}
