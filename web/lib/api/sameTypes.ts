import type { DocumentMember, HouseholdDocument } from '../wire/index.ts';
import type { HouseholdEvent, Sex } from './types.ts';

/** Why two sheets may be about one person; what each adds. */
export interface LikeReason { code: string; points: number }
export interface LikeSheet { id: string; name?: string; sex: Sex; birth: string; household?: string; household_number?: string; hamlet_name?: string }
export interface PairLine { one: LikeSheet; other: LikeSheet; score: number; reasons: LikeReason[] }
export interface DuplicatePage { items: PairLine[]; next?: string; total: number }
export interface PairSide { person: DocumentMember; has_pin: boolean; household: HouseholdDocument; hamlet_name: string; events: HouseholdEvent[] }
/** The two as asked for: `one` first. */
export interface DuplicatePair { one: PairSide; other: PairSide; score: number; reasons: LikeReason[]; apart?: { by_name: string; at: string } }
export interface MergePreview { person?: DocumentMember; households: { before: HouseholdDocument; after: HouseholdDocument }[] }
/** The event that says so; what undoes it names it. */
export interface Merged { event: string; position: number }
export interface NewcomerLikes { person: LikeSheet; likes: PairLine[] }
