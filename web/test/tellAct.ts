// Tells one act of `actCases.ts` to the app in a browser, page after page, as a person would.
import type { Locator, Page } from 'playwright-core';
import { noDate } from '../lib/forms/dates.ts';
import { valueOf, type ActCase } from './actCases.ts';
import { householdId } from './samples.ts';

/** Where the app is: the page changes when the browser is started again. */
export interface Where {
  page: () => Page;
  /** The address of the app. */
  start: () => string;
  look: (name: string) => Promise<void>;
  say: (text: string) => void;
}

export interface Teller {
  /** Answers what the page asks, also what an answer makes it ask; what was answered is taken out of `open`. */
  answerPage(open: Map<string, string | string[]>): Promise<void>;
  /** Whether “Tiếp tục” led to another page: its heading is there, not only its address. */
  goOn(): Promise<boolean>;
  tell(one: ActCase): Promise<void>;
}

const LOOK_AT = new Set(['marriage', 'split', 'transfer', 'newborn_screen', 'head_change', 'pregnancy', 'household', 'merge']);

export function tellerOn({ page, start, look, say }: Where): Teller {
  const at = (id: string): Locator => page().getByTestId(id);
  const seen = new Set<string>();

  async function fillDate(field: string, answer: string): Promise<void> {
    const entry = valueOf('date', answer);
    const { day, month, year, noDay, noMonth, guessed } = typeof entry === 'object' && !Array.isArray(entry) ? entry : noDate;
    if (noMonth) await at(`${field}-no-month`).check();
    else if (noDay) await at(`${field}-no-day`).check();
    if (guessed) await at(`${field}-guessed`).check();
    if (!noDay) await at(`${field}-day`).fill(day);
    if (!noMonth) await at(`${field}-month`).fill(month);
    await at(`${field}-year`).fill(year);
  }

  async function fill(field: string, answer: string | string[]): Promise<boolean> {
    if (Array.isArray(answer)) {
      if ((await at(`${field}-${answer[0]}`).count()) === 0) return false;
      for (const person of answer) await at(`${field}-${person}`).check();
      return true;
    }
    if ((await at(`${field}-year`).count()) > 0) {
      await fillDate(field, answer);
      return true;
    }
    const radio = at(`field-${field}-${answer}`);
    if ((await radio.count()) > 0) {
      await radio.check();
      return true;
    }
    const other = at(`field-${field}`);
    if ((await other.count()) === 0) return false;
    const tag = await other.evaluate((element) => element.tagName);
    if (tag === 'SELECT') await other.selectOption(answer);
    else if (tag === 'INPUT') await other.fill(answer);
    return tag !== 'FIELDSET';
  }

  async function answerPage(open: Map<string, string | string[]>): Promise<void> {
    for (let again = true; again; ) {
      again = false;
      for (const [field, answer] of open) {
        if (answer !== '' && !(await fill(field, answer))) continue;
        open.delete(field);
        again ||= answer !== '';
      }
    }
  }

  async function goOn(): Promise<boolean> {
    const heading = () => document.querySelector('main h2')?.getAttribute('data-testid') ?? '';
    const before = await page().evaluate(heading);
    await at('continue').click();
    await page().waitForFunction(
      (step) => document.querySelector('[data-testid="error-summary"]') ?? document.querySelector('main h2')?.getAttribute('data-testid') !== step,
      before,
    );
    return (await page().evaluate(heading)) !== before;
  }

  /** Who came into a household by an earlier act is “other” to the head. */
  async function answerForTheOthers(): Promise<void> {
    const asked = page().locator('fieldset[data-testid^="field-relation."]');
    if ((await asked.count()) === 0 || (await asked.locator('input:checked').count()) > 0) return;
    await asked.locator('input[value="9"]').check();
  }

  /** Opens the form: from the list of acts, or from the household for someone found there. */
  async function begin(one: ActCase): Promise<void> {
    await page().goto(`${start()}#/ghi`);
    await at(`record-${one.kind}`).waitFor();
    if (one.household === undefined) {
      await at(`record-${one.kind}`).click();
    } else if (one.kind === 'household') {
      await page().goto(`${start()}#/ho/${householdId(one.household)}`);
      await at('add-more').click();
      await at('add-household').click();
    } else {
      await page().goto(`${start()}#/ghi/${one.kind}`);
      await at(`household-${householdId(one.household)}`).click();
    }
  }

  async function tell(one: ActCase): Promise<void> {
    await begin(one);
    const open = new Map(Object.entries(one.answers));
    const pictured = LOOK_AT.has(one.kind) && !seen.has(one.name.slice(0, 12));
    seen.add(one.name.slice(0, 12));
    for (let n = 1; ; n++) {
      await page().locator('[data-testid="page-count"], [data-testid="review"]').first().waitFor();
      if ((await at('review').count()) > 0) break;
      const title = await page().locator('h2').first().innerText();
      await answerPage(open);
      await answerForTheOthers();
      if (pictured) await look(`${one.kind}-${n}`);
      if (!(await goOn())) throw new Error(`${one.name}: stuck at “${title}”: ${await at('error-summary').innerText()}`);
    }
    await page().waitForTimeout(700);
    if (pictured) await look(`${one.kind}-review`);
    for (const reason of await page().locator('[data-testid^="reason-"]').all()) await reason.fill('đã hỏi lại gia đình');
    for (const other of await page().locator('[data-testid^="same-"][data-testid$="-other"]').all()) await other.check();
    await at('submit').click();
    await at('notice').waitFor();
    say(one.name);
  }

  return { answerPage, goOn, tell };
}
