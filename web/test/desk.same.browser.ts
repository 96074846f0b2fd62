/** Persons who may be one, in Chromium against the stand-in server: by keyboard from the list to merged, apart and undone; and beside a waiting event. */
import { describe, expect, it } from 'vitest';
import { enter, fake, look, page } from './deskStand.ts';
import { endUndoWindow } from './undoWindow.ts';

const shown = () => page.getByTestId('same-pair').count();
const current = () => page.locator('[data-testid=same-pair][aria-current=true]').getAttribute('data-pair');
const press = (key: string) => page.keyboard.press(key);

describe('persons who may be one', () => {
  it('are merged after a preview, kept apart and taken back by keyboard', async () => {
    await enter('#/duyet');
    await page.getByTestId('tab-same').click();
    await page.getByTestId('pair-table').waitFor();
    expect(await shown()).toBe(8);
    const first = await current();
    await look('same-pairs');
    await press('j');
    await expect.poll(current).not.toBe(first);
    const second = (await current())!.split('_');
    await page.locator('[data-field=name]').waitFor();
    await press('2');
    await page.getByTestId('preview').waitFor();
    await look('same-preview');
    await press('Escape');
    await expect.poll(() => page.getByTestId('preview').count()).toBe(0);
    expect(fake.same.decided).toEqual([]);
    await press('2');
    await page.getByTestId('merge-reason').fill('Ghi trùng khi chuyển ấp');
    await press('Enter');
    await expect.poll(shown).toBe(7);
    expect(fake.same.decided).toEqual([{ do: 'merge', kept: second[1], duplicate: second[0], reason: 'Ghi trùng khi chuyển ấp' }]);
    await look('same-merged');

    await page.getByTestId('pair-table').waitFor();
    await press('n');
    await expect.poll(shown).toBe(6);
    await press('z');
    await expect.poll(shown).toBe(7);
    await press('z');
    await expect.poll(shown).toBe(8);
    expect(fake.same.decided.map((one) => one.do)).toEqual(['merge', 'apart', 'together', 'undo']);
    await press('?');
    await page.getByTestId('same-keys').waitFor();
    await look('same-keys');
  });

  it('stand beside those of other communes that the last night found', async () => {
    await enter('#/trung');
    await page.getByTestId('pair-table').waitFor();
    await page.getByTestId('same-view-across').click();
    await page.getByTestId('night-pair').first().waitFor();
    expect(await page.getByTestId('night-pair').count()).toBe(2);
    expect(await page.getByTestId('night-searched').textContent()).toContain('15.204');
    expect(await page.getByTestId('night-pair').nth(1).textContent()).toContain('số định danh');
    await look('same-night');
    await page.setViewportSize({ width: 360, height: 740 });
    await look('same-night-360');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await press('n');
    expect(fake.same.decided, 'no command of the other list').toEqual([]);
    await page.getByTestId('same-view-here').click();
    await page.getByTestId('pair-table').waitFor();
  });

  it('say so where the server refuses', async () => {
    await enter('#/trung');
    await page.getByTestId('pair-table').waitFor();
    const [one, other] = (await current())!.split('_');
    fake.failing.set(`/api/duplicates/${one}/${other}/apart`, 500);
    await press('n');
    await page.getByRole('alert').first().waitFor();
    expect(await shown()).toBe(8);
  });

  it('stand beside a waiting event: returned or accepted and merged with one touch', async () => {
    await enter('#/duyet');
    await page.getByTestId('queue-row').first().waitFor();
    const births = await page.evaluate(async () => {
      const { items } = (await (await fetch('/api/review?unit=90001&limit=50')).json()) as { items: { id: string; kind: string }[] };
      return items.filter(({ kind }) => kind === 'birth').map(({ id }) => id);
    });
    const [first, second] = births;
    const open = (id: string | undefined) => page.evaluate((hash) => void (location.hash = hash), `#/duyet?open=${id}`);
    await open(first);
    await page.getByTestId('like').waitFor();
    await look('same-queue');
    await page.getByTestId('like-merge').click();
    await expect.poll(() => fake.same.decided.length).toBe(1);
    expect(fake.decisions).toEqual([{ decision: 'accept', id: first }]);
    await page.locator('[data-testid=queue-notice].shown').waitFor();
    await page.locator(`[data-testid=detail][data-id="${first}"]`).waitFor({ state: 'detached' });
    await open(second);
    await page.locator(`[data-testid=detail][data-id="${second}"]`).waitFor();
    await page.getByTestId('like-return').click();
    await endUndoWindow(page);
    await expect.poll(() => fake.decisions.length).toBe(2);
    expect(fake.decisions[1]).toMatchObject({ decision: 'return', id: second });
    expect(fake.decisions[1]!.reason).toContain('đã có trong sổ');
  });
});
