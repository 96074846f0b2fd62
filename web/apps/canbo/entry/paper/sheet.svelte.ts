/** The lines of one paper as they are typed: each is read with the lines before it laid over the book. */
import { candidates, type Candidate } from '$lib/forms/duplicates.ts';
import type { Form, FormKind } from '$lib/forms/index.ts';
import { concerned } from '$lib/forms/judge.ts';
import { objections, overridesOf } from '$lib/forms/review.ts';
import type { Act, Event, HouseholdDocument, Id, Issue, NewId } from '$lib/wire';
import type { EntryOutcome } from '$lib/api';
import { eventOf, householdsWith, sceneAt, waiting, type Book } from '../book.ts';
import { emptyLine, isEmpty, readLine, type LineContext, type PaperLine, type Reading } from './line.ts';
import { paperKinds, type PaperKind } from './kinds.ts';
import { kindKeys } from '../kindKeys.ts';

/** A paper as it is kept. */
export interface KeptPaper {
  lines: PaperLine[];
  /** What stands at the foot of the paper, by the key of a kind. */
  foot: Record<string, string>;
  behalf: Id | '';
}

/** What the rules say of a line. */
interface Checked {
  act: Act | undefined;
  issues: Issue[];
  alike: Candidate[];
}

export interface Stamp {
  by: Id;
  now: number;
}

export class PaperSheet {
  lines = $state.raw<PaperLine[]>([]);
  foot = $state.raw<Record<string, string>>({});
  behalf = $state<Id | ''>('');
  /** By id of the line. */
  checked = $state.raw<ReadonlyMap<Id, Checked>>(new Map());
  /** The book before each line: made again when a line before it is left. */
  #before = $state.raw<ReadonlyMap<Id, readonly HouseholdDocument[]>>(new Map());
  readonly readings: Reading[] = $derived.by(() => this.lines.map((line) => this.#read(line)));
  /** Readings of lines that did not change, over households that did not change. */
  readonly #known = new WeakMap<PaperLine, { households: readonly HouseholdDocument[]; reading: Reading }>();

  constructor(
    readonly book: () => Book,
    readonly about: { month: string; today: string; newId: NewId; form: (kind: FormKind) => Form | undefined; keep: (paper: KeptPaper) => void },
    kept: KeptPaper | undefined,
    behalf: Id | '',
  ) {
    this.lines = kept && kept.lines.length > 0 ? kept.lines : [emptyLine(about.newId())];
    this.foot = kept?.foot ?? {};
    this.behalf = kept?.behalf ?? behalf;
  }

  context(line: PaperLine): LineContext {
    const households = this.#before.get(line.id) ?? this.book().snapshot.households;
    const { month, today, form, newId } = this.about;
    return { households, month, today, form, newId, scene: (household, make) => sceneAt(this.book(), { household, households, today, newId: make }) };
  }

  /** Only the line that is typed in is read again with each key. */
  #read(line: PaperLine): Reading {
    const context = this.context(line);
    const known = this.#known.get(line);
    if (known?.households === context.households) return known.reading;
    const reading = readLine(line, context);
    this.#known.set(line, { households: context.households, reading });
    return reading;
  }

  readingOf(id: Id): Reading | undefined {
    return this.readings[this.lines.findIndex((line) => line.id === id)];
  }

  #keep(): void {
    this.about.keep({ lines: this.lines, foot: this.foot, behalf: this.behalf });
  }

  setFoot(key: string, text: string): void {
    this.foot = { ...this.foot, [key]: text };
    this.#keep();
  }

  setBehalf(behalf: Id | ''): void {
    this.behalf = behalf;
    this.#keep();
  }

  /** Changes a line. One that was on its way once becomes another event. */
  change(id: Id, part: Partial<PaperLine>): void {
    const at = this.lines.findIndex((line) => line.id === id);
    const before = this.lines[at];
    if (!before || before.answer) return;
    const { tried, ...rest } = before;
    const changed: PaperLine = { ...rest, ...part, ...(tried && { id: this.about.newId() }) };
    this.lines = this.lines.with(at, changed);
    const ids = this.readings[at]?.ids ?? changed.ids;
    if (ids.length !== changed.ids.length) this.lines = this.lines.with(at, { ...changed, ids });
    this.#keep();
  }

  /** A further line of the same kind; the id of it. */
  add(): Id {
    const line = emptyLine(this.about.newId(), this.lines.at(-1)?.kind ?? '');
    this.lines = [...this.lines, line];
    this.#lay();
    this.#keep();
    return line.id;
  }

  remove(id: Id): void {
    this.lines = this.lines.filter((line) => line.id !== id);
    if (this.lines.length === 0) this.add();
    this.#lay();
    this.#keep();
  }

  /** Lines that are in the register already go. */
  clearSent(): void {
    this.lines = this.lines.filter(({ answer }) => answer === undefined);
    if (this.lines.length === 0) this.add();
    this.#lay();
    this.#keep();
  }

  /** Lays each line over the book for those after it. */
  #lay(): void {
    const before = new Map<Id, readonly HouseholdDocument[]>();
    const entries: ReturnType<typeof waiting>[] = [];
    let households: readonly HouseholdDocument[] = this.book().snapshot.households;
    let laid = 0;
    for (const line of this.lines) {
      if (laid < entries.length) {
        households = householdsWith(this.book(), entries);
        laid = entries.length;
      }
      before.set(line.id, households);
      this.#before = new Map(before);
      const reading = line.answer ? undefined : this.#read(line);
      if (reading?.act && reading.household) entries.push(waiting(this.#event(line, reading.act, { by: '', now: 0 }), reading.household.id));
    }
    this.#before = before;
  }

  /** Reads the rest anew with a line that was left, and asks the rules about it. */
  async left(id: Id, now: number): Promise<void> {
    this.#lay();
    const line = this.lines.find((one) => one.id === id);
    if (line) await this.check(line, now);
  }

  async check(line: PaperLine, now: number): Promise<void> {
    const reading = this.readingOf(line.id);
    const { act, scene } = reading ?? {};
    const { judge, catalog } = this.book();
    const issues = act && scene ? await judge({ act, households: concerned(act, scene.household, scene.households), today: scene.today, now }, catalog) : [];
    const alike = act && scene ? candidates(act, scene.households) : [];
    this.checked = new Map(this.checked).set(line.id, { act, issues, alike });
  }

  /** What was found of a line as it stands now; nothing while it was changed since. */
  findings(line: PaperLine): { issues: Issue[]; alike: Candidate[] } {
    const checked = this.checked.get(line.id);
    const same = checked && JSON.stringify(checked.act) === JSON.stringify(this.readingOf(line.id)?.act);
    return same ? checked : { issues: [], alike: [] };
  }

  /** Words that stand against sending a line. */
  against(line: PaperLine): string[] {
    const reading = this.readingOf(line.id);
    if (!reading || isEmpty(line)) return [];
    const { issues, alike } = this.findings(line);
    return [...reading.faults.map(({ message }) => message), ...objections(issues, alike, line.said).map(({ message }) => message)];
  }

  #event(line: PaperLine, act: Act, { by, now }: Stamp): Event {
    return eventOf(act, { id: line.id, by, behalf: this.behalf || undefined, now });
  }

  /** The events of all lines that nothing stands against, in the order of the paper. */
  async outgoing(stamp: Stamp): Promise<Event[]> {
    this.#lay();
    const open = this.lines.filter((line) => line.answer === undefined && !isEmpty(line));
    for (const line of open) await this.check(line, stamp.now);
    return open.flatMap((line) => {
      const act = this.readingOf(line.id)?.act;
      if (!act || this.against(line).length > 0) return [];
      const { issues, alike } = this.findings(line);
      const overrides = overridesOf(issues, alike, line.said);
      return [this.#event(line, { ...act, ...(overrides.length > 0 && { overrides }) }, stamp)];
    });
  }

  /** Lines that went out may have arrived, whatever the answer. */
  went(events: readonly Event[]): void {
    const ids = new Set(events.map(({ id }) => id));
    this.lines = this.lines.map((line) => (ids.has(line.id) ? { ...line, tried: true } : line));
    this.#keep();
  }

  answered(outcomes: readonly EntryOutcome[]): void {
    this.lines = this.lines.map((line) => {
      const one = outcomes.find(({ id }) => id === line.id);
      return one ? { ...line, answer: { outcome: one.outcome, messages: (one.issues ?? []).map(({ message }) => message) } } : line;
    });
    this.#keep();
  }

  withdrawn(id: Id): void {
    this.lines = this.lines.map((line) => (line.id === id && line.answer ? { ...line, answer: { ...line.answer, withdrawn: true } } : line));
    this.#keep();
  }

  /** How many lines of each kind there are, withdrawn ones left out, against what stands at the foot of the paper. */
  readonly totals: { kind: PaperKind; typed: number; foot: number | undefined }[] = $derived.by(() =>
    paperKinds.map((kind) => {
      const key = kindKeys[kind];
      const foot = (this.foot[key] ?? '').trim();
      const typed = this.lines.filter((line) => line.kind.trim().toLowerCase() === key && !isEmpty(line) && !line.answer?.withdrawn).length;
      return { kind, typed, foot: /^\d{1,4}$/.test(foot) ? Number(foot) : undefined };
    }),
  );
}
