import type { Id, Instant, PartialDateText, Severity, Sex } from './codes.ts';
import type { HouseholdDocument } from './document.ts';
import type { Event } from './event.ts';

export interface Issue {
  rule: string;
  severity: Severity;
  message: string;
  /** Another event that it is about. */
  event?: Id;
}

export interface Area {
  id: Id;
  name: string;
  number: string;
  hamlets: Id[];
}

export interface Hamlet {
  id: Id;
  code: string;
  name: string;
  commune: string;
}

/** A hamlet of the commune, or the part of one, that is another collaborator's work. */
export interface Elsewhere {
  hamlet: Id;
  name: string;
  area: Id;
  /** Địa bàn số. */
  number: string;
}

export interface Commune {
  code: string;
  name: string;
  full_name: string;
}

export type EventStatusName = 'submitted' | 'accepted' | 'returned' | 'withdrawn' | 'parked';

export interface EventStatus {
  id: Id;
  status: EventStatusName;
  /** Left out while the event has no place in the log, as when it is parked. */
  position?: number;
  reason?: string;
  by_name?: string;
  issues?: Issue[];
  /** In a snapshot, of what waits or was returned: the event as sent. */
  event?: Event;
}

export interface Snapshot {
  position: number;
  areas: Area[];
  hamlets: Hamlet[];
  /** Where else in the commune somebody may move to within the register; left out when nowhere. */
  elsewhere?: Elsewhere[];
  communes: Commune[];
  /** Provinces someone may come from or go to; a server may leave them out. */
  provinces?: Commune[];
  households: HouseholdDocument[];
  events: EventStatus[];
  counter: number;
  catalog: string;
  /** Stands for the areas, hamlets and names in it. */
  ground: string;
}

export interface PushRequest {
  device: Id;
  last_counter: number;
  events: Event[];
}

export type PushOutcomeName = 'accepted' | 'queued' | 'parked' | 'duplicate';

export interface PushOutcome {
  id: Id;
  outcome: PushOutcomeName;
  position?: number;
  code?: string;
  issues?: Issue[];
}

export interface Received {
  count: number;
  upto: number;
  missing: number[];
}

export interface PushResponse {
  outcomes: PushOutcome[];
  received: Received;
  receipt: string;
  position: number;
}

export interface PullResponse {
  position: number;
  more: boolean;
  households: HouseholdDocument[];
  gone: Id[];
  events: EventStatus[];
  counter: number;
  catalog: string;
  /** As of the snapshot that holds now: another one means that areas, hamlets or names changed. */
  ground: string;
}

export interface Role {
  role: string;
  unit?: string;
  area?: Id;
  unit_name?: string;
}

export interface User {
  id: Id;
  login: string;
  name: string;
  roles: Role[];
}

export interface SessionResponse {
  token: string;
  user: User;
  device?: { id: Id; counter: number };
}

export type DifferenceKind = 'theirs_only' | 'ours_only' | 'value';
export type DifferenceOutcome = 'ours' | 'theirs' | 'both' | 'moved' | 'dead' | 'duplicate' | 'definition';

/** A difference between the register and a list of another office that the commune gave to ask about. */
export interface HandedDifference {
  reconciliation: Id;
  key: string;
  /** Whose list, as a code. */
  source: string;
  /** The day of the list. */
  as_of: PartialDateText;
  handed_at: Instant;
  kind: DifferenceKind;
  /** Of `value`. */
  field?: 'name' | 'sex' | 'birth' | 'number';
  hamlet?: Id;
  household?: Id;
  person?: Id;
  /** Of `theirs_only` name, sex and birth are those of the list. */
  name?: string;
  sex?: Sex;
  birth?: PartialDateText;
  number_tail?: string;
  address?: string;
  theirs_value?: string;
  ours_value?: string;
  hints?: string[];
}

export interface HandedDifferences {
  /** Stands for the content. */
  mark: string;
  /** Left out where the phone has them by this mark. */
  items?: HandedDifference[];
}

/** What was found out about one. */
export interface FoundOut {
  outcome: DifferenceOutcome;
  note?: string;
  /** The own event that was recorded for it. */
  event?: Id;
  at: Instant;
}

export interface HandedAnswer extends FoundOut {
  reconciliation: Id;
  key: string;
}

/** `taken`: it counts. `settled`: someone else did before. `gone`: it is no more to be asked. `later`: send it again. `refused`: it makes no sense. */
export type HandedResult = 'taken' | 'settled' | 'gone' | 'later' | 'refused';

export interface HandedReplies {
  replies: { reconciliation: Id; key: string; result: HandedResult }[];
}

/** RFC 9457 problem: `title` is Vietnamese and says what to do, `code` is stable. */
export interface Problem {
  title: string;
  status: number;
  code: string;
  detail?: string;
}

/** At most so many events in one push. */
export const PUSH_LIMIT = 200;
/** At most so many answers at once. */
export const ANSWER_LIMIT = 50;
