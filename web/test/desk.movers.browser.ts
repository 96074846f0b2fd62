/** Movers, in Chromium against the stand-in server: by keyboard from the list to joined, kept apart and taken back. */
import { describe, expect, it } from 'vitest';
import { enter, fake, look, open, page } from './deskStand.ts';

const shown = () => page.getByTestId('mover').count();
const current = () => page.locator('[data-testid=mover][aria-current=true]').getAttribute('data-person');
const press = (key: string) => page.keyboard.press(key);

describe('movers', () => {
  it('are joined, kept apart and taken back by keyboard', async () => {
    await enter('#/chuyen-di-den');
    await page.getByTestId('mover-facing').waitFor();
    expect(await shown()).toBe(8);
    const first = await current();
    await look('movers');
    await press('n');
    await page.getByTestId('mover-nobody').waitFor();
    await press('z');
    await page.getByTestId('mover-facing').waitFor();
    await page.getByTestId('mover-reason').fill('Chị ấy nói vậy');
    await page.getByTestId('mover-join').click();
    await expect.poll(shown).toBe(7);
    await expect.poll(current).not.toBe(first);
    await press('z');
    await expect.poll(shown).toBe(8);
    expect(fake.movers.decided.map((one) => one.do)).toEqual(['apart', 'together', 'join', 'undo']);
    expect(fake.movers.decided[2]).toMatchObject({ arrival: first, reason: 'Chị ấy nói vậy' });
    await press('t');
    await expect.poll(shown).toBe(4);
    expect(await page.getByTestId('mover-join').count()).toBe(0);
    await press('?');
    await page.getByTestId('movers-keys').waitFor();
    await look('movers-keys');
  });

  it('say so where the server refuses, and fit a small screen', async () => {
    const small = await open({ width: 360, height: 740 });
    await enter('#/chuyen-di-den', 'canbo', small);
    await small.getByTestId('mover-facing').waitFor();
    await look('movers-360', small);
    const [line] = await small.getByTestId('mover').all();
    const id = await line!.getAttribute('data-person');
    fake.failing.set(`/api/movers/${id}/${id!.slice(0, -4)}0000`, 500);
    await small.getByTestId('mover-join').click();
    await small.getByRole('alert').first().waitFor();
    expect(await small.getByTestId('mover').count()).toBe(8);
    await small.context().close();
  });
});
