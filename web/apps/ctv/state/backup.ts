import { PIN_ITERATIONS, sealFile, unsealFile, type OutboxEntry } from '$lib/store';
import type { Event, RandomBytes } from '$lib/wire';

/** No letters that look alike. */
const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export interface Backup {
  /** To be written on paper: without it the file stays closed. */
  code: string;
  file: Uint8Array<ArrayBuffer>;
}

const FORMAT = 'danso-outbox-1';

/** The acts that wait, sealed under a code made for this file. */
export async function backupOf(entries: readonly OutboxEntry[], randomBytes: RandomBytes): Promise<Backup> {
  const letters = Array.from(randomBytes(16), (byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join('');
  const code = letters.replace(/(.{4})(?=.)/g, '$1-');
  const events = entries.filter((entry) => entry.state === 'waiting').map((entry) => entry.event);
  const plain = new TextEncoder().encode(JSON.stringify({ format: FORMAT, events }));
  return { code, file: await sealFile(code, plain, randomBytes, PIN_ITERATIONS) };
}

/** The acts in a file, or `undefined` when the code is not its code, or it is no such file. The code may be typed with or without its hyphens. */
export async function eventsOf(code: string, file: Uint8Array<ArrayBuffer>, iterations = PIN_ITERATIONS): Promise<Event[] | undefined> {
  const tidy = code.toUpperCase().replace(/[^A-Z0-9]/g, '').replace(/(.{4})(?=.)/g, '$1-');
  const plain = await unsealFile(tidy, file, iterations);
  if (plain === undefined) return undefined;
  try {
    const { format, events } = JSON.parse(new TextDecoder().decode(plain)) as { format?: string; events?: Event[] };
    return format === FORMAT && Array.isArray(events) ? events : undefined;
  } catch {
    return undefined;
  }
}
