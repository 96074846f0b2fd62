import { expect, test } from 'vitest';
import { overlay } from '$lib/overlay';
import type { HouseholdDocument } from '$lib/wire';
import { entry, households, personId } from '../../../test/samples.ts';
import { duties } from './tasks.ts';

const TODAY = '2026-11-22';

function book(change: (all: HouseholdDocument[]) => void = () => {}): HouseholdDocument[] {
  const all = households();
  change(all);
  return all;
}

test('a pregnancy is due 280 days after the last period where that is known, and since when it is known else', () => {
  const all = book(([first, , third]) => {
    if (first?.members[1]) Object.assign(first.members[1], { pregnant: '2026-03', lmp: '2026-02-01' });
    if (third?.members[1]) third.members[1].pregnant = '2026-01-10';
  });
  const { pregnancies } = duties(all, TODAY);
  expect(pregnancies.map(({ person, day, late }) => [person?.id, day, late])).toEqual([
    [personId(3, 2), '2026-01-10', true],
    [personId(1, 2), '2026-11-08', true],
  ]);
  expect(duties(all, '2026-11-08').pregnancies.find(({ person }) => person?.id === personId(1, 2))?.late).toBe(false);
});

test('a newborn is asked for until screened or two months old, and is late after 28 days', () => {
  const born = (birth: string, screened?: string) =>
    duties(book(([first]) => void Object.assign(first?.members[2] ?? {}, { birth, ...(screened && { screened }) })), TODAY).screenings.map(({ late }) => late);
  expect(born('2026-11-20')).toEqual([false]);
  expect(born('2026-10-25')).toEqual([false]);
  expect(born('2026-10-24')).toEqual([true]);
  expect(born('2026-09-22')).toEqual([]);
  expect(born('2026-11-20', '2026-11-21')).toEqual([]);
});

test('from sixty on a check-up once a year, whoever recorded the last one', () => {
  const who = (checked?: string) =>
    duties(book(([, second]) => void Object.assign(second?.members[0] ?? {}, checked && { checked })), TODAY).checkups.map(({ person, day }) => [person?.id, day]);
  expect(who()).toEqual([[personId(2, 1), undefined], [personId(3, 1), undefined]]);
  expect(who('2026-03-05')).toEqual([[personId(3, 1), undefined]]);
  expect(who('2025-03-05')).toContainEqual([personId(2, 1), '2025-03-05']);
});

test('what was just recorded on this phone is asked for no more', () => {
  const all = book(([first]) => void Object.assign(first?.members[2] ?? {}, { birth: '2026-11-10' }));
  const asked = (...entries: ReturnType<typeof entry>[]) => {
    const { screenings, checkups } = duties([...overlay(all, entries).values()].map(({ document }) => document), TODAY);
    return [screenings.length, checkups.length];
  };
  const screened = entry(1, 'newborn_screen', { person: personId(1, 3) }, { date: '2026-11-12' });
  const checked = entry(2, 'elderly_checkup', { person: personId(2, 1) }, { date: '2026-11-12' });
  expect(asked()).toEqual([1, 2]);
  expect(asked(screened, checked)).toEqual([0, 1]);
  expect(asked({ ...screened, state: 'returned' }, checked)).toEqual([1, 1]);
});

test('a household nobody has asked for a year, the one longest ago first; those that are closed are left alone', () => {
  const all = book(([first, second, third, fourth]) => {
    if (first) first.reviewed = '2025-11-22';
    if (second) second.reviewed = '2025-11-23';
    if (third) third.opened = '2023-05-01';
    if (fourth) Object.assign(fourth, { opened: '2020', closed: '2025-01-01' });
  });
  const { reviews } = duties(all, TODAY);
  expect(reviews.map(({ household, late }) => [household.number, late])).toEqual([['13', true], ['11', false]]);
});

test('a household whose head is gone asks for another head, and the one left may be widowed', () => {
  const all = book(([first, , third]) => {
    if (!first || !third) return;
    first.members = first.members.filter(({ relationship }) => relationship !== '1');
    first.past = [{ id: personId(1, 1), name: 'Nguyễn Văn Bình', sex: 'm', birth: '1985-03-12', left: '2026-11-01', reason: 'death' }];
    third.members = third.members.filter(({ relationship }) => relationship !== '2');
    third.past = [{ id: personId(3, 2), sex: 'f', birth: '1970', left: '2026-10-01', reason: 'move_out' }];
  });
  const { headless, widowed } = duties(all, TODAY);
  expect(headless.map(({ household }) => household.number)).toEqual(['11']);
  expect(widowed.map(({ person, day }) => [person?.id, day])).toEqual([[personId(1, 2), '2026-11-01']]);
  const told = all.map((household) => ({ ...household, members: household.members.map((member) => ({ ...member, marital: '3' })) }));
  expect(duties(told, TODAY).widowed).toEqual([]);
});

test('a couple in which both live is not asked about for the death of another', () => {
  const all = book(([first]) => {
    if (first) first.past = [{ id: personId(1, 9), sex: 'f', birth: '1950', left: '2026-11-01', reason: 'death' }];
  });
  expect(duties(all, TODAY).widowed).toEqual([]);
});

test('a household that came by itself is asked for until it was confirmed', () => {
  const arrived = (reviewed?: string) => {
    const all = book(([first]) => void Object.assign(first ?? {}, reviewed && { reviewed }));
    return duties(all, TODAY, [{ household: all[0]?.id ?? '', day: '2026-11-20' }]).arrived.map(({ household, day }) => [household.number, day]);
  };
  const number = households()[0]?.number;
  expect(arrived('2026-03-01')).toEqual([[number, '2026-11-20']]);
  expect(arrived('2026-11-20')).toEqual([]);
});
