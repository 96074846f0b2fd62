import type { Component } from 'svelte';
import { overlay, undoneEvents, type HouseholdView } from '$lib/overlay';
import {
  draftKeeper,
  ONLY,
  type AreaRecord,
  type CatalogRecord,
  type ArrivalRecord,
  type Change,
  type DeclarationRecord,
  type DifferenceRecord,
  type Database,
  type Draft,
  type DraftKeeper,
  type OutboxEntry,
  type Records,
  type SessionRecord,
  type SyncRecord,
  type Vault,
} from '$lib/store';
import {
  answered,
  declarationId,
  differenceId,
  downloadArea,
  exclusively,
  isAnswered,
  nothingSynced,
  readBack,
  type ReadBack,
  scheduler,
  standing,
  submit,
  syncOnce,
  type Contact,
  type Scheduler,
  type SyncEnd,
  type Transport,
} from '$lib/sync';
import type { Act, Clock, EventKind, FoundOut, Id, NewId, RandomBytes } from '$lib/wire';
import type { Values } from '$lib/forms/index.ts';
import { listsOf, type Lists } from '$lib/forms/lists.ts';
import { duties } from '../model/tasks.ts';
import { dayInVietNam } from '$lib/forms/time.ts';
import { t } from '../text.ts';
import type { Judge } from '$lib/forms/judge.ts';
import { backupOf, eventsOf, type Backup } from './backup.ts';
import type { Training } from '../practice/training.svelte.ts';
import { failureText } from '../model/kinds.ts';
import { Admission } from './admission.ts';
import { LeaseWatch } from './lease.svelte.ts';
import { FormShelf } from '$lib/forms/shelf.svelte.ts';
import type { Gate, Inside } from './gate.svelte.ts';
import { Speech } from './speech.svelte.ts';

export interface AppConfig {
  database: Database;
  vault: Vault;
  gate: Gate;
  transport: Transport;
  clock: Clock;
  newId: NewId;
  randomBytes: RandomBytes;
  chance: () => number;
  judge: Judge;
  /** Joins the tabs of this app. */
  channel: BroadcastChannel;
  /** Only in the practice area. */
  practice?: Practice;
}

/** What the practice area adds to the app. */
export interface Practice {
  training: Training;
  /** Says on every page that this is practice. */
  band: Component;
  lessons: Component;
  leave: () => void;
}

/** Where the app stands for whom the door is open. */
export type Phase = 'log_in' | 'set_pin' | 'download' | 'ready' | 'revoked' | 'lapsed';

export interface Notice {
  text: string;
  undo?: () => void;
  /** Said just before going to another page: it stays for that one. */
  travels?: boolean;
}

const DAYS_TO_UNDO = 30;
const DAY = 86_400_000;

/** Everything the pages behind the PIN show and do. One is made in `inside.ts` and handed down by context. */
export class App implements Inside {
  phase = $state<Phase>('log_in');
  session = $state.raw<SessionRecord>();
  area = $state.raw<AreaRecord>({ areas: [], hamlets: [], communes: [] });
  catalog = $state.raw<CatalogRecord>();
  sync = $state.raw<SyncRecord>(nothingSynced);
  entries = $state.raw<OutboxEntry[]>([]);
  drafts = $state.raw<Draft[]>([]);
  declarations = $state.raw<DeclarationRecord[]>([]);
  arrivals = $state.raw<ArrivalRecord[]>([]);
  /** What the commune gave to ask about lists of other offices. */
  differences = $state.raw<DifferenceRecord[]>([]);
  counter = $state(0);
  syncing = $state(false);
  lastEnd = $state.raw<SyncEnd>();
  readonly speech = new Speech();
  /** How long the book may still be used without contact. */
  lease = $state.raw<LeaseWatch>();
  /** Ticks every half minute, so that "5 minutes ago" stays true. */
  now = $state(0);
  /** Something to tell once, such as "saved" or "restored". */
  notice = $state.raw<Notice>();

  readonly forms = new FormShelf();
  /** The household documents as the server last gave them. */
  documents = $state.raw<HouseholdView['document'][]>([]);
  private readonly today = $derived(dayInVietNam(this.now));
  readonly views = $derived(overlay(this.documents, this.entries, this.sync.position));
  readonly lists: Lists = $derived(listsOf(this.catalog, this.today));
  readonly standing = $derived(standing(this.entries, this.sync, this.counter, this.differences.filter(isAnswered).length));
  /** Own events that a later one replaced or withdrew. */
  readonly undone = $derived(undoneEvents(this.entries));
  readonly toFix = $derived(
    this.entries.filter((entry) => entry.state === 'returned' && !this.undone.has(entry.event.id)),
  );
  /** Own events that stand: not replaced, withdrawn or sent back. */
  readonly inForce = $derived(
    this.entries.filter(({ event, state }) => !this.undone.has(event.id) && state !== 'returned' && state !== 'withdrawn'),
  );
  /** Households in the own areas, as own acts leave them: without those that go to another collaborator. */
  readonly here = $derived(this.households.filter(({ area }) => this.holds(area)));
  readonly duties = $derived(duties(this.here, this.today, this.unseen));
  readonly openDrafts = $derived(this.drafts.filter((draft) => draft.deleted === undefined));

  private records: Records | undefined;
  private keeper: DraftKeeper | undefined;
  private scheduler: Scheduler | undefined;
  private stopSync = () => {};
  private downloaded = false;
  private trainingTold = false;
  private readonly ticking: ReturnType<typeof setInterval>;
  readonly practice: Practice | undefined;
  readonly admission: Admission;

  constructor(readonly config: AppConfig) {
    this.now = config.clock();
    this.practice = config.practice;
    this.admission = new Admission(config, {
      open: () => this.records,
      load: (records) => this.load(records),
      askForPin: () => (this.phase = 'set_pin'),
    });
    this.ticking = setInterval(() => {
      this.now = config.clock();
      void this.lease?.look().then(() => this.heedLease());
    }, 30_000);
    config.channel.onmessage = () => {
      config.vault.forgetAhead();
      void this.reload();
    };
    addEventListener('pagehide', () => void this.keeper?.flush());
    document.addEventListener('visibilitychange', () => void this.keeper?.flush());
  }

  logIn(): void {
    this.phase = 'log_in';
  }

  async enter(records: Records): Promise<void> {
    await this.admission.entered(records);
    await this.load(records);
  }

  private async load(records: Records): Promise<void> {
    this.records = records;
    this.keeper = draftKeeper(records);
    const lease = new LeaseWatch(records, this.config.clock);
    const [setting] = await Promise.all([records.get('setting', ONLY), lease.open()]);
    this.lease = lease;
    await this.reload();
    if (setting?.language) await this.speech.take(setting.language);
    if (this.downloaded) this.begin(records);
    else this.phase = 'download';
    void this.forgetOldDrafts();
    void this.config.gate.look();
  }

  private begin(records: Records): void {
    this.stopSync();
    const { transport, clock, chance, channel } = this.config;
    this.scheduler = scheduler({
      run: () => syncOnce({ records, transport, clock }),
      exclusive: exclusively(`danso-sync-${records.user}`),
      clock,
      chance,
      onChange: ({ running, end }) => {
        this.syncing = running;
        this.now = clock();
        if (end) this.lastEnd = end;
        if (end?.outcome === 'revoked') void this.revoked();
        else if (!running) void this.reload();
        if (end?.outcome === 'done') void this.tellTraining();
      },
      announce: () => channel.postMessage('changed'),
    });
    this.phase = this.lease?.over ? 'lapsed' : 'ready';
    this.stopSync = this.scheduler.start();
  }

  /** The server has answered, and said how long the phone may go on without. */
  hear(contact: Contact): void {
    void this.lease?.hear(contact).then(() => this.heedLease());
  }

  /** Closes the book when the lease is over, and opens it again after a contact. What waits to be sent stays in either case. */
  private async heedLease(): Promise<void> {
    const over = this.lease?.over ?? false;
    if (over && this.phase === 'ready') {
      await this.keeper?.flush();
      this.phase = 'lapsed';
      this.documents = [];
      this.drafts = [];
      this.differences = [];
    } else if (!over && this.phase === 'lapsed') {
      await this.reload();
      this.phase = 'ready';
    }
  }

  /** Tells, once after each opening and each practice, which lessons were completed. */
  private async tellTraining(): Promise<void> {
    const { session } = this;
    if (this.practice || this.trainingTold || !session?.token) return;
    this.trainingTold = true;
    const { tellTraining } = await import('../practice/tell.ts');
    await tellTraining(this.config, session.user.id, session.token).catch(() => (this.trainingTold = false));
  }

  /** Goes to the practice area; what is here stays as it is. */
  async practise(): Promise<void> {
    this.trainingTold = false;
    await this.keeper?.flush();
    await this.config.gate.practise(this.records?.user);
  }

  /** Ends everything that runs by itself. For the practice area, which is made anew each time. */
  close(): void {
    this.stopSync();
    clearInterval(this.ticking);
    this.config.channel.close();
  }

  /** Downloads the area; an error text, or nothing when it is all there. */
  async download(onProgress: (have: number, total: number) => void): Promise<string | undefined> {
    const { records } = this;
    const session = await records?.get('session', ONLY);
    if (!records || !session) return t('problem.unreachable');
    const { transport, clock } = this.config;
    const result = await downloadArea({ records, transport, clock, onProgress }, session.token);
    if (!result.ok) return failureText(result.failure);
    await this.reload();
    this.begin(records);
    return undefined;
  }

  /** Reads everything again from storage. */
  private async reload(): Promise<void> {
    const { records } = this;
    if (!records) return;
    const unsaved = this.keeper?.unsaved() ?? [];
    const [session, area, catalog, sync, documents, entries, drafts, declarations, arrivals, differences, counter] = await Promise.all([
      records.get('session', ONLY),
      records.get('area', ONLY),
      records.get('catalog', ONLY),
      records.get('sync', ONLY),
      this.lease?.over ? [] : records.all('household'),
      records.all('outbox'),
      records.all('draft'),
      records.all('declaration'),
      records.all('arrival'),
      this.lease?.over ? [] : records.all('difference'),
      records.counter(),
    ]);
    if (records !== this.records) return;
    this.session = session;
    this.downloaded = area !== undefined;
    if (area) this.takeArea(area);
    this.catalog = catalog;
    this.sync = sync ?? nothingSynced;
    this.documents = documents;
    this.entries = entries;
    // A draft that was begun or changed meanwhile is not yet in what was read.
    const fresh = [...unsaved, ...(this.keeper?.unsaved() ?? [])];
    this.drafts = [...new Map([...drafts, ...fresh].map((draft) => [draft.id, draft])).values()];
    this.declarations = declarations;
    this.arrivals = arrivals;
    this.differences = differences;
    this.counter = counter;
  }

  /** Takes the ground as it is now, and says so where it is another one than a moment ago. */
  private takeArea(area: AreaRecord): void {
    const named = ({ areas }: AreaRecord) => areas.map(({ name }) => name).join(', ');
    const ids = ({ areas }: AreaRecord) => areas.map(({ id }) => id).sort().join();
    const other = this.area.areas.length > 0 && ids(this.area) !== ids(area);
    this.area = area;
    if (other) this.notice = { text: area.areas.length > 0 ? t('area.changed', { areas: named(area) }) : t('area.none'), travels: true };
  }

  private async forgetOldDrafts(): Promise<void> {
    const before = new Date(this.config.clock() - DAYS_TO_UNDO * DAY).toISOString();
    const old = this.drafts.filter((draft) => draft.deleted !== undefined && draft.deleted < before);
    if (old.length > 0) await this.records?.write(old.map(({ id }) => ({ delete: 'draft', id })));
  }

  /** Lets what was said go when the page changes, unless it was said for the next page. */
  turnPage(): void {
    if (this.notice?.travels) this.notice = { ...this.notice, travels: false };
    else this.notice = undefined;
  }

  syncNow(): Promise<SyncEnd | undefined> {
    return this.scheduler?.kick(true) ?? Promise.resolve(undefined);
  }

  /** Views with the act of one own event left out, as the form that corrects it must see them. */
  viewsWithout(event: Id | undefined): ReadonlyMap<Id, HouseholdView> {
    if (event === undefined) return this.views;
    return overlay(this.documents, this.entries.filter((entry) => entry.event.id !== event), this.sync.position);
  }

  keepDraft(draft: Draft): void {
    this.drafts = [...this.drafts.filter(({ id }) => id !== draft.id), draft];
    this.keeper?.keep(draft);
  }

  newDraft(kind: EventKind, values: Values, about: { household?: Id; person?: Id; supersedes?: Id; subject?: string }): Draft {
    const { subject = '', ...rest } = about;
    const updated = new Date(this.config.clock()).toISOString();
    const draft: Draft = { id: this.config.newId(), kind, subject, step: 0, values: { ...values }, updated, ...rest };
    this.keepDraft(draft);
    return draft;
  }

  deleteDraft(draft: Draft): void {
    this.keepDraft({ ...draft, deleted: new Date(this.config.clock()).toISOString() });
    this.notice = { text: t('draft.deleted'), undo: () => this.restoreDraft(draft), travels: true };
  }

  restoreDraft(draft: Draft): void {
    const { deleted: _deleted, ...rest } = draft;
    this.keepDraft(rest);
    this.notice = { text: t('draft.restored') };
  }

  async submit(act: Act, about: { household: Id; subject: string; values?: Values; draft?: Id }): Promise<void> {
    const { records } = this;
    if (!records) return;
    const { clock, newId, channel } = this.config;
    const answers = this.drafts.find(({ id }) => id === about.draft)?.answers;
    if (about.draft) this.keeper?.drop(about.draft);
    await this.keeper?.flush();
    await submit({ records, clock, newId }, { act, ...about, answers });
    await this.reload();
    channel.postMessage('changed');
    void navigator.storage?.persist?.();
    void this.scheduler?.kick();
  }

  async chooseLanguage(language: string): Promise<void> {
    if (await this.speech.take(language)) await this.records?.write([{ put: 'setting', id: ONLY, value: { language } }]);
    else this.notice = { text: t('later.missing') };
  }

  /** Keeps what is said of a month, and sends it when there is a network. */
  async declare(said: Pick<DeclarationRecord, 'area' | 'month' | 'what' | 'acts'>): Promise<void> {
    const value: DeclarationRecord = { ...said, at: new Date(this.config.clock()).toISOString(), state: 'waiting' };
    await this.change([{ put: 'declaration', id: declarationId(said), value }]);
  }

  /** Keeps what was found out about a difference, or takes it back while it was not sent. */
  answer(record: DifferenceRecord, found?: Omit<FoundOut, 'at'>): Promise<void> {
    return this.change([answered(record, found && { ...found, at: new Date(this.config.clock()).toISOString() })]);
  }

  /** Lets a difference go of which nothing is asked any more. */
  letGo(record: DifferenceRecord): Promise<void> {
    return this.change([{ delete: 'difference', id: differenceId(record) }]);
  }

  private async change(changes: Change[]): Promise<void> {
    await this.records?.write(changes);
    await this.reload();
    this.config.channel.postMessage('changed');
    void this.scheduler?.kick();
  }

  /** The household documents as the server last gave them with own acts laid over. */
  get households(): HouseholdView['document'][] {
    return [...this.views.values()].map((view) => view.document);
  }

  /** Whether an area is this collaborator's. */
  holds(area: Id | undefined): boolean {
    const { areas } = this.area;
    return area === undefined || areas.length === 0 || areas.some(({ id }) => id === area);
  }

  /** Households that came by themselves and of which nothing was told here yet. */
  private get unseen(): ArrivalRecord[] {
    const told = new Set(this.inForce.map(({ household }) => household));
    return this.arrivals.filter(({ household }) => !told.has(household));
  }

  /** Takes back an own event, and the answer that names it. */
  async withdraw(entry: OutboxEntry, date: string, reason: string): Promise<void> {
    const named = this.differences.find((one) => isAnswered(one) && one.answer?.event === entry.event.id);
    if (named) await this.answer(named);
    const data = { event: entry.event.id, ...(reason && { reason }) };
    return this.submit({ kind: 'withdrawal', date, data }, { household: entry.household, subject: entry.subject });
  }

  /** What the server does not surely hold yet, sealed under a code made for this file. */
  backup(): Promise<Backup> {
    return backupOf(this.entries, this.config.randomBytes);
  }

  /** Takes the sheets of a file back into the outbox; `undefined` when the code does not open it. */
  async readBack(code: string, file: Uint8Array<ArrayBuffer>): Promise<ReadBack | undefined> {
    const { records } = this;
    const events = await eventsOf(code, file);
    if (!records || !events) return undefined;
    const result = await readBack(records, records.user, events);
    await this.reload();
    this.config.channel.postMessage('changed');
    void this.scheduler?.kick();
    return result;
  }

  /** Leaves the data where it is, sealed, and forgets the key. */
  async lock(): Promise<void> {
    await this.keeper?.flush();
    this.stopSync();
    this.stopSync = () => {};
    this.records = undefined;
    this.keeper = undefined;
    this.scheduler = undefined;
    this.session = undefined;
    this.lease = undefined;
    this.documents = [];
    this.entries = [];
    this.differences = [];
    this.declarations = [];
    this.drafts = [];
    this.admission.forget();
    await this.config.gate.open();
  }

  /** Ends the session at the server; unsent work stays on the phone behind the PIN. */
  async logOut(): Promise<void> {
    const { records } = this;
    const session = this.session;
    if (records && session) {
      await this.config.transport.logOut(session.token);
      await records.write([{ put: 'session', id: ONLY, value: { ...session, token: '' } }]);
    }
    await this.lock();
  }

  /** The commune took this phone back: the area goes at once; what was not sent stays until it is saved to a file. */
  private async revoked(): Promise<void> {
    await this.reload();
    if (!this.entries.some((entry) => entry.state === 'waiting')) return this.wipe();
    this.stopSync();
    await this.records?.write([{ clear: 'household' }, { clear: 'difference' }]);
    this.documents = [];
    this.differences = [];
    this.phase = 'revoked';
  }

  /** Empties the phone of this user. */
  async wipe(): Promise<void> {
    const user = this.records?.user;
    await this.lock();
    if (user) await this.config.vault.wipe(user);
    const { gate } = this.config;
    await gate.open();
    gate.word = t('problem.revoked');
  }
}
