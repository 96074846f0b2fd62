/** Forecasts, what sectors need and the quality of ages, in Chromium against the stand-in server: made, played by keyboard, printed, and looked at on narrow screens. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enter, fake, look, open, page, shots } from './deskStand.ts';

const phone = { width: 360, height: 740 };
/** What 200 % leaves of a laptop's screen. */
const zoomed = { width: 683, height: 384 };

/** Makes a forecast with the form and waits for its page; the id of it. */
async function made(at: Page = page, change: () => Promise<void> = async () => {}): Promise<string> {
  await at.getByTestId('forecast-form').waitFor();
  await change();
  await at.getByTestId('forecast-make').click();
  await at.getByTestId('fan').waitFor();
  return fake.forecasts.kept.at(-1)!.id;
}
const go = (hash: string, at: Page = page) => at.evaluate((where) => void (location.hash = where), hash);

describe('forecasts', () => {
  it('begin with nothing, are made with the form, and stand in a list with their error', async () => {
    await enter('#/so-lieu');
    await page.getByTestId('tab-forecasts').click();
    await page.getByTestId('forecasts-empty').waitFor();
    await look('forecasts-empty');
    await page.getByTestId('forecast-base').fill('31/02/2025');
    await page.getByTestId('forecast-to').fill('2101');
    await page.keyboard.press('Enter');
    await page.locator('#make-base-error').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('make-base');
    await look('forecasts-wrong');
    expect(fake.forecasts.asked).toEqual([]);
    await page.getByTestId('forecast-base').fill('31/12/2024');
    await page.getByTestId('forecast-to').fill('2050');
    await page.getByTestId('forecast-scenario').selectOption('low');
    await page.getByTestId('forecast-name').fill('Quy hoạch trường lớp');
    await page.keyboard.press('Enter');
    await page.getByTestId('fan').waitFor();
    expect(fake.forecasts.asked).toEqual([{ unit: '90001', base: '2024-12-31', to: 2050, scenario: 'low', trajectories: 1000, name: 'Quy hoạch trường lớp' }]);
    await page.getByTestId('forecast-back').click();
    await page.getByTestId('forecast-row').waitFor();
    await made(page, async () => {
      await page.getByTestId('forecast-bands').uncheck();
    });
    expect(fake.forecasts.asked[1]!.trajectories).toBe(0);
    await page.getByTestId('forecast-back').click();
    await expect.poll(() => page.getByTestId('forecast-row').count()).toBe(2);
    expect(await page.getByTestId('forecast-row').nth(1).getByTestId('score').innerText()).toMatch(/^Đối chiếu: dự báo gốc 31\/12\/2024 cho hôm nay: [\d.]+, đếm được [\d.]+, lệch [+−]?[\d,]+\s%\./);
    await look('forecasts');
  });

  it('begin with a table where there is no register', async () => {
    await enter('#/du-bao');
    await page.getByTestId('forecast-from-table').check();
    await page.getByTestId('forecast-make').click();
    await page.getByTestId('base-missing').waitFor();
    await page.getByTestId('base-text').fill('Tuổi;Nam;Nữ\n0-59;1.200;mười\n60+;30;50');
    await page.getByTestId('base-read').click();
    expect(await page.getByTestId('base-problem').innerText()).toContain('Dòng 2: số nam hoặc số nữ không phải là số');
    await page.getByTestId('base-file').setInputFiles({ name: 'dan-so-2025.csv', mimeType: 'text/csv', buffer: Buffer.from('Tuổi;Nam;Nữ\n0-59;1.200;1.150\n60+;130;170') });
    expect(await page.getByTestId('base-understood').innerText()).toContain('2 nhóm tuổi, 2.650 người');
    expect(await page.getByTestId('base-source').inputValue()).toBe('dan-so-2025.csv');
    await page.getByTestId('forecast-basis').selectOption('gso');
    await look('forecast-table');
    await made();
    expect(fake.forecasts.asked[0]).toMatchObject({ basis: 'gso', table: { source: 'dan-so-2025.csv' } });
    expect(await page.getByTestId('vintage').innerText()).toContain('dan-so-2025.csv');
  });

  it('say that they are being made, and plainly why not', async () => {
    await enter('#/du-bao');
    let release = () => {};
    const held = new Promise<void>((done) => (release = done));
    await page.route('**/api/forecasts', async (route) => {
      if (route.request().method() === 'POST') await held;
      await route.continue();
    });
    await page.getByTestId('forecast-make').click();
    await page.getByTestId('forecast-status').locator('progress').waitFor();
    expect(await page.getByTestId('forecast-make').isDisabled()).toBe(true);
    await look('forecast-busy');
    fake.failing.set('/api/forecasts', 500);
    release();
    await page.getByTestId('forecast-problem').waitFor();
    expect(await page.getByTestId('forecast-problem').innerText()).toContain('Máy chủ gặp lỗi');
    await look('forecast-problem-fold');
    fake.failing.clear();
    await made();
  });

  it('show a fan, a pyramid that moves by keyboard, years, assumptions and their past errors', async () => {
    await enter('#/du-bao');
    await made(page, () => page.getByTestId('forecast-base').fill('31/12/2024'));
    await go('#/du-bao');
    const id = await made();
    await page.getByTestId('past-error').waitFor();
    expect(await page.getByTestId('own-fertility').innerText()).toContain('Tỷ suất riêng tính 40 %, phần còn lại theo cấp trên.');
    expect(await page.getByTestId('vintage-hash').innerText()).toBe(fake.forecasts.kept.at(-1)!.hash);
    expect(await page.getByTestId('forecast-file-xlsx').getAttribute('href')).toBe(`/api/forecasts/${id}/file?format=xlsx`);
    expect(await page.getByTestId('forecast-table').locator('tbody tr').count()).toBe(fake.forecasts.kept.at(-1)!.years.length);
    await look('forecast');
    if (shots) await look('forecast-fold');

    const slider = page.getByTestId('pyramid-year');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const third = fake.forecasts.kept.at(-1)!.years[2]!;
    expect(await slider.getAttribute('aria-valuetext')).toContain(`Năm ${third.year},`);
    await expect.poll(() => page.url()).toContain(`year=${third.year}`);
    expect(await page.locator('[data-testid=pyramid] [data-series=outline]').count()).toBe(2);
    await page.keyboard.press('End');
    await page.locator('details.bounds summary').click();
    expect(await page.getByTestId('age-bounds').locator('tbody tr').count()).toBe(20);
    await look('forecast-pyramid-last-fold');
    await page.getByTestId('pyramid-play').click();
    await expect.poll(() => slider.inputValue()).toBe('2');
    await page.getByTestId('pyramid-play').click();
    await page.reload();
    await page.getByTestId('fan').waitFor();
    expect(Number(await slider.inputValue())).toBeGreaterThanOrEqual(2);
    if (shots) await page.pdf({ path: join(shots, 'forecast.pdf'), format: 'A4' });
  });

  it('leave the pyramid still for who asked for less motion', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await enter('#/du-bao');
    await made();
    await page.getByTestId('pyramid-still').waitFor();
    expect(await page.getByTestId('pyramid-play').count()).toBe(0);
    await page.getByTestId('pyramid-next').click();
    expect(await page.getByTestId('pyramid-year').inputValue()).toBe('1');
  });

  it('agree with those of the units below, and lead there', async () => {
    await enter('#/du-bao?unit=90', 'tinh');
    await made(page, () => page.getByTestId('forecast-children').check());
    const table = page.getByTestId('forecast-children-table');
    await table.waitFor();
    await page.getByTestId('growth').waitFor();
    await look('forecast-province');
    await table.getByRole('button', { name: 'xã An Bình' }).click();
    await page.getByTestId('forecast-parent').waitFor();
    expect(await page.getByTestId('forecast-title').innerText()).toContain('xã An Bình');
  });

  it('say when one cannot be read, and try again', async () => {
    await enter('#/du-bao/0199-khong-co');
    await page.getByTestId('problem').waitFor();
    await look('forecast-missing-fold');
    await go('#/du-bao');
    const id = await made();
    fake.failing.set(`/api/forecasts/${id}/sectors`, 500);
    await page.getByTestId('to-sectors').click();
    await page.getByTestId('problem').waitFor();
    fake.failing.clear();
    await page.getByTestId('retry').click();
    await page.getByTestId('group-school').waitFor();
  });
});

describe('what sectors need', () => {
  it('stands in groups with ages, assumptions, files and an address', async () => {
    await enter('#/du-bao');
    const id = await made();
    await page.getByTestId('to-sectors').click();
    await page.getByTestId('group-school').waitFor();
    expect(await page.getByTestId('sectors-address').innerText()).toBe(`/api/forecasts/${id}/sectors`);
    expect(await page.getByTestId('line-primary_classes').innerText()).toContain('35 học sinh');
    await look('sectors');
    if (shots) await look('sectors-fold');
    const download = page.waitForEvent('download');
    await page.getByTestId('group-school-csv').click();
    expect((await download).suggestedFilename()).toBe('giao-duc-xa-an-binh.csv');
    if (shots) await page.pdf({ path: join(shots, 'sectors.pdf'), format: 'A4' });
  });
});

describe('the quality of ages', () => {
  it('is told in words, with what to do, and honestly where there are few', async () => {
    await enter('#/so-lieu?unit=90', 'tinh');
    await page.getByTestId('tab-quality').click();
    await page.getByTestId('checks').waitFor();
    await look('quality-province');
    if (shots) await look('quality-province-fold');
    await enterCommune();
    expect(await page.getByTestId('quality-few').innerText()).toContain('dưới 2.000');
    expect(await page.locator('[data-testid=checks] .poor, [data-testid=check-age_ratio] .advice').count()).toBe(0);
    expect(await page.getByTestId('check-first_january').locator('.advice').count()).toBe(1);
    expect(await page.getByTestId('note-un_index').innerText()).toContain('Lịch sử thật');
    await look('quality-few');
    await page.getByTestId('quality-day').fill('hôm qua');
    await page.keyboard.press('Enter');
    await page.locator('#quality-wrong').waitFor();
    await page.getByTestId('quality-day').fill('1/1/2026');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('at=2026-01-01');
    if (shots) await page.pdf({ path: join(shots, 'quality.pdf'), format: 'A4' });
  });
});
async function enterCommune(): Promise<void> {
  await go('#/chat-luong?unit=90001');
  await page.getByTestId('unit-name').getByText('An Bình').waitFor();
  await page.getByTestId('quality-few').waitFor();
}

/** Looked at on a phone, and not wider than a laptop's screen at 200 % either. */
async function fits(name: string, at: Page): Promise<void> {
  await look(`phone-${name}`, at);
  await at.setViewportSize(zoomed);
  if (shots) await at.screenshot({ path: join(shots, `zoomed-${name}.png`), fullPage: true });
  expect(await at.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `zoomed ${name} is wider than the screen`).toBeLessThanOrEqual(0);
  await at.setViewportSize(phone);
}

describe('on narrow screens', () => {
  it('nothing scrolls sideways', async () => {
    const small = await open(phone);
    await enter('#/du-bao', 'canbo', small);
    const id = await made(small);
    await fits('forecast', small);
    await go(`#/du-bao/${id}/nganh`, small);
    await small.getByTestId('group-school').waitFor();
    await fits('sectors', small);
    await go('#/du-bao', small);
    await small.getByTestId('forecast-row').waitFor();
    await small.getByTestId('forecast-from-table').check();
    await fits('forecasts', small);
    await go('#/chat-luong', small);
    await small.getByTestId('checks').waitFor();
    await fits('quality', small);
    await small.context().close();
  });
});
