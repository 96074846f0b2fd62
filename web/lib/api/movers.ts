import type { Calls } from './official.ts';
import type { Result } from './result.ts';
import type { Merged } from './sameTypes.ts';
import type { Sex } from './types.ts';

export type MoverSide = 'arrival' | 'departure';
/** How many, and of how many the other end is known, likely, or nobody. */
export interface MoverTally { total: number; paired: number; likely: number; open: number }
export interface StatedPlace { kind: 'commune' | 'province' | 'abroad' | 'unknown'; code?: string; name?: string }
export interface MoverPlace { place: StatedPlace; departures: MoverTally; arrivals: MoverTally }
export interface MoverCounts { from: string; to: string; departures: MoverTally; arrivals: MoverTally; found: MoverTally; places: MoverPlace[] }
export interface MoverSheet { id: string; name: string; sex: Sex; birth: string; household: string; hamlet_name?: string; day: string; found: boolean; place: StatedPlace }
export interface MoverWeight { field: string; level: string; weight: number }
/** Someone at the other end: no more than what lets one decide. */
export interface MoverCandidate {
  id: string; name: string; sex: Sex; birth: string; commune_name?: string; hamlet_name?: string; day: string; number_agrees?: boolean;
  probability: number; weight: number; before: number; lines: MoverWeight[];
  /** Whether the caller decides: the officer of where the person came to. */
  may_pair: boolean;
}
export interface MoverLine { side: MoverSide; person: MoverSheet; candidates: MoverCandidate[] }
export interface MoversPage { persons: boolean; counts: MoverCounts; items: MoverLine[]; next?: string; total: number }

/** Who left and who came without another end. Looks at persons are audited; decisions are sent once. */
export interface MoverSource {
  movers(unit: string | undefined, side: MoverSide, after: string | undefined, limit: number): Promise<Result<MoversPage>>;
  /** Who came is who left. Undone as a merge. */
  pairMovers(arrival: string, departure: string, reason: string | undefined): Promise<Result<Merged>>;
  keepMoversApart(arrival: string, departure: string, apart: boolean): Promise<Result<{ apart: boolean }>>;
}

/** The same over HTTP. */
export function moverCalls({ get, post }: Calls): MoverSource {
  const at = (arrival: string, departure: string, rest = '') => `/api/movers/${encodeURIComponent(arrival)}/${encodeURIComponent(departure)}${rest}`;
  return {
    movers: (unit, side, after, limit) => get<MoversPage>('/api/movers', { unit, side, after, limit }),
    pairMovers: (arrival, departure, reason) => post<Merged>(at(arrival, departure), reason === undefined ? {} : { reason }),
    keepMoversApart: (arrival, departure, apart) => post<{ apart: boolean }>(at(arrival, departure, '/apart'), { apart }),
  };
}
