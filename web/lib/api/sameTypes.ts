import type { DocumentMember, HouseholdDocument } from '../wire/index.ts';
import type { HouseholdEvent, Sex } from './types.ts';

/** What one field adds to the weight of a pair, in bits. */
export interface LikeWeight { field: string; level: string; weight: number }
/** How sure it is that two sheets are about one person: `before` and the lines sum up to `weight`, log2 of the odds. */
export interface Likeness { probability: number; weight: number; before: number; lines: LikeWeight[] }
export interface LikeSheet { id: string; name?: string; sex: Sex; birth: string; household?: string; household_number?: string; hamlet_name?: string }
export interface PairLine extends Likeness { one: LikeSheet; other: LikeSheet }
export interface DuplicatePage { items: PairLine[]; next?: string; total: number }
export interface PairSide { person: DocumentMember; has_pin: boolean; household: HouseholdDocument; hamlet_name: string; events: HouseholdEvent[] }
/** The two as asked for: `one` first. */
export interface DuplicatePair extends Likeness { one: PairSide; other: PairSide; apart?: { by_name: string; at: string } }
export interface MergePreview { person?: DocumentMember; households: { before: HouseholdDocument; after: HouseholdDocument }[] }
/** The event that says so; what undoes it names it. */
export interface Merged { event: string; position: number }
export interface NewcomerLikes { person: LikeSheet; likes: PairLine[] }
/** The last search of the whole register. */
export interface NightSummary { at: string; position: number; residents: number; model_hash: string; learned: boolean }
export interface NightUnit { code: string; name: string; inside: number; across: number }
/** Someone of another commune: of someone who is rather another person the commune alone is told. */
export interface NightOther { id?: string; name?: string; sex?: Sex; birth?: string; commune_name?: string; hamlet_name?: string }
export interface NightLine extends Likeness { own: LikeSheet; other: NightOther; same_number: boolean; may_settle: boolean }
export interface NightPage { searched?: NightSummary; persons: boolean; units: NightUnit[]; items: NightLine[]; next?: string; total: number }
