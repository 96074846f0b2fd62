import type { Component } from 'svelte';
import type { KnownUser, Records, Vault } from '$lib/store';
import type { Clock, Id } from '$lib/wire';

export type Unlocked = 'open' | { wrong: number } | { lockedUntil: number };

/** The rest of the app as far as the door knows it. */
export interface Inside {
  /** Lets a user in whose PIN was right. */
  enter(records: Records): Promise<void>;
  /** Asks for a log-in. */
  logIn(): void;
}

/** What stands behind the door, read while the PIN is typed. */
export interface Room {
  app: Inside;
  /** Its pages, to be mounted with `props`. */
  page: Component<Record<string, unknown>>;
  props: Record<string, unknown>;
  /** Makes the practice area beside it; `left` is told when someone goes. */
  openPractice(learner: Id | undefined, left: () => void): Promise<Room>;
}

/**
 * The door: who uses this phone, and the PIN. It needs little, so it stands before the rest of the app is read; what the rest needs is
 * got ready meanwhile: its script, the sealed records, and the key of the PIN as soon as six digits stand there.
 */
export class Gate {
  phase = $state<'opening' | 'pin' | 'inside'>('opening');
  room = $state.raw<Room>();
  /** The practice area while someone is in it. */
  practice = $state.raw<Room>();
  users = $state.raw<KnownUser[]>([]);
  /** What has to be said at the door. */
  word = $state('');
  /** Whoever has logged in and now has to give their PIN; anyone of the phone otherwise. */
  only = $state.raw<Id>();

  constructor(
    private readonly vault: Vault,
    readonly clock: Clock,
    private readonly read: (gate: Gate) => Promise<Room>,
  ) {}

  private reading: Promise<Room> | undefined;

  private async inside(): Promise<Inside> {
    this.reading ??= this.read(this);
    this.room = await this.reading;
    return this.room.app;
  }

  /** Goes to the practice area, with whoever has given a PIN or with nobody. */
  async practise(learner: Id | undefined): Promise<void> {
    const room = await this.inside().then(() => this.room);
    if (room) this.practice = await room.openPractice(learner, () => (this.practice = undefined));
  }

  async look(): Promise<void> {
    this.users = await this.vault.users();
  }

  /** Looks who uses this phone, and asks for the PIN or else for a log-in. */
  async open(): Promise<void> {
    this.only = undefined;
    await this.look();
    if (this.users.length > 0) this.phase = 'pin';
    else await this.logIn();
  }

  /** Asks for the PIN of one user. */
  ask(user: Id): void {
    this.only = user;
    this.phase = 'pin';
    this.prepare(user);
  }

  async logIn(): Promise<void> {
    (await this.inside()).logIn();
    this.phase = 'inside';
  }

  /** Gets ready what will be wanted of a user once the PIN is right. */
  prepare(user: Id): void {
    void this.vault.readAhead(user);
    void this.inside();
  }

  /** Begins what takes longest of a try: six digits stand there. */
  typed(user: Id, pin: string): void {
    this.vault.deriveAhead(user, pin);
  }

  async unlock(user: Id, pin: string): Promise<Unlocked> {
    const unlocking = await this.vault.unlock(user, pin);
    switch (unlocking.outcome) {
      case 'open':
        await (await this.inside()).enter(unlocking.records);
        this.word = '';
        this.phase = 'inside';
        return 'open';
      case 'wrong':
        return unlocking.lockedUntil > 0 ? { lockedUntil: unlocking.lockedUntil } : { wrong: unlocking.triesLeft };
      case 'locked':
        return { lockedUntil: unlocking.lockedUntil };
      case 'unknown_user':
        await this.open();
        return { wrong: 0 };
    }
  }
}
