import type { OutboxAsk } from '$lib/api';
import { unsealFile } from '$lib/store/crypto';

/** How a phone writes what it could not send (`App.backup`). */
const format = 'danso-outbox-1';
/** A push holds no more events. */
const most = 200;

interface SavedEvent { device?: string; counter?: number }
export type Opened = { ok: true; pushes: OutboxAsk[]; events: number } | { ok: false; why: 'code' | 'shape' | 'empty' };

/** The code as it was read aloud: letters of any case, with or without dashes and spaces. */
export function tidyCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** Opens a phone's file with its code, and puts its events into pushes of one device each, in the order of their counters. */
export async function openOutbox(file: Uint8Array<ArrayBuffer>, typed: string, iterations: number): Promise<Opened> {
  const plain = await unsealFile(tidyCode(typed), file, iterations);
  if (plain === undefined) return { ok: false, why: 'code' };
  let read: { format?: unknown; events?: unknown };
  try {
    read = JSON.parse(new TextDecoder().decode(plain)) as typeof read;
  } catch {
    return { ok: false, why: 'shape' };
  }
  if (read.format !== format || !Array.isArray(read.events)) return { ok: false, why: 'shape' };
  const events = read.events as SavedEvent[];
  if (events.length === 0) return { ok: false, why: 'empty' };
  if (events.some((event) => typeof event.device !== 'string')) return { ok: false, why: 'shape' };
  const byDevice = new Map<string, SavedEvent[]>();
  for (const event of events) byDevice.set(event.device ?? '', [...(byDevice.get(event.device ?? '') ?? []), event]);
  const pushes = [...byDevice].flatMap(([device, own]) => {
    const inOrder = own.toSorted((a, b) => (a.counter ?? 0) - (b.counter ?? 0));
    const last = inOrder.at(-1)?.counter ?? 0;
    return Array.from({ length: Math.ceil(inOrder.length / most) }, (_, at) => ({ device, last_counter: last, events: inOrder.slice(at * most, (at + 1) * most) }));
  });
  return { ok: true, pushes, events: events.length };
}
