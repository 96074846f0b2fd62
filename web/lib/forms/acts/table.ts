/**
 * The language of the tables of acts: which pages, which questions, which choices of the catalogue, under which condition, and where in
 * the event an answer goes. `interpret.ts` makes a form of a table. A further act is a further table.
 */
import type { HealthContent, Id } from '$lib/wire';
import type { MessageKey } from '../text.ts';
import type { RareKind, Scene, Values } from '../types.ts';

/** Holds while each question named has one of the answers listed. */
export type Condition = Readonly<Record<string, string | readonly string[]>>;

/** Whom a question offers. Those outside the ages come after the others; nobody is hidden for an age. */
export interface Who {
  sex?: 'm' | 'f';
  ages?: readonly [number, number];
  /** Those of whom this is known come first. */
  with?: 'pregnant' | 'method';
  marital?: readonly string[];
}

/** Where an answer goes: the date of the event, a key of `data`, or a key of the sealed `health` of the person. */
export type Target = 'date' | `data.${string}` | `health.${string}`;

type Ask =
  /** One person: of the household, of those chosen in a question, or of the household chosen in one. */
  | { ask: 'member'; who?: Who; among?: string; of?: string; except?: string }
  | { ask: 'members'; who?: Who; most?: number }
  /** Another household of the phone. */
  | { ask: 'household' }
  | { ask: 'code'; list: string; without?: readonly string[]; as?: 'number' }
  /** Fixed choices. `as: boolean`: `yes` and `no` travel as such, any other answer is left out. */
  | {
      ask: 'words';
      words: Readonly<Record<string, MessageKey>>;
      as?: 'boolean' | 'number';
      /** Whether a choice is offered here. */
      where?: (word: string, scene: Scene) => boolean;
    }
  | { ask: 'text'; inputmode?: 'numeric'; pattern?: RegExp; wrong?: MessageKey; as?: 'number' }
  | { ask: 'date'; guessable?: true; ages?: string }
  /** A hamlet of the own areas or of the commune. `stay`: that of the household is offered too. */
  | { ask: 'hamlet'; stay?: true }
  | { ask: 'area' | 'origin' | 'transfer' };

export type Question = Ask & {
  id: string;
  label: MessageKey;
  hint?: MessageKey;
  optional?: true;
  when?: Condition;
  to?: Target;
};

export interface Page {
  id: string;
  title: MessageKey;
  when?: Condition;
  /** One such page for each person chosen in a question, or for each but the one chosen in `but`. Its questions get the person's id. */
  each?: { of: string; but?: string };
  ask: readonly Question[];
}

export interface ActTable {
  kind: RareKind;
  pages: readonly Page[];
  /** Likely answers, besides today for the date and the only person who can be meant. */
  start?: (scene: Scene, person?: Id) => Values;
  fill?: (values: Values, scene: Scene) => Values;
  /** What of `data` is not the answer to one question; `undefined` while something is missing. */
  data?: (values: Values, scene: Scene) => object | undefined;
  health?: (values: Values) => HealthContent;
  /** What is personal of the household. */
  address?: string;
}
