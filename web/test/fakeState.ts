import { gzipSync } from 'node:zlib';
import { applyEvent, homeOf } from '../lib/overlay/apply.ts';
import type { CatalogRecord } from '../lib/store/tables.ts';
import type {
  Area,
  Event,
  EventStatus,
  HandedAnswer,
  HandedDifference,
  HandedDifferences,
  HandedReplies,
  HouseholdDocument,
  PullResponse,
  PushOutcome,
  PushRequest,
  PushResponse,
  SessionResponse,
} from '../lib/wire/index.ts';
import { snapshot, USER } from './samples.ts';

interface Held {
  event: Event;
  device: string;
  status: EventStatus;
}

/** The memory of the fake server: just enough of docs/wire.md to test the phone against. */
export class FakeState {
  readonly logins = new Map([['hoa', 'matkhau-hoa']]);
  readonly codes = new Map([['12345678', 'hoa']]);
  readonly held = new Map<string, Held>();
  readonly tokens = new Map<string, string>();
  position = 10;
  /** Stands for the areas and their names. */
  ground = 'g1';
  /** Households that somebody else brought into the area, and an area that was added. */
  readonly brought: HouseholdDocument[] = [];
  moreAreas: Area[] = [];
  /** Every id that arrived, each time it arrived. */
  arrivals: string[] = [];
  acceptAtOnce = false;
  leaseDays = 30;
  /** Lessons that were told. */
  readonly trainings: { lesson: string; day: string; score: number }[] = [];
  catalog: CatalogRecord = { version: 'test-1', lists: [], rules: [] };
  private readonly base = snapshot();
  private devices = 0;

  session(login: string, device?: string): SessionResponse {
    const id = device ?? `01990000-0000-7000-8000-0000000000d${++this.devices}`;
    const token = `token-${this.tokens.size + 1}`;
    this.tokens.set(token, id);
    return {
      token,
      user: { id: USER, login, name: 'Nguyễn Thị Hoa', roles: [{ role: 'collaborator', unit_name: 'Xã Thới Lai' }] },
      device: { id, counter: this.receivedBy(id).upto },
    };
  }

  private countersOf(device: string): number[] {
    return [...this.held.values()].filter((held) => held.device === device).map((held) => held.event.counter ?? 0);
  }

  private receivedBy(device: string, last = 0): { count: number; upto: number; missing: number[] } {
    const counters = new Set(this.countersOf(device));
    let upto = 0;
    while (counters.has(upto + 1)) upto++;
    const missing = Array.from({ length: Math.max(0, last) }, (_, i) => i + 1).filter((n) => !counters.has(n));
    return { count: counters.size, upto, missing };
  }

  documents(): HouseholdDocument[] {
    const accepted = [...this.held.values()]
      .filter((held) => held.status.status === 'accepted')
      .sort((a, b) => (a.event.counter ?? 0) - (b.event.counter ?? 0));
    let households: ReadonlyMap<string, HouseholdDocument> = new Map(
      this.base.households.map((document) => [document.id, document]),
    );
    for (const { event, status } of accepted) {
      const data = event.data as { household?: string; person?: string };
      const touched = data.household ?? (data.person && homeOf(households, data.person)?.id);
      households = applyEvent(households, event);
      const document = touched ? households.get(touched) : undefined;
      if (document) households = new Map(households).set(document.id, { ...document, position: status.position ?? 0 });
    }
    return [...households.values(), ...this.brought];
  }

  snapshotFile(): Buffer {
    const events = [...this.held.values()].map((held) => held.status);
    return gzipSync(
      JSON.stringify({
        ...this.base,
        areas: [...this.base.areas, ...this.moreAreas],
        position: this.position,
        households: this.documents(),
        events,
        catalog: this.catalog.version,
        ground: this.ground,
      }),
    );
  }

  push(token: string, request: PushRequest): PushResponse {
    const device = this.tokens.get(token) ?? request.device;
    const outcomes = request.events.map((event): PushOutcome => {
      this.arrivals.push(event.id);
      const before = this.held.get(event.id);
      if (before) return { id: event.id, outcome: 'duplicate', ...(before.status.position !== undefined && { position: before.status.position }) };
      const position = ++this.position;
      const status = this.acceptAtOnce ? 'accepted' : 'submitted';
      this.held.set(event.id, { event, device, status: { id: event.id, status, position } });
      return { id: event.id, outcome: this.acceptAtOnce ? 'accepted' : 'queued', position };
    });
    return {
      outcomes,
      received: this.receivedBy(device, request.last_counter),
      receipt: 'f00d'.repeat(16),
      position: this.position,
    };
  }

  pull(token: string, after: number): PullResponse {
    const device = this.tokens.get(token) ?? '';
    return {
      position: this.position,
      more: false,
      households: this.documents().filter((document) => document.position > after),
      gone: [],
      events: [...this.held.values()].map((held) => held.status).filter(({ position = 0 }) => position > after),
      counter: Math.max(0, ...this.countersOf(device)),
      catalog: this.catalog.version,
      ground: this.ground,
    };
  }

  /** Differences given to ask about; none of them once they are answered or settled. */
  handed: HandedDifference[] = [];
  /** Answers that counted, and the position of the log when they came. */
  readonly answers: (HandedAnswer & { after: number })[] = [];

  differences(mark: string | null): HandedDifferences {
    const now = `m${this.handed.map(({ key }) => key).join('+')}`;
    return mark === now ? { mark: now } : { mark: now, items: this.handed };
  }

  answerDifferences(answers: readonly HandedAnswer[]): HandedReplies {
    const replies = answers.map((answer) => {
      const { reconciliation, key, at, event } = answer;
      const result = () => {
        if (this.answers.some((before) => before.key === key && before.at === at)) return 'taken' as const;
        if (event !== undefined && !this.held.has(event)) return 'later' as const;
        if (!this.handed.some((one) => one.key === key)) return 'settled' as const;
        this.answers.push({ ...answer, after: this.position });
        this.handed = this.handed.filter((one) => one.key !== key);
        return 'taken' as const;
      };
      return { reconciliation, key, result: result() };
    });
    return { replies };
  }

  /** Months of areas in which nothing happened, as declared. */
  readonly declared = new Set<string>();

  declare(area: string, period: string): { value: unknown } | { status: number; code: string; title: string } {
    const happened = [...this.held.values()].some(({ event }) => event.kind !== 'reviewed' && event.date.startsWith(period));
    if (happened) return { status: 409, code: 'not_nothing', title: 'Tháng này đã có biến động.' };
    this.declared.add(`${area} ${period}`);
    return { value: { area, period, declared: true } };
  }

  /** What the commune does with an event. */
  decide(id: string, status: 'accepted' | 'returned', reason?: string): void {
    const held = this.held.get(id);
    if (!held) throw new Error(`no event ${id}`);
    held.status = { id, status, position: ++this.position, ...(reason && { reason, by_name: 'Cán bộ xã' }) };
  }
}
