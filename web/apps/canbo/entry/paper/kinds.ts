/** Which kinds stand on the paper, and how its columns become answers of their forms. */
import type { FormKind } from '$lib/forms/index.ts';

export const paperKinds = [
  'birth', 'newborn_screen', 'death', 'move_in', 'move_out', 'change', 'contraception_start', 'contraception_stop', 'pregnancy', 'prenatal_screen',
  'elderly_checkup', 'marriage', 'divorce', 'separation', 'widowed', 'adoption', 'disability',
] as const satisfies FormKind[];
export type PaperKind = (typeof paperKinds)[number];

export function isPaperKind(kind: string | undefined): kind is PaperKind {
  return (paperKinds as readonly (string | undefined)[]).includes(kind);
}

/** The field that the name on the paper answers: someone of the household, or a name that is new. */
export const nameField: Record<PaperKind, string> = {
  birth: 'name',
  newborn_screen: 'person',
  death: 'person',
  move_in: 'm0.name',
  move_out: 'persons',
  change: 'person',
  contraception_start: 'person',
  contraception_stop: 'person',
  pregnancy: 'person',
  prenatal_screen: 'person',
  elderly_checkup: 'person',
  marriage: 'person',
  divorce: 'persons',
  separation: 'persons',
  widowed: 'person',
  adoption: 'm0.name',
  disability: 'person',
};

/** Columns of the paper that may be left empty, or that have a likely answer already, and are asked all the same. */
export const askedToo: Record<PaperKind, readonly string[]> = {
  birth: ['order'],
  newborn_screen: ['place'],
  death: [],
  move_in: ['m0.residence', 'm0.ethnic', 'm0.education', 'm0.marital'],
  move_out: [],
  change: [],
  contraception_start: ['place'],
  contraception_stop: [],
  pregnancy: ['number'],
  prenatal_screen: ['place'],
  elderly_checkup: [],
  marriage: [],
  divorce: [],
  separation: [],
  widowed: [],
  adoption: ['m0.ethnic'],
  disability: [],
};

/** Answers that the paper always has: a line is about one person. */
export const given: Partial<Record<PaperKind, Record<string, string>>> = { move_in: { 'm0.more': 'no' } };
