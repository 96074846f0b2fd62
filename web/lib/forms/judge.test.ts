import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CatalogData } from '$lib/rules/types.ts';
import { HAMLET, householdId, households, personId } from '../../test/samples.ts';
import { judgeByRules } from './judge.ts';

const read = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url)).map(
    (file) => JSON.parse(readFileSync(new URL(`${folder}/${file}`, import.meta.url), 'utf8')) as unknown,
  );
const catalog = {
  version: 'test',
  lists: read('../../../catalog/lists'),
  rules: read('../../../catalog/rules').flat(),
} as CatalogData;

const judge = judgeByRules();
const [household] = households();
const born = (mother: string, birth: string) =>
  judge(
    {
      act: {
        kind: 'birth',
        date: birth,
        data: {
          household: householdId(1),
          hamlet: HAMLET,
          child: { person: personId(1, 9), sex: 'f', birth, relationship: '3', residence: '1', ethnic: '01', mother },
          place: 'home',
        },
        personal: { [personId(1, 9)]: { name: 'Nguyễn Ngọc Mai' } },
      },
      households: household ? [household] : [],
      today: '2026-03-06',
      now: Date.parse('2026-03-06T02:00:00Z'),
    },
    catalog,
  );

test('an ordinary birth raises nothing that blocks', async () => {
  expect((await born(personId(1, 2), '2026-03-05')).filter(({ severity }) => severity !== 'warn')).toEqual([]);
});

test('a birth in the future blocks, a man as mother blocks', async () => {
  expect((await born(personId(1, 2), '2026-04-05')).some(({ severity }) => severity === 'error')).toBe(true);
  expect((await born(personId(1, 1), '2026-03-05')).map(({ rule }) => rule)).toContain('V09c');
});
