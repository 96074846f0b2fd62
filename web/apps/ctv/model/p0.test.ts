import { expect, test } from 'vitest';
import { catalogData } from '$lib/rules/conformance.ts';
import type { Event } from '$lib/wire';
import { actCases } from '../../../test/actCases.ts';
import { entry, households, personId } from '../../../test/samples.ts';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { showDate } from '$lib/forms/dates.ts';
import { lateIn, monthOf, ofMonth, sheetOf, type P0TableId, type P0Words } from './p0.ts';

const lists = catalogData().lists;
const words: P0Words = {
  label: (list, code) => lists.find(({ id }) => id === list)?.items.find((item) => item.code === code)?.vi ?? code ?? '',
  date: showDate,
  unit: (code) => `xã ${code}`,
  before: (event, key) => (key === 'old' && golden.find((one) => one.event.id === event)?.name === 'schooling changes' ? '2' : ''),
};
const golden = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../../conformance/wire/acts.json', import.meta.url)), 'utf8'),
) as { name: string; event: Event }[];
const events = golden.map(({ event }) => event);
const sheet = sheetOf(ofMonth(events, '2026-03'), households(), words);
const rows = (id: P0TableId) => sheet.tables.find((table) => table.id === id)?.rows.map(({ cells }) => cells);

test('eleven tables in the order of the sheet', () => {
  expect(sheet.tables.map(({ id }) => id)).toEqual([
    'births', 'newborn_screens', 'deaths', 'moves_in', 'moves_out', 'changes', 'method_starts', 'method_stops', 'pregnancies',
    'prenatal_screens', 'checkups',
  ]);
});

test('a birth stands in the column of its sex, with mother, place and order', () => {
  expect(rows('births')).toEqual([
    ['', 'Nguyễn Ngọc Mai', '', '05/03/2026', 'Kinh', 'Trần Thị Hoà', '07/1990', 'Trạm y tế', '2'],
  ]);
});

test('deaths, moves and screenings say what the sheet asks for', () => {
  expect(rows('deaths')).toEqual([['13', 'Thạch Sa Rươne', 'Chủ hộ', 'Nam', 'khoảng 1966', '05/03/2026']]);
  expect(rows('moves_in')?.[0]?.slice(-2)).toEqual(['05/03/2026', 'xã 31120']);
  expect(rows('moves_out')).toEqual([['11', 'Nguyễn Văn Bình', 'Chủ hộ', 'Nam', '12/03/1985', '05/03/2026', 'Nước ngoài']]);
  expect(rows('newborn_screens')?.[0]).toEqual(['11', 'Nguyễn Minh Khôi', 'Bình thường', 'Nghi ngờ', 'Bình thường', 'Không làm', 'Bình thường', 'Trạm y tế']);
  expect(rows('prenatal_screens')?.map((row) => row.slice(3, 9))).toEqual([
    ['12', '05/03/2026', 'Bình thường', 'Bình thường', 'Bình thường', 'Bình thường'],
    ['21', '05/03/2026', 'Nguy cơ thấp', 'Nguy cơ cao', 'Nguy cơ thấp', ''],
  ]);
  expect(rows('pregnancies')).toEqual([['11', 'Trần Thị Hoà', '07/1990', '05/03/2026', 'Mang thai', '2']]);
});

test('marriages and their ends are changes of marital status', () => {
  expect(rows('changes')?.map((row) => row.slice(1, 2).concat(row[4] ?? '', row[6] ?? ''))).toContainEqual(['Phạm Ngọc Ánh', 'Tình trạng hôn nhân', 'Có vợ/chồng']);
  expect(rows('changes')?.filter((row) => row[6] === 'Ly hôn')).toHaveLength(2);
  expect(rows('changes')?.map((row) => row.slice(4, 7))).toContainEqual(['Mẹ', '', 'Trần Thị Hoà']);
  expect(rows('changes')?.map((row) => row.slice(4, 7))).toContainEqual(['Trình độ học vấn', 'Trung học cơ sở', 'Trung học phổ thông']);
});

test('of a month is what happened in it; what was written down later comes apart', () => {
  expect(ofMonth(events, '2026-02').map(({ kind }) => kind)).toEqual(['pregnancy', 'separation']);
  expect(lateIn(events, '2026-03').map(({ kind }) => kind)).toEqual(['pregnancy', 'separation', 'widowed']);
  expect(lateIn(events, '2026-02')).toEqual([]);
  expect(monthOf('2026')).toBe('2026-07');
});

test('what only concerns the paper leaves a month without anything to report', () => {
  const paper = events.filter(({ kind }) => ['reviewed', 'household_change', 'household', 'split', 'merge', 'head_change', 'transfer_receipt', 'change'].includes(kind));
  expect(paper.length).toBeGreaterThan(6);
  expect(sheetOf(paper, households(), words).happenings).toBe(0);
  const death = entry(1, 'death', { person: personId(3, 1) }).event;
  expect(sheetOf([...paper, death], households(), words).happenings).toBe(1);
  expect(actCases.length).toBe(golden.length);
});

test('of someone who is gone the relationship stays as it was when the act was told', () => {
  const gone = households().map((household) => ({ ...household, members: household.members.filter(({ id }) => id !== personId(3, 1)) }));
  const death = events.filter(({ kind }) => kind === 'death');
  const told = { ...words, before: (_event: string, key: string) => (key === `was.${personId(3, 1)}` ? '1' : '') };
  const [row] = sheetOf(death, gone, told).tables.find(({ id }) => id === 'deaths')?.rows ?? [];
  expect(row?.cells[2]).toBe('Chủ hộ');
});
