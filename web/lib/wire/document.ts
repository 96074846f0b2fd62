import type { HouseholdType, Id, PartialDateText, Sex } from './codes.ts';

export interface DocumentMember {
  id: Id;
  name?: string;
  sex: Sex;
  birth: PartialDateText;
  relationship: string;
  residence: string;
  since: PartialDateText;
  ethnic?: string;
  education?: string;
  marital?: string;
  mother?: Id;
  father?: Id;
  pin_tail?: string;
  phone?: string;
  method?: string;
  pregnant?: PartialDateText;
  /** First day of the last period of that pregnancy. */
  lmp?: PartialDateText;
  /** When last screened as a newborn. */
  screened?: PartialDateText;
  /** When last at a check-up for older people. */
  checked?: PartialDateText;
  /** Other sheets of the same person, which this one stands for. */
  merged?: Id[];
  edits?: Record<string, Id>;
}

export type LeaveReason = 'death' | 'move_out' | 'transfer' | 'other';

export interface PastMember {
  id: Id;
  name?: string;
  sex: Sex;
  birth: PartialDateText;
  left: PartialDateText;
  reason: LeaveReason;
}

/** A household as the server's fold makes it. */
export interface HouseholdDocument {
  id: Id;
  hamlet: Id;
  area?: Id;
  number: string;
  type: HouseholdType;
  address?: string;
  opened: PartialDateText;
  reviewed?: PartialDateText;
  closed?: PartialDateText;
  position: number;
  members: DocumentMember[];
  past?: PastMember[];
}
