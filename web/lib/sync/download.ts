import { ONLY, type Records } from '$lib/store';
import type { Clock, Snapshot } from '$lib/wire';
import { arrivals } from './arrivals.ts';
import { afterSnapshot, nothingSynced } from './plan.ts';
import type { Failure, Transport } from './transport.ts';

export interface DownloadConfig {
  records: Records;
  transport: Transport;
  clock: Clock;
  /** Bytes received and bytes in all (0 when unknown). */
  onProgress?: (have: number, total: number) => void;
}

export type Download = { ok: true } | { ok: false; failure: Failure };

const CHUNK = 32 * 1024;

async function gunzip(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<string> {
  const unpacked = new Blob([...pieces]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(unpacked).text();
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Writes a snapshot: the area and its households replace what was there; drafts and the outbox stay. */
export async function storeSnapshot(records: Records, snapshot: Snapshot, now: number): Promise<void> {
  const entries = await records.all('outbox');
  const before = (await records.get('sync', ONLY)) ?? nothingSynced;
  const counter = await records.counter();
  const held = new Set((await records.get('area', ONLY))?.areas.map(({ id }) => id));
  const known = new Set(held.size > 0 ? (await records.all('household')).map(({ id }) => id) : []);
  const { areas, hamlets, elsewhere, communes, provinces } = snapshot;
  await records.write(
    [
      { clear: 'household' },
      ...arrivals(snapshot.households, known, held, entries, now),
      ...snapshot.households.map((value) => ({ put: 'household' as const, id: value.id, value })),
      { put: 'area', id: ONLY, value: { areas, hamlets, communes, ...(elsewhere && { elsewhere }), ...(provinces && { provinces }) } },
      ...afterSnapshot(entries, snapshot).map((value) => ({
        put: 'outbox' as const,
        id: value.event.id,
        value,
      })),
      {
        put: 'sync',
        id: ONLY,
        value: {
          ...before,
          position: snapshot.position,
          ground: snapshot.ground,
          receivedUpto: Math.max(before.receivedUpto, snapshot.counter),
          receivedCount: Math.max(before.receivedCount, snapshot.counter),
          lastContact: new Date(now).toISOString(),
        },
      },
      { delete: 'download', id: ONLY },
    ],
    { from: counter, to: Math.max(counter, snapshot.counter) },
  );
  await records.clearBytes();
}

/** Downloads the area. What has arrived is kept, so that a broken download goes on where it stopped. */
export async function downloadArea(config: DownloadConfig, token: string): Promise<Download> {
  const { records, transport, clock, onProgress = () => {} } = config;

  const catalog = await transport.catalog(token);
  if (!catalog.ok) return catalog;
  await records.write([{ put: 'catalog', id: ONLY, value: catalog.value }]);

  const kept = await records.get('download', ONLY);
  const finished = kept !== undefined && kept.total > 0 && kept.have === kept.total;
  let state = kept;
  if (!finished) {
    const part = await transport.snapshot(
      token,
      kept && kept.have > 0 && kept.etag !== '' ? { etag: kept.etag, from: kept.have } : undefined,
    );
    if (!part.ok) return part;
    const { etag, total, from, body } = part.value;
    if (kept === undefined || from !== kept.have || from === 0) {
      await records.clearBytes();
      state = { etag, total, have: 0, chunks: 0 };
      if (from !== 0) {
        await records.write([{ delete: 'download', id: ONLY }]);
        return { ok: false, failure: { kind: 'unreadable' } };
      }
    }
    let progress = state ?? { etag, total, have: 0, chunks: 0 };
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    const keep = async () => {
      if (size === 0) return;
      await records.putBytes(`chunk-${progress.chunks}`, joined(pieces, size));
      progress = { ...progress, have: progress.have + size, chunks: progress.chunks + 1 };
      await records.write([{ put: 'download', id: ONLY, value: progress }]);
      pieces = [];
      size = 0;
    };
    try {
      for await (const piece of body) {
        pieces.push(piece);
        size += piece.length;
        onProgress(progress.have + size, total);
        if (size >= CHUNK) await keep();
      }
    } catch {
      await keep();
      return { ok: false, failure: { kind: 'unreachable' } };
    }
    await keep();
    state = progress;
    if (total > 0 && progress.have < total) return { ok: false, failure: { kind: 'unreachable' } };
  }

  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let i = 0; i < (state?.chunks ?? 0); i++) {
    const chunk = await records.getBytes(`chunk-${i}`);
    if (chunk) chunks.push(chunk);
  }
  let snapshot: Snapshot;
  try {
    snapshot = JSON.parse(await gunzip(chunks)) as Snapshot;
  } catch {
    await records.write([{ delete: 'download', id: ONLY }]);
    await records.clearBytes();
    return { ok: false, failure: { kind: 'unreadable' } };
  }
  await storeSnapshot(records, snapshot, clock());
  return { ok: true };
}
