/** The time in which a decision can be taken back passes when a test says so, and not before: nothing waits for it. */
import type { BrowserContext, Page } from 'playwright-core';

/** Milliseconds for which the desk holds a decision (`undoSeconds`). */
const length = 6_000;
interface Held { undoWindowEnds: () => void }

/** Runs in the page: what waits as long as a held decision waits for `undoWindowEnds` instead. */
function hold(milliseconds: number): void {
  const held: (() => void)[] = [];
  const later = window.setTimeout.bind(window) as (run: () => void, delay?: number) => number;
  window.setTimeout = ((run: () => void, delay?: number) => (delay === milliseconds ? held.push(run) : later(run, delay))) as unknown as typeof window.setTimeout;
  (window as unknown as Held).undoWindowEnds = () => {
    for (const run of held.splice(0)) run();
  };
}

/** For all pages that a context will open. */
export async function holdDecisions(context: BrowserContext): Promise<void> {
  await context.addInitScript(hold, length);
}

/** Decisions that are held on a page go out now. */
export const endUndoWindow = (page: Page): Promise<void> => page.evaluate(() => (window as unknown as Held).undoWindowEnds());
