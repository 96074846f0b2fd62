// The officer's desk with a commune of a hundred thousand people: queue, search and household, from the touch to what was asked for.
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from '../lib/api.mjs';
import { median, share95 } from './times.mjs';

export async function deskTimes(desk, officer, runs, tell) {
  await desk.logIn(officer);
  const { page } = desk;
  const own = await new Api(new URL(page.url()).origin).logIn(officer);
  const people = (await own.get(`/api/people?unit=${officer.place ?? officer.commune}&at=${new Date().toISOString().slice(0, 10)}&limit=100`)).items;
  const timed = async (address, shown) => {
    await page.goto('about:blank');
    await page.goto(`${desk.start}#/thiet-bi`);
    await desk.at('device-user').waitFor();
    await pause(100);
    const start = performance.now();
    await page.evaluate((hash) => (location.hash = hash), address);
    await shown();
    return performance.now() - start;
  };
  const [queue, search, household] = [[], [], []];
  for (let run = 0; run < runs; run += 1) {
    const person = people[(run * 37) % people.length];
    queue.push(await timed('#/duyet', () => desk.at('queue-row').first().waitFor()));
    search.push(await timed(`#/tim?q=${encodeURIComponent(person.name)}`, () => page.getByText(person.name).first().waitFor()));
    household.push(await timed(`#/ho/${person.household}`, () => desk.at('members').waitFor()));
  }
  for (const [what, times] of Object.entries({ queue, search, household })) {
    tell(`desk, ${what}: median ${median(times).toFixed(0)} ms, 95 of 100 within ${share95(times).toFixed(0)} ms (≤ 300)`);
  }
}
