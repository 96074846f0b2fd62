import { ONLY, type Records } from '$lib/store';
import { daysLeft, isOver, LEASE_DAYS, renewed, seenAt, silentDays, type Contact, type Lease } from '$lib/sync';
import type { Clock } from '$lib/wire';

/** What has passed is written down at least so often while the app is open. */
const NOTED_EVERY = 3_600_000;
/** From so many days before the end on it is told. */
const TOLD_BEFORE = 5;

/** How long this user's records may still be used without contact. */
export class LeaseWatch {
  private lease = $state.raw<Lease>();
  private noted = 0;
  over = $state(false);
  /** Whole days since the server was last heard. */
  silent = $state(0);
  /** Days that are left, told only when they are few. */
  fewLeft = $state<number>();

  constructor(
    private readonly records: Records,
    private readonly clock: Clock,
  ) {}

  /** Reads it; what an older version of the app downloaded begins now. */
  async open(): Promise<void> {
    const kept = await this.records.get('lease', ONLY);
    if (kept) {
      this.lease = kept;
      this.noted = kept.spent;
    } else {
      await this.hear({ leaseDays: LEASE_DAYS, server: this.clock() });
    }
    await this.look();
  }

  /** The server has answered. */
  async hear(contact: Contact): Promise<void> {
    await this.keep(renewed(contact, this.clock()));
    await this.look();
  }

  /** Takes note of what has passed. */
  async look(): Promise<void> {
    if (!this.lease) return;
    const now = this.clock();
    this.lease = seenAt(this.lease, now);
    this.over = isOver(this.lease, now);
    this.silent = silentDays(this.lease, now);
    const left = daysLeft(this.lease, now);
    this.fewLeft = left <= TOLD_BEFORE ? left : undefined;
    if (this.lease.spent - this.noted > NOTED_EVERY) await this.keep(this.lease);
  }

  private async keep(lease: Lease): Promise<void> {
    this.lease = lease;
    this.noted = lease.spent;
    await this.records.write([{ put: 'lease', id: ONLY, value: lease }]);
  }
}
