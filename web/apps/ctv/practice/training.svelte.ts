import { ONLY, type OutboxEntry, type Records, type TrainingRecord } from '$lib/store';
import type { Clock, Id } from '$lib/wire';
import { dayInVietNam } from '$lib/forms/time.ts';
import lessonData from './lessons.vi.json';

export interface Question {
  ask: string;
  answers: string[];
  /** Which answer is right, from 0. */
  right: number;
  /** Said after a wrong answer. */
  why: string;
}

export interface Lesson {
  id: string;
  title: string;
  pages: string[];
  questions: Question[];
  /** What to do in the practice area, and the acts that do it. */
  task: string;
  does: string[];
}

export const lessons: readonly Lesson[] = lessonData;

/** Percent of the questions that were right at the first try. */
export function scoreOf(tries: readonly number[]): number {
  return Math.round((100 * tries.filter((count) => count === 1).length) / tries.length);
}

/** Whether the task of a lesson was done by sheets recorded after `since`, the number of sheets there were before. */
export function isDone({ does }: Lesson, entries: readonly OutboxEntry[], before: ReadonlySet<Id>): boolean {
  const fresh = entries.filter(({ event }) => !before.has(event.id));
  return does.some((what) => {
    if (what === 'sent') return fresh.length > 0 && entries.every(({ state }) => state !== 'waiting');
    if (what === 'corrected') return fresh.some(({ event }) => event.supersedes !== undefined);
    return fresh.some(({ event }) => event.kind === what);
  });
}

/** What was learned on this phone, and the task that is being tried. */
export class Training {
  completed = $state.raw<TrainingRecord[]>([]);
  trying = $state.raw<Lesson>();
  private before: ReadonlySet<Id> = new Set();
  learner: Id | undefined;

  constructor(
    private readonly records: Records,
    private readonly clock: Clock,
  ) {}

  async open(learner: Id | undefined): Promise<void> {
    this.learner = learner;
    this.trying = undefined;
    const all = await this.records.all('training');
    this.completed = all.filter(({ user }) => user === undefined || user === learner);
  }

  begin(lesson: Lesson, entries: readonly OutboxEntry[]): void {
    this.trying = lesson;
    this.before = new Set(entries.map(({ event }) => event.id));
  }

  /** Whether a task is being tried for which it does not matter what was sent. */
  get occupied(): boolean {
    const { trying } = this;
    return trying !== undefined && !trying.does.includes('sent') && this.of(trying.id)?.score !== 100;
  }

  /** Completes the lesson that is tried when its task is done. */
  async heed(entries: readonly OutboxEntry[]): Promise<void> {
    if (this.trying && isDone(this.trying, entries, this.before)) await this.complete(this.trying.id, 100);
  }

  of(lesson: string): TrainingRecord | undefined {
    return this.completed.find((record) => record.lesson === lesson);
  }

  async complete(lesson: string, score: number): Promise<void> {
    const known = this.of(lesson);
    if (known && known.score >= score) return;
    const day = dayInVietNam(this.clock());
    const value: TrainingRecord = { lesson, day, score, told: false, ...(this.learner && { user: this.learner }) };
    this.completed = [...this.completed.filter((record) => record.lesson !== lesson), value];
    await this.records.write([{ put: 'training', id: `${this.learner ?? ONLY} ${lesson}`, value }]);
  }
}
