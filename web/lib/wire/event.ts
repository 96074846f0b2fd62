import type {
  BirthPlace,
  ChangeField,
  DeathPlace,
  HouseholdType,
  Id,
  Instant,
  PartialDateText,
  Sex,
  Source,
} from './codes.ts';

export interface Member {
  person: Id;
  sex: Sex;
  birth: PartialDateText;
  relationship: string;
  residence: string;
  ethnic?: string;
  education?: string;
  marital?: string;
  mother?: Id;
  father?: Id;
}

export type Origin =
  | { kind: 'commune' | 'province'; unit: string }
  | { kind: 'abroad' | 'unknown' };

export interface Related {
  person: Id;
  relationship: string;
}

export type Partner = { person: Id } | { sex: Sex; birth?: PartialDateText; unit?: string };

export type HealthContent = Record<string, string | number | boolean>;

export interface Personal {
  name?: string;
  pin?: string;
  health_card?: string;
  phone?: string;
  address?: string;
  note?: string;
  health?: HealthContent;
}

/** Kind of an event → the shape of its `data`. */
export interface EventData {
  household: {
    household: Id;
    hamlet: Id;
    area: Id;
    number: string;
    type: HouseholdType;
    members: Member[];
  };
  household_change: { household: Id; number?: string; area?: Id; type?: HouseholdType };
  birth: {
    household: Id;
    hamlet: Id;
    child: Member;
    mother_birth?: PartialDateText;
    order?: number;
    place: BirthPlace;
    multiple?: true;
    weight_g?: number;
    gestation_weeks?: number;
  };
  adoption: { household: Id; hamlet: Id; child: Member; origin?: Origin };
  death: { person: Id; place?: DeathPlace; cause?: string };
  move_in: { household: Id; hamlet: Id; members: Member[]; from: Origin; reason?: string };
  move_out: { household: Id; persons: Id[]; to: Origin; reason?: string; whole?: true };
  transfer: {
    from_household: Id;
    to_household: Id;
    to_hamlet: Id;
    to_area?: Id;
    members: Related[];
    whole?: true;
  };
  transfer_receipt: { transfer: Id; received: boolean; household?: Id; members?: Related[] };
  split: {
    from_household: Id;
    household: Id;
    hamlet: Id;
    area: Id;
    number: string;
    members: Related[];
  };
  merge: { from_household: Id; household: Id; hamlet: Id; members: Related[] };
  head_change: { household: Id; head: Id; members: Related[] };
  marriage: {
    partners: [Partner, Partner];
    registered: boolean;
    counselled?: boolean;
    kin_degree?: 0 | 1 | 2 | 3;
  };
  divorce: { persons: Id[] };
  separation: { persons: Id[] };
  widowed: { person: Id };
  contraception_start: { person: Id };
  contraception_stop: { person: Id };
  pregnancy: { person: Id };
  prenatal_screen: { person: Id };
  newborn_screen: { person: Id };
  elderly_checkup: { person: Id; place?: string };
  disability: { person: Id };
  change: { person: Id; field: ChangeField; value?: string; base?: Id };
  reviewed: { household: Id };
  withdrawal: { event: Id; reason?: string };
  /** Two sheets are about one person; `person` is the one that is kept. */
  same_person: { person: Id; duplicate: Id };
}

export type EventKind = keyof EventData;

export interface Override {
  rule: string;
  reason: string;
}

/** What is common to every event, whatever its kind. */
export interface EventEnvelope {
  v: 1;
  id: Id;
  date: PartialDateText;
  recorded_at: Instant;
  by: Id;
  /** The collaborator on whose behalf an officer entered it. */
  for?: Id;
  device?: Id;
  counter?: number;
  supersedes?: Id;
  source: Source;
  personal?: Record<Id, Personal>;
  overrides?: Override[];
}

export type EventOf<K extends EventKind> = EventEnvelope & { kind: K; data: EventData[K] };

/** An event of any kind; `switch (event.kind)` narrows `event.data`. */
export type Event = { [K in EventKind]: EventOf<K> }[EventKind];

/** The part of an event that a form decides; the outbox adds id, author, device, counter and clock. */
export type Act = {
  [K in EventKind]: {
    kind: K;
    date: PartialDateText;
    data: EventData[K];
    personal?: Record<Id, Personal>;
    supersedes?: Id;
    overrides?: Override[];
  };
}[EventKind];
