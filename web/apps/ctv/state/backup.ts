import { PIN_ITERATIONS, sealFile, type OutboxEntry } from '$lib/store';
import type { RandomBytes } from '$lib/wire';

/** No letters that look alike. */
const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export interface Backup {
  /** To be written on paper: without it the file stays closed. */
  code: string;
  file: Uint8Array<ArrayBuffer>;
}

/** The acts that wait, sealed under a code made for this file. */
export async function backupOf(entries: readonly OutboxEntry[], randomBytes: RandomBytes): Promise<Backup> {
  const letters = Array.from(randomBytes(16), (byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join('');
  const code = letters.replace(/(.{4})(?=.)/g, '$1-');
  const events = entries.filter((entry) => entry.state === 'waiting').map((entry) => entry.event);
  const plain = new TextEncoder().encode(JSON.stringify({ format: 'danso-outbox-1', events }));
  return { code, file: await sealFile(code, plain, randomBytes, PIN_ITERATIONS) };
}
