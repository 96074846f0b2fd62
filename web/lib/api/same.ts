import type { Calls } from './official.ts';
import { mapResult, type Result } from './result.ts';
import type { DuplicatePage, DuplicatePair, Merged, MergePreview, NewcomerLikes, NightPage } from './sameTypes.ts';

/** Persons who may be one. Looks are audited; merging, undoing and keeping apart are decisions and are sent once. */
export interface SameSource {
  duplicates(unit: string | undefined, after: string | undefined, limit: number): Promise<Result<DuplicatePage>>;
  /** What the last search of the whole register found with other communes. */
  nightDuplicates(unit: string | undefined, after: string | undefined, limit: number): Promise<Result<NightPage>>;
  duplicatePair(one: string, other: string): Promise<Result<DuplicatePair>>;
  /** What would be if the first were kept. */
  mergePreview(kept: string, duplicate: string): Promise<Result<MergePreview>>;
  /** The first is kept. */
  mergePersons(kept: string, duplicate: string, reason: string): Promise<Result<Merged>>;
  undoMerge(event: string): Promise<Result<Merged>>;
  keepApart(one: string, other: string, apart: boolean): Promise<Result<{ apart: boolean }>>;
  /** Whom the newcomers of a waiting event may be already. */
  queueLikes(event: string): Promise<Result<NewcomerLikes[]>>;
}

/** The same over HTTP. */
export function sameCalls({ get, post }: Calls): SameSource {
  const at = (one: string, other: string, rest = '') => `/api/duplicates/${encodeURIComponent(one)}/${encodeURIComponent(other)}${rest}`;
  return {
    duplicates: (unit, after, limit) => get<DuplicatePage>('/api/duplicates', { unit, after, limit }),
    nightDuplicates: (unit, after, limit) => get<NightPage>('/api/duplicates/night', { unit, after, limit }),
    duplicatePair: (one, other) => get<DuplicatePair>(at(one, other)),
    mergePreview: (kept, duplicate) => get<MergePreview>(at(kept, duplicate, '/preview')),
    mergePersons: (kept, duplicate, reason) => post<Merged>(at(kept, duplicate, '/merge'), { reason }),
    undoMerge: (event) => post<Merged>(`/api/duplicates/undo/${encodeURIComponent(event)}`, {}),
    keepApart: (one, other, apart) => post<{ apart: boolean }>(at(one, other, '/apart'), { apart }),
    queueLikes: async (event) => mapResult(await get<{ items: NewcomerLikes[] }>(`/api/review/${encodeURIComponent(event)}/duplicates`), (read) => read.items),
  };
}
