/** Entry at the desk in Chromium, by keyboard, against the stand-in server: one act on behalf of a collaborator, and a paper typed in bulk. */
import { describe, expect, it } from 'vitest';
import { enter, fake, look, page, today } from './deskStand.ts';

/** How long a practised typist takes for a key, in milliseconds; set to measure. */
const pace = Number(process.env.DESK_PACE ?? 0);

const area = '90001-1';
/** The day before the month of today began: of the paper that is due. */
const month = new Date(Date.parse(`${today.slice(0, 8)}01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 7);
const areaHouseholds = () => fake.entry.area(area)!.households.filter(({ members }) => members.length > 0);
const type = (text: string) => page.keyboard.type(text, { delay: pace });
const press = (key: string) => page.keyboard.press(key, { delay: pace });
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? '');

describe('one act on behalf of a collaborator', () => {
  it('is recorded by keyboard, kept while it is typed, counted for the collaborator and taken back', async () => {
    const household = areaHouseholds().find(({ members }) => members.length > 2)!;
    const someone = household.members.at(-1)!;
    await enter(`#/ho/${household.id}`);
    await page.getByTestId('household-enter').click();
    await page.getByTestId('kind-death').waitFor();
    await look('entry-kinds');
    await press('3');
    await page.getByTestId('act-form').waitFor();
    await expect.poll(focused).toMatch(/^field-person/);
    await page.getByTestId('field-person').selectOption(someone.id).catch(() => page.getByTestId(`field-person-${someone.id}`).check());
    await page.getByTestId('field-date').focus();
    await type('31022020');
    await press('Control+Enter');
    await page.getByTestId('error-summary').waitFor();
    expect(await page.getByTestId('error-summary').innerText()).toContain('Không có ngày này');
    await look('entry-fault');
    await page.getByTestId('field-date').fill('q');
    await expect.poll(() => page.locator('#date-said').innerText()).toMatch(/\d{2}\/\d{2}\/\d{4}/);
    expect(fake.entry.recorded).toEqual([]);

    await page.reload();
    await page.getByTestId('act-form').waitFor();
    expect(await page.locator('#date-said').innerText()).toMatch(/\d{2}\/\d{2}\/\d{4}/);
    expect(await page.getByTestId('behalf').inputValue()).toBe(fake.entry.collaborators[0]!.id);
    expect(await page.evaluate(() => Object.values(localStorage).join())).not.toContain(someone.id);
    await look('entry-form');
    await page.getByTestId('field-date').focus();
    await press('Control+Enter');
    await page.getByTestId('entry-told').waitFor();
    expect(fake.entry.recorded[0]).toMatchObject({ kind: 'death', for: fake.entry.collaborators[0]!.id, data: { person: someone.id } });
    expect(fake.entry.recorded[0]).not.toHaveProperty('device');
    await look('entry-sent');
    await page.getByTestId(`withdraw-${fake.entry.recorded[0]!.id}`).click();
    await expect.poll(() => fake.entry.recorded.length).toBe(2);
    expect(fake.entry.recorded[1]).toMatchObject({ kind: 'withdrawal', data: { event: fake.entry.recorded[0]!.id } });
  });

  it('asks whether a newcomer is someone who is in the book, and opens a new household', async () => {
    const known = areaHouseholds()[0]!.members.find(({ name }) => name)!;
    await enter(`#/ghi-thay?area=${area}`);
    await page.getByTestId('kind-household').waitFor();
    await press('m');
    await page.getByTestId('act-form').waitFor();
    await page.getByTestId('field-address').fill('Cuối xóm');
    await page.getByTestId('field-m0.name').fill(known.name!);
    await page.getByTestId(`field-m0.sex-${known.sex}`).check();
    await page.getByTestId('field-m0.birth').fill(known.birth.split('-').reverse().join('/'));
    await page.getByTestId('field-m0.more-no').check();
    await page.getByTestId('field-m0.ethnic').selectOption('01');
    await page.getByTestId(`duplicate-${known.id}`).waitFor();
    await look('entry-duplicate');
    await press('Control+Enter');
    await page.getByTestId('error-summary').waitFor();
    expect(fake.entry.recorded).toEqual([]);
    await page.getByTestId(`duplicate-${known.id}`).getByRole('radio').first().check();
    await press('Control+Enter');
    await expect.poll(() => fake.entry.recorded.length, { timeout: 20_000 }).toBe(1);
    expect(fake.entry.recorded[0]).toMatchObject({ kind: 'household', data: { area }, overrides: [{ rule: 'V18b' }] });
    await page.getByTestId('kind-birth').waitFor();
  });
});

describe('a paper typed in bulk', () => {
  it('is read as it is typed, compared with its foot, kept, and sent as one', async () => {
    const households = areaHouseholds().filter(({ members }) => members.some(({ birth }) => birth < '1970'));
    const lines = households.slice(0, 5).map(({ number, members }) => ({ number, name: members.find(({ birth }) => birth < '1970')!.name! }));
    await enter(`#/nhap-p0?area=${area}&period=${month}`);
    await page.getByTestId('line-1-house').waitFor();
    await expect.poll(focused).toBe('line-1-house');
    const start = Date.now();
    for (const [at, { number, name }] of lines.entries()) {
      await expect.poll(focused).toBe(`line-${at + 1}-house`);
      await type(number);
      await press('Tab');
      await type(name.split(' ').slice(-2).join(' ').toLowerCase());
      await press('Tab');
      if (at === 0) await type('k');
      await press('Tab');
      await type(`0${at + 1}`);
      await press('Enter');
    }
    await expect.poll(focused).toBe(`line-${lines.length + 1}-house`);
    const minutes = (Date.now() - start) / 60_000;
    if (pace > 0) console.log(`paper: ${lines.length} check-ups at ${pace} ms a key: ${(lines.length / minutes).toFixed(1)} lines a minute`);
    expect(await page.getByTestId('line-1').innerText()).toContain('Đủ, chờ gửi');

    await type('zzz');
    await press('Tab');
    await type('x');
    await page.getByTestId('foot-elderly_checkup').fill(String(lines.length + 1));
    await page.getByTestId('foot-death').fill('1');
    await page.getByTestId('paper-off').waitFor();
    await look('paper-typed');
    await page.reload();
    await page.getByTestId(`line-${lines.length}-who`).waitFor();
    expect(await page.getByTestId('line-1-who').inputValue()).toContain(lines[0]!.name);
    expect(await page.getByTestId('foot-death').inputValue()).toBe('1');

    await press('Control+Enter');
    await page.getByTestId('paper-told').waitFor();
    expect(await page.getByTestId('paper-told').innerText()).toContain('còn 1');
    expect(fake.entry.recorded.map(({ kind }) => kind)).toEqual(lines.map(() => 'elderly_checkup'));
    expect(fake.entry.recorded[0]).toMatchObject({ date: `${month}-01`, for: fake.entry.collaborators[0]!.id });
    expect(await page.getByTestId('line-1').getAttribute('data-answer')).toBe('accepted');
    await look('paper-sent');
    await page.getByTestId('paper-clear').click();
    expect(await page.getByTestId('line-1-house').inputValue()).toBe('zzz');
  });

  it('types births with what their columns ask for', async () => {
    const mothers = areaHouseholds().flatMap(({ number, members }) => {
      const mother = members.find(({ sex, birth }) => sex === 'f' && birth > '1982' && birth < '2004');
      return mother ? [{ number, mother: mother.name! }] : [];
    });
    await enter(`#/nhap-p0?area=${area}&period=${month}`);
    await page.getByTestId('line-1-house').waitFor();
    const start = Date.now();
    for (const [at, { number, mother }] of mothers.slice(0, 3).entries()) {
      await expect.poll(focused).toBe(`line-${at + 1}-house`);
      await type(number);
      await press('Tab');
      await type(['Lê Ngọc Ánh', 'Trần Thu Hà', 'Phạm Mỹ Duyên'][at]!);
      await press('Tab');
      if (at === 0) await type('1');
      await press('Tab');
      await type('12');
      await press('Tab');
      await expect.poll(focused).toBe(`line-${at + 1}-mother`);
      await type(mother.split(' ').at(-1)!.toLowerCase());
      if (at === 0 && pace === 0) await look('paper-birth');
      await press('Tab');
      await type('nu');
      await press('Tab');
      await type('1');
      await press('Tab');
      await type('2');
      await press('Enter');
      // A rule that asks, such as about the time since the last birth, is answered in the next cell.
      await expect.poll(focused).toMatch(new RegExp(`line-${at + 2}-house|line-${at + 1}-why`));
      if ((await focused()).includes('-why-')) {
        if (pace === 0) await look('paper-why');
        await type('đã hỏi');
        await press('Enter');
      }
    }
    await expect.poll(focused).toBe('line-4-house');
    const minutes = (Date.now() - start) / 60_000;
    if (pace > 0) console.log(`paper: 3 births at ${pace} ms a key: ${(3 / minutes).toFixed(1)} lines a minute`);
    await press('Control+Enter');
    await expect.poll(() => fake.entry.recorded.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    expect(fake.entry.recorded.every((event) => event.kind === 'birth' && event.data.child.sex === 'f' && event.data.order === 2)).toBe(true);
  });
});

describe('a sample interviewed again', () => {
  it('is drawn, typed blind by keyboard, compared, and each difference is decided on', async () => {
    await enter('#/phuc-tra');
    await page.getByTestId('samples-empty').waitFor();
    await page.getByTestId('sample-name').fill('Phúc tra quý IV');
    await page.getByTestId('sample-many').fill('3');
    await page.getByTestId('sample-draw').click();
    await page.getByTestId('sampled').waitFor();
    await look('samples-drawn');
    const household = fake.register.households[0]!;
    const document = fake.entry.household(household.id)!;
    const shown = await page.getByTestId('sample-open').innerText();
    for (const { name } of document.members.slice(1)) expect(shown, 'blind').not.toContain(name!);

    await page.getByTestId('sampled-1-read').click();
    await page.getByTestId('reading-form').waitFor();
    await expect.poll(focused).toBe('reading-reader');
    await page.getByTestId('reading-save').click();
    expect(await page.getByTestId('reading-wrong').innerText()).toContain('ít nhất một người');
    await page.getByTestId('reading-reader').selectOption('c2');
    for (const [at, { name, sex }] of document.members.slice(0, 2).entries()) {
      await page.getByTestId(`reading-${at + 1}-name`).focus();
      await type(name!);
      await press('Enter');
      await page.getByTestId(`reading-${at + 1}-sex`).selectOption(at === 0 ? (sex === 'm' ? 'f' : 'm') : sex);
      await page.getByTestId(`reading-${at + 1}-birth`).fill('1980');
      if (at === 0) {
        await page.getByTestId('reading-1-ethnic').focus();
        await press('Enter');
        await expect.poll(focused).toBe('reading-2-name');
      }
    }
    await look('samples-reading');
    await page.getByTestId('reading-save').click();
    await page.getByTestId('differences').waitFor();
    expect(await page.getByTestId('difference-1-1').innerText()).toContain('Giới tính');
    await look('samples-differences');
    const open = await page.getByTestId('differences').locator('tbody tr').count();
    for (let at = 1; at <= open; at += 1) {
      await page.getByTestId(`verdict-1-${at}-register`).click();
      await expect.poll(() => page.getByTestId(`verdict-1-${at}-register`).getAttribute('aria-pressed')).toBe('true');
    }
    expect(await page.getByTestId('sample-result').innerText()).toContain('−12,5');
    await look('samples-result');
  });
});
