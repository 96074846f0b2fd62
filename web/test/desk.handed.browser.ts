/** Differences handed to collaborators at the desk, in Chromium against the stand-in server. */
import { expect, it } from 'vitest';
import { enter, fake, look, page } from './deskStand.ts';
import type { User } from '../lib/api/index.ts';

const officer: User = { id: 'u1', login: 'canbo', name: 'Phạm Thị Hạnh', roles: [] };

it('gives the differences of an area to whoever has it, and takes them back', async () => {
  const { id } = fake.reconcile.begin(officer);
  await enter(`#/doi-chieu/${id}/khac-biet`);
  await page.getByTestId('owners-summary').click();
  const first = page.locator('[data-testid^="owner-"]').first();
  expect(await first.innerText()).toContain('Chưa giao');
  await first.getByRole('button').click();
  await expect.poll(() => first.innerText()).toContain('Đã giao lúc');
  expect(await page.getByTestId('owners-summary').innerText()).toContain('Đã giao 1/');
  await look('rec-handed');
  await first.getByRole('button').click();
  await expect.poll(() => first.innerText()).toContain('Chưa giao');
  fake.failing.set(`/api/reconciliations/${id}/handed`, 500);
  await first.getByRole('button').click();
  await page.getByTestId('owners-problem').waitFor();
});
