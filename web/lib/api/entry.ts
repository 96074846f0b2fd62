import type { CatalogData } from '../rules/types.ts';
import type { Event, Issue, Snapshot } from '../wire/index.ts';
import type { Calls } from './official.ts';
import { mapResult, type Result } from './result.ts';

/** What became of an event sent from the desk. */
export interface EntryOutcome {
  id: string;
  outcome: 'accepted' | 'queued' | 'parked' | 'duplicate';
  position?: number;
  code?: string;
  issues?: Issue[];
}

/** Entry at the desk for a collaborator without a phone. */
export interface EntrySource {
  /** An area as its phone has it. */
  entryArea(id: string): Promise<Result<Snapshot>>;
  /** The key, as hexadecimal digits, that seals what is typed and not sent yet. */
  draftKey(): Promise<Result<string>>;
  /** Lists and rules. */
  rulebook(): Promise<Result<CatalogData>>;
  /** Sends events made at the desk; any number of times, for each is taken in once. */
  record(events: readonly Event[]): Promise<Result<EntryOutcome[]>>;
}

/** Entry over HTTP. */
export function entryCalls({ get, post }: Calls): EntrySource {
  return {
    entryArea: (id) => get<Snapshot>('/api/entry/areas/' + encodeURIComponent(id)),
    draftKey: async () => mapResult(await get<{ key: string }>('/api/entry/key'), (read) => read.key),
    rulebook: () => get<CatalogData>('/api/catalog'),
    record: async (events) => mapResult(await post<{ outcomes: EntryOutcome[] }>('/api/events', { events }), (read) => read.outcomes),
  };
}
