import { expect, test } from 'vitest';
import { sealFile } from '$lib/store';
import { systemRandom } from '$lib/wire';
import { entry } from '../../../test/samples.ts';
import { backupOf, eventsOf } from './backup.ts';

test('a file opens with its code, however that is typed, and with no other', async () => {
  const waiting = entry(1, 'reviewed', { household: 'h' });
  const { code, file } = await backupOf([waiting, entry(2, 'reviewed', { household: 'h' }, { state: 'submitted' })], systemRandom);
  expect(await eventsOf(code, file)).toEqual([waiting.event]);
  expect(await eventsOf(` ${code.toLowerCase().replaceAll('-', ' ')} `, file)).toEqual([waiting.event]);
  expect(await eventsOf('AAAA-BBBB-CCCC-DDDD', file)).toBeUndefined();
});

test('a file of another kind is none of ours', async () => {
  const seal = (text: string) => sealFile('ABCD-EFGH', new TextEncoder().encode(text), systemRandom, 10);
  for (const text of ['{"format":"other","events":[]}', 'no json', '{"format":"danso-outbox-1"}']) {
    expect(await eventsOf('ABCD-EFGH', await seal(text), 10), text).toBeUndefined();
  }
});
