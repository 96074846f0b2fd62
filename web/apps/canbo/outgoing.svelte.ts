import type { DataSource, Problem, Result } from '$lib/api';

/** Seconds in which a decision can be taken back before it is sent. */
export const undoSeconds = 6;

/** A decision of the officer that has not been confirmed by the server. */
export interface Outgoing {
  key: number;
  decision: 'accept' | 'return';
  ids: readonly string[];
  reason?: string;
  /** What it is about, for the notice. */
  subject: string;
  state: 'held' | 'sending';
  /** When it will be sent, milliseconds. */
  due: number;
}

/** What became of a decision once it was sent. */
export interface Sent {
  decision: Outgoing;
  /** Ids the server carried out. */
  done: readonly string[];
  /** Ids that stay in the queue, with the code of the reason where the server gave one. */
  refused: readonly { id: string; code?: string }[];
  problem?: Problem;
}

/** Tells the page that shows the queue what to take away or bring back. */
export type OutgoingNews = { kind: 'undone'; decision: Outgoing } | { kind: 'sent'; sent: Sent };

interface Config {
  source: DataSource;
  now: () => number;
}

/**
 * Holds each decision for the undo window, then sends it, one after the other in the order taken.
 * Nothing is reported as done before the server said so.
 */
export class OutgoingDecisions {
  waiting = $state<Outgoing[]>([]);
  /** What the server did not carry out, until the officer has read it. */
  failures = $state<Sent[]>([]);
  #listeners = new Set<(news: OutgoingNews) => void>();
  #config: Config;
  #nextKey = 1;
  /** Counts the officers that have left, so that a late answer is not shown to the next one. */
  #officer = 0;
  #chain: Promise<void> = Promise.resolve();

  constructor(config: Config) {
    this.#config = config;
  }

  /** The ids whose decision waits or is on its way. */
  get ids(): Set<string> {
    return new Set(this.waiting.flatMap((decision) => decision.ids));
  }

  hold(decision: Pick<Outgoing, 'decision' | 'ids' | 'subject' | 'reason'>): void {
    const key = this.#nextKey++;
    this.waiting.push({ ...decision, key, state: 'held', due: this.#config.now() + undoSeconds * 1000 });
    setTimeout(() => void this.release(key), undoSeconds * 1000);
  }

  /** Takes back the last decision that is still held; undefined when there is none. */
  undo(): Outgoing | undefined {
    const last = this.waiting.findLastIndex((decision) => decision.state === 'held');
    const [decision] = last < 0 ? [] : this.waiting.splice(last, 1);
    if (decision) this.#tell({ kind: 'undone', decision });
    return decision;
  }

  /** Calls back at each undo and each answer; gives the way to stop. */
  listen(listener: (news: OutgoingNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(news: OutgoingNews): void {
    for (const listener of this.#listeners) listener(news);
  }

  /** Sends a held decision now. */
  release(key: number): Promise<void> {
    const held = this.waiting.find((decision) => decision.key === key && decision.state === 'held');
    if (!held) return this.#chain;
    held.state = 'sending';
    this.#chain = this.#chain.then(() => this.#send($state.snapshot(held)));
    return this.#chain;
  }

  /** Sends everything that is held; used before logging out. */
  async releaseAll(): Promise<void> {
    await Promise.all(this.waiting.map((decision) => this.release(decision.key)));
  }

  /** Forgets every decision that is still held and every failure, because the officer who took them has left. */
  abandon(): void {
    while (this.undo());
    this.failures = [];
    this.#officer += 1;
  }

  async #send(decision: Outgoing): Promise<void> {
    const officer = this.#officer;
    const outcome = await this.#carryOut(decision);
    this.waiting = this.waiting.filter((other) => other.key !== decision.key);
    const sent = { decision, ...outcome };
    if (sent.refused.length > 0 && officer === this.#officer) this.failures.push(sent);
    this.#tell({ kind: 'sent', sent });
  }

  async #carryOut(decision: Outgoing): Promise<Omit<Sent, 'decision'>> {
    const { source } = this.#config;
    const [only] = decision.ids;
    if (decision.decision === 'accept' && decision.ids.length > 1) {
      const result = await source.acceptMany(decision.ids);
      if (!result.ok) return { done: [], refused: decision.ids.map((id) => ({ id })), problem: result.problem };
      const accepted = new Set(result.value.filter((one) => one.status === 'accepted').map((one) => one.id));
      const codes = new Map(result.value.map((one) => [one.id, one.code]));
      return {
        done: decision.ids.filter((id) => accepted.has(id)),
        refused: decision.ids.filter((id) => !accepted.has(id)).map((id) => {
          const code = codes.get(id);
          return code === undefined ? { id } : { id, code };
        }),
      };
    }
    if (only === undefined) return { done: [], refused: [] };
    const result: Result<unknown> = decision.decision === 'accept'
      ? await source.accept(only)
      : await source.giveBack(only, decision.reason ?? '');
    return result.ok ? { done: [only], refused: [] } : { done: [], refused: [{ id: only }], problem: result.problem };
  }
}
