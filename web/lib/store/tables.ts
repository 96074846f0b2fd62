import type { CatalogData } from '$lib/rules/types.ts';
import type { Lease } from '$lib/sync/lease.ts';
import type {
  Area,
  Commune,
  DifferenceOutcome,
  Elsewhere,
  Event,
  EventKind,
  FoundOut,
  Hamlet,
  HandedDifference,
  HouseholdDocument,
  Id,
  Instant,
  Issue,
  User,
} from '$lib/wire';

/** Where an own event stands. `waiting`: the server has not confirmed that it holds it. */
export type EntryState = 'waiting' | 'submitted' | 'accepted' | 'returned' | 'withdrawn' | 'parked';

/** An own event and what the server has said about it. Never removed before a receipt covers it. */
export interface OutboxEntry {
  event: Event;
  /** The household it belongs to, for display and for laying it over the document. */
  household: Id;
  /** The name of the person or household it is about, as it was when written. */
  subject: string;
  /** What was typed into the form, so that it can be taken up again for a correction. */
  values?: Record<string, unknown>;
  state: EntryState;
  /** Log position of the last thing the server said about it. */
  position?: number;
  reason?: string;
  byName?: string;
  issues?: Issue[];
  /** What the server answered when it would not take the push that held this event alone. */
  refusal?: string;
}

/** A half-filled form. */
export interface Draft {
  id: Id;
  kind: EventKind;
  household?: Id;
  person?: Id;
  subject: string;
  step: number;
  values: Record<string, unknown>;
  /** The own event that this draft corrects. */
  supersedes?: Id;
  /** The difference that is answered with it. */
  answers?: { difference: string; outcome: DifferenceOutcome };
  updated: Instant;
  /** Set when deleted: kept for undoing. */
  deleted?: Instant;
}

export interface SessionRecord {
  token: string;
  user: User;
  device: Id;
}

export interface SyncRecord {
  /** Cursor of the pull. */
  position: number;
  /** Last counter that the server said it holds without a gap. */
  receivedUpto: number;
  receivedCount: number;
  receipt?: string;
  /** When the server last answered. */
  lastContact?: Instant;
  /** When the server last took an event. */
  lastSent?: Instant;
  catalog?: string;
  /** What the server called the differences that this phone has. */
  differences?: string;
  /** What the server called the areas, hamlets and names that this phone has. */
  ground?: string;
}

export interface AreaRecord {
  areas: Area[];
  hamlets: Hamlet[];
  elsewhere?: Elsewhere[];
  communes: Commune[];
  provinces?: Commune[];
}

/** A household of the own areas that came to this phone without an act of its own. */
export interface ArrivalRecord {
  household: Id;
  /** The day it came. */
  day: string;
}

/** Lists and rules as `GET /api/catalog` gives them. */
export type CatalogRecord = CatalogData;

export interface DownloadRecord {
  etag: string;
  total: number;
  have: number;
  chunks: number;
}

/** What the collaborator says of a month of an area, under the id `<area> <month>`. */
export interface DeclarationRecord {
  area: Id;
  /** `2026-10` */
  month: string;
  /** Nothing happened; or the sheet was read through and is right, which the events themselves tell the server. */
  what: 'nothing' | 'read';
  at: Instant;
  /** How many acts the sheet had when it was read. */
  acts: number;
  /** Only of `nothing`: whether the server has it. */
  state: 'waiting' | 'confirmed';
  /** Why the server would not take it. */
  refusal?: string;
}

/** What a person chose on this phone. */
export interface SettingRecord {
  /** Code of the language; Vietnamese when left out. */
  language?: string;
}

/** A difference to be asked about, under the id `<reconciliation>.<key>`, and what was found out. */
export interface DifferenceRecord extends Omit<HandedDifference, 'handed_at'> {
  handed_at?: Instant;
  answer?: FoundOut;
  /** Why the answer does not count. Of what is not to be asked any more, nothing else is left than the answer. */
  over?: 'settled' | 'gone' | 'refused';
}

/** A lesson of the practice area that was completed on this phone, under the id `<user> <lesson>`. */
export interface TrainingRecord {
  lesson: string;
  day: string;
  /** Percent of the check that was right at the first try. */
  score: number;
  /** Left out while nobody had logged in. */
  user?: Id;
  /** Whether the server has heard. */
  told: boolean;
}

/** Table → what one record of it holds. */
export interface Tables {
  session: SessionRecord;
  sync: SyncRecord;
  area: AreaRecord;
  catalog: CatalogRecord;
  download: DownloadRecord;
  household: HouseholdDocument;
  arrival: ArrivalRecord;
  outbox: OutboxEntry;
  draft: Draft;
  declaration: DeclarationRecord;
  difference: DifferenceRecord;
  setting: SettingRecord;
  lease: Lease;
  training: TrainingRecord;
}

export type Table = keyof Tables;

/** The id of the only record of a table that has one. */
export const ONLY = 'only';
