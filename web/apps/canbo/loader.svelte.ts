import type { Problem, Result } from '$lib/api';

/** What a page shows while it asks: nothing yet, the value, or the problem. */
export type Loaded<T> =
  | { state: 'loading'; previous?: T }
  | { state: 'ready'; value: T }
  | { state: 'failed'; problem: Problem };

/** Keeps the newest of several overlapping answers; the last value stays at hand while the next one loads. */
export class Loader<T> {
  current = $state.raw<Loaded<T>>({ state: 'loading' });
  #turn = 0;

  async load(ask: () => Promise<Result<T>>): Promise<void> {
    const turn = ++this.#turn;
    const previous = this.value;
    this.current = previous === undefined ? { state: 'loading' } : { state: 'loading', previous };
    const result = await ask();
    if (turn !== this.#turn) return;
    this.current = result.ok ? { state: 'ready', value: result.value } : { state: 'failed', problem: result.problem };
  }

  /** Forgets everything, so that no value of another subject is shown. */
  clear(): void {
    this.#turn += 1;
    this.current = { state: 'loading' };
  }

  /** The value to show, perhaps a moment old. */
  get value(): T | undefined {
    switch (this.current.state) {
      case 'ready': return this.current.value;
      case 'loading': return this.current.previous;
      case 'failed': return undefined;
    }
  }

  get problem(): Problem | undefined {
    return this.current.state === 'failed' ? this.current.problem : undefined;
  }
}
