import type { Event, EventStatusName, HouseholdDocument, Sex } from '../wire/index.ts';

export type { HouseholdDocument, DocumentMember, PastMember, Event, Personal, Sex } from '../wire/index.ts';

export type RoleName = 'collaborator' | 'commune' | 'province' | 'nation' | 'reader' | 'admin';
export interface Role { role: RoleName; unit?: string; area?: string; unit_name: string }
export interface User { id: string; login: string; name: string; roles: Role[] }
export interface Session { token: string; user: User }

export interface CodeEntry { code: string; label: string }
/** The part of the catalog the desk reads: the newest version of each code list, by name. */
export interface Catalog { version: string; lists: Record<string, CodeEntry[]> }

export type Level = 'nation' | 'province' | 'district' | 'commune' | 'hamlet';
export interface UnitStep { code: string; name: string; level: Level }
export interface ChildUnit { code: string; name: string; full_name: string; level: Level }
export interface Unit extends ChildUnit { parent?: string; path: UnitStep[]; children: ChildUnit[] }

export interface Status { position: number; waiting: number; parked: number; returned: number; last_event_at?: string }

export type Severity = 'clean' | 'warn' | 'confirm' | 'error';
export type EventStatus = EventStatusName;
export interface Issue { rule: string; severity: Severity; message: string }
export interface ReviewItem {
  id: string;
  kind: string;
  date: string;
  recorded_at: string;
  by_name: string;
  household?: string;
  household_number?: string;
  hamlet_name?: string;
  /** Whom or what it is about, in words. */
  subject?: string;
  severity: Severity;
  issues: Issue[];
  status: EventStatus;
  /** Why it was returned. */
  reason?: string;
}
export type SeverityCounts = Record<Severity, number>;
/** `counts` are of those that wait, whatever the page shows. */
export interface ReviewPage { items: ReviewItem[]; next?: string | number; counts: SeverityCounts }
export interface ReviewQuery { unit?: string; status: EventStatus; severity?: Severity; after?: string; limit: number }
export interface ReviewDetail extends ReviewItem {
  event: Event;
  before?: HouseholdDocument;
  after?: HouseholdDocument;
  /** The event this one contradicts: same person, same field, neither writer knew of the other. */
  conflict?: Event & { by_name?: string };
}
export interface Decision { id: string; status: EventStatus; position: number }
export interface AcceptOutcome { id: string; status: EventStatus; code?: string }

export type CountBy = 'sex' | 'age' | 'age5' | 'unit';
export interface CountRow { unit?: string; sex?: Sex; age?: number; age5?: string; count: number }
export interface Count { unit: string; at: string; known_at: number; rows: CountRow[]; total: number; waiting: number }

export interface FlowRow {
  month?: string;
  births: number;
  births_male: number;
  births_female: number;
  deaths: number;
  moved_in: number;
  moved_out: number;
  corrections: number;
  start: number;
  end: number;
}
export interface Flows { unit: string; from: string; to: string; known_at: number; rows: FlowRow[] }

export interface Person {
  id: string;
  /** Left out when the person was erased. */
  name?: string;
  sex: Sex;
  birth: string;
  household?: string;
  household_number?: string;
  hamlet_name?: string;
  relationship?: string;
}
export interface PeopleQuery {
  unit: string;
  at?: string;
  sex?: Sex;
  ageFrom?: number;
  ageTo?: number;
  event?: 'birth' | 'death';
  from?: string;
  to?: string;
  knownAt?: number;
  after?: string;
  limit: number;
}
export interface PeoplePage { items: Person[]; next?: string; total: number }

export interface HouseholdEvent {
  id: string;
  kind: string;
  date: string;
  status: EventStatus;
  by_name?: string;
  recorded_at: string;
  position?: number;
}
export interface HouseholdPage { household: HouseholdDocument; events: HouseholdEvent[] }
export type SheetFormat = 'pdf' | 'docx' | 'xlsx';
export interface EnrolmentCode { code: string; expires_at: string }
