import type { OutboxEntry } from '$lib/store';
import type { Event, Id } from '$lib/wire';

/** The event that an act undoes without replacing it: what it withdraws, or says never arrived. */
function cancelledBy(event: Event): Id | undefined {
  if (event.kind === 'withdrawal') return event.data.event;
  return event.kind === 'transfer_receipt' && !event.data.received ? event.data.transfer : undefined;
}

function listed(pairs: readonly (readonly [Id | undefined, Id])[]): ReadonlyMap<Id, Id[]> {
  const lists = new Map<Id, Id[]>();
  for (const [key, id] of pairs) if (key !== undefined) lists.set(key, [...(lists.get(key) ?? []), id]);
  return lists;
}

/** Judges which of a set of events are in force, as `effective` of `crates/registry` does. */
class Judge {
  private readonly events: ReadonlyMap<Id, Event>;
  private readonly target: ReadonlyMap<Id, Id>;
  private readonly corrections: ReadonlyMap<Id, Id[]>;
  private readonly cancellations: ReadonlyMap<Id, Id[]>;
  private readonly asked = new Set<Id>();

  constructor(events: readonly Event[], correctedBy: (event: Event) => Id | undefined) {
    const inOrder = [...events].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.events = new Map(inOrder.map((event) => [event.id, event]));
    const targets = inOrder.map((event) => [correctedBy(event), event.id] as const);
    this.target = new Map(targets.flatMap(([target, id]) => (target === undefined ? [] : [[id, target] as const])));
    this.corrections = listed(targets);
    this.cancellations = listed(inOrder.map((event) => [cancelledBy(event), event.id] as const));
  }

  isInForce(id: Id): boolean {
    const first = this.firstOfFamily(id);
    if (this.asked.has(first)) return true;
    this.asked.add(first);
    const one = this.pick(first, new Set());
    this.asked.delete(first);
    return one === id;
  }

  private firstOfFamily(id: Id): Id {
    const path = new Set([id]);
    let at = id;
    for (let next = this.target.get(at); next !== undefined && !path.has(next); next = this.target.get(at)) {
      path.add(next);
      at = next;
    }
    return at;
  }

  /** Who of an event and its corrections is in force: the last correction that has someone, else the event itself. */
  private pick(id: Id, seen: Set<Id>): Id | undefined {
    if (seen.has(id)) return undefined;
    seen.add(id);
    for (const correction of [...(this.corrections.get(id) ?? [])].reverse()) {
      const one = this.pick(correction, seen);
      if (one !== undefined) return one;
    }
    const cancelled = this.cancellations.get(id)?.some((other) => this.isInForce(other)) ?? false;
    return this.events.has(id) && !cancelled ? id : undefined;
  }
}

const isGone = ({ state }: OutboxEntry) => state === 'returned' || state === 'withdrawn';

/**
 * Ids of events that own acts replaced or undid: those out of force, and those that an act in force names. An act that was returned or
 * withdrawn undoes nothing; the correction of a returned correction replaces what that one would have.
 */
export function undoneEvents(entries: readonly OutboxEntry[]): ReadonlySet<Id> {
  const gone = new Map(entries.filter(isGone).map(({ event }) => [event.id, event]));
  const correctedBy = ({ supersedes }: Event): Id | undefined => {
    const seen = new Set<Id>();
    let at = supersedes;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      at = gone.get(at)?.supersedes ?? at;
    }
    return at;
  };
  const standing = entries.filter((entry) => !isGone(entry)).map(({ event }) => event);
  const judge = new Judge(standing, correctedBy);
  const undone = new Set<Id>();
  for (const event of standing) {
    if (!judge.isInForce(event.id)) {
      undone.add(event.id);
      continue;
    }
    for (const target of [event.supersedes, correctedBy(event), cancelledBy(event)]) {
      if (target !== undefined) undone.add(target);
    }
  }
  return undone;
}
