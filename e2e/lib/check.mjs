// What a journey expects, and waiting for a state instead of for a time.
import { setTimeout as pause } from 'node:timers/promises';

export function same(what, actual, wanted) {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(wanted)}`);
  }
  console.log(`  ok  ${what}`);
}

/** Asks until the answer is as wanted; what it was last is in the error. */
export async function becomes(what, ask, wanted, seconds = 20) {
  const last = Date.now() + seconds * 1000;
  let actual = await ask();
  while (JSON.stringify(actual) !== JSON.stringify(wanted) && Date.now() < last) {
    await pause(100);
    actual = await ask();
  }
  same(what, actual, wanted);
}
