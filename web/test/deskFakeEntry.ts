/** What the stand-in answers about entry at the desk: areas, the key of drafts, and events, which count from then on. */
import { overlay } from '../lib/overlay/index.ts';
import type { Event, HouseholdDocument, Snapshot } from '../lib/wire/index.ts';
import { communeCode, documentOf, hamletsOf, type FakeRegister } from './deskFakeData.ts';

export class FakeEntry {
  readonly recorded: Event[] = [];
  readonly collaborators = [
    { id: '01990000-0000-7000-8000-0000000c0001', login: 'ctv.mai', name: 'Lê Thị Mai' },
    { id: '01990000-0000-7000-8000-0000000c0002', login: 'ctv.dung', name: 'Trần Quốc Dũng' },
  ];

  constructor(private readonly register: FakeRegister) {}

  private areas(): string[] {
    return [...hamletsOf(this.register, communeCode)].filter((code) => code !== communeCode);
  }

  private documents(): HouseholdDocument[] {
    const all = this.register.households.flatMap(({ id }) => documentOf(this.register, id) ?? []);
    const undone = new Set(this.recorded.flatMap((event) => (event.kind === 'withdrawal' ? [event.data.event] : [])));
    const standing = this.recorded.filter((event) => event.kind !== 'withdrawal' && !undone.has(event.id));
    const entries = standing.map((event) => ({ event, household: '', subject: '', state: 'waiting' as const }));
    return [...overlay(all, entries, 0).values()].map(({ document }) => document);
  }

  household(id: string): HouseholdDocument | undefined {
    return this.documents().find((document) => document.id === id);
  }

  area(id: string): Snapshot | undefined {
    const unit = this.register.units.find(({ code }) => code === id);
    if (!unit) return undefined;
    const places = this.register.units.filter(({ level }) => level === 'commune').map(({ code, name, full_name }) => ({ code, name, full_name }));
    return {
      position: this.register.position,
      areas: [{ id, name: unit.name, number: String(this.areas().indexOf(id) + 1), hamlets: [id] }],
      hamlets: [{ id, code: id, name: unit.name, commune: communeCode }],
      communes: places,
      provinces: this.register.units.filter(({ level }) => level === 'province').map(({ code, name, full_name }) => ({ code, name, full_name })),
      households: this.documents().filter((document) => document.area === id),
      events: [],
      counter: 0,
      catalog: 'fake',
      ground: 'fake',
    };
  }

  record(events: readonly Event[]): unknown {
    const outcomes = events.map((event) => {
      const known = this.recorded.some(({ id }) => id === event.id);
      if (!known) this.recorded.push(event);
      return { id: event.id, outcome: known ? 'duplicate' : 'accepted', position: this.register.position + this.recorded.length };
    });
    return { outcomes };
  }

  network(): unknown {
    const areas = this.areas().map((id, at) => ({ id, number: String(at + 1), name: this.register.units.find(({ code }) => code === id)?.name ?? '', hamlets: [id], households: 12, history: [] }));
    const collaborators = this.collaborators.map((one, at) => ({
      ...one, disabled: false, areas: areas.filter((_, area) => area % 2 === at).map(({ id }) => id), devices: [], recorded: 0,
    }));
    return { unit: communeCode, unit_name: 'xã An Bình', today: '', may_change: true, areas, collaborators };
  }
}
