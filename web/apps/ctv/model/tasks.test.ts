import { expect, test } from 'vitest';
import type { Event, HouseholdDocument } from '$lib/wire';
import { entry, households, personId } from '../../../test/samples.ts';
import { duties } from './tasks.ts';

const TODAY = '2026-11-22';
const event = (...args: Parameters<typeof entry>): Event => entry(...args).event;

function book(change: (all: HouseholdDocument[]) => void = () => {}): HouseholdDocument[] {
  const all = households();
  change(all);
  return all;
}

test('a pregnancy is due 280 days after the last period where that is known, and since when it is known else', () => {
  const all = book(([first, , third]) => {
    if (first?.members[1]) first.members[1].pregnant = '2026-03';
    if (third?.members[1]) third.members[1].pregnant = '2026-01-10';
  });
  const told = event(1, 'pregnancy', { person: personId(1, 2) }, {
    date: '2026-03-10',
    personal: { [personId(1, 2)]: { health: { outcome: 'pregnant', lmp: '2026-02-01' } } },
  });
  const { pregnancies } = duties(all, [told], TODAY);
  expect(pregnancies.map(({ person, day, late }) => [person?.id, day, late])).toEqual([
    [personId(3, 2), '2026-01-10', true],
    [personId(1, 2), '2026-11-08', true],
  ]);
  expect(duties(all, [told], '2026-11-08').pregnancies.find(({ person }) => person?.id === personId(1, 2))?.late).toBe(false);
});

test('a newborn is asked for until screened or two months old, and is late after 28 days', () => {
  const born = (birth: string, events: Event[] = []) =>
    duties(book(([first]) => { if (first?.members[2]) first.members[2].birth = birth; }), events, TODAY).screenings.map(({ late }) => late);
  expect(born('2026-11-20')).toEqual([false]);
  expect(born('2026-10-25')).toEqual([false]);
  expect(born('2026-10-24')).toEqual([true]);
  expect(born('2026-09-22')).toEqual([]);
  expect(born('2026-11-20', [event(1, 'newborn_screen', { person: personId(1, 3) })])).toEqual([]);
});

test('from sixty on a check-up once a year', () => {
  const who = (events: Event[]) => duties(book(), events, TODAY).checkups.map(({ person, day }) => [person?.id, day]);
  expect(who([])).toEqual([[personId(2, 1), undefined], [personId(3, 1), undefined]]);
  const done = event(1, 'elderly_checkup', { person: personId(2, 1) }, { date: '2026-03-05' });
  expect(who([done])).toEqual([[personId(3, 1), undefined]]);
  const old = event(1, 'elderly_checkup', { person: personId(2, 1) }, { date: '2025-03-05' });
  expect(who([old])).toContainEqual([personId(2, 1), '2025-03-05']);
});

test('a household nobody has asked for a year, the one longest ago first; those that are closed are left alone', () => {
  const all = book(([first, second, third, fourth]) => {
    if (first) first.reviewed = '2025-11-22';
    if (second) second.reviewed = '2025-11-23';
    if (third) third.opened = '2023-05-01';
    if (fourth) Object.assign(fourth, { opened: '2020', closed: '2025-01-01' });
  });
  const { reviews } = duties(all, [], TODAY);
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
  const { headless, widowed } = duties(all, [], TODAY);
  expect(headless.map(({ household }) => household.number)).toEqual(['11']);
  expect(widowed.map(({ person, day }) => [person?.id, day])).toEqual([[personId(1, 2), '2026-11-01']]);
  const told = all.map((household) => ({ ...household, members: household.members.map((member) => ({ ...member, marital: '3' })) }));
  expect(duties(told, [], TODAY).widowed).toEqual([]);
});

test('a couple in which both live is not asked about for the death of another', () => {
  const all = book(([first]) => {
    if (first) first.past = [{ id: personId(1, 9), sex: 'f', birth: '1950', left: '2026-11-01', reason: 'death' }];
  });
  expect(duties(all, [], TODAY).widowed).toEqual([]);
});
