/**
 * How long a phone may be used without hearing from the server. The server says in each answer of the sync for how many days
 * (`Danso-Lease-Days`) and what time it is (`Date`). Pure.
 */

/** What an answer of the server says beside what was asked. */
export interface Contact {
  leaseDays: number;
  /** The server's clock, in milliseconds since the epoch. */
  server: number;
}

/** Kept with the records, sealed like them. All times in milliseconds. */
export interface Lease {
  days: number;
  /** The server's clock at the last contact. */
  server: number;
  /** The phone's clock at the same moment. */
  phone: number;
  /** The most that was ever seen to have passed since: a clock that is set back takes nothing of it away. */
  spent: number;
}

/** What holds where no server has said anything yet. */
export const LEASE_DAYS = 30;

const DAY = 86_400_000;

export function renewed({ leaseDays, server }: Contact, now: number): Lease {
  return { days: leaseDays, server, phone: now, spent: 0 };
}

/**
 * Time since the last contact. By the phone's clock, right or wrong, as long as it runs on; where it stands before that moment it has
 * been set back since, and is asked against the server's.
 */
export function silentFor({ server, phone, spent }: Lease, now: number): number {
  return Math.max(spent, now >= phone ? now - phone : now - server);
}

/** The lease with what has passed by now kept in it. */
export function seenAt(lease: Lease, now: number): Lease {
  return { ...lease, spent: silentFor(lease, now) };
}

/** Whole days without contact. */
export function silentDays(lease: Lease, now: number): number {
  return Math.floor(silentFor(lease, now) / DAY);
}

export function isOver(lease: Lease, now: number): boolean {
  return silentFor(lease, now) > lease.days * DAY;
}

/** Days until it is over, the begun one counted; 0 when it is. */
export function daysLeft(lease: Lease, now: number): number {
  return Math.max(0, Math.ceil(lease.days - silentFor(lease, now) / DAY));
}

/** What the headers of an answer say; nothing when they say nothing of a lease. */
export function contactOf(headers: Headers): Contact | undefined {
  const leaseDays = Number(headers.get('Danso-Lease-Days') ?? NaN);
  const server = Date.parse(headers.get('Date') ?? '');
  return leaseDays > 0 && Number.isFinite(server) ? { leaseDays, server } : undefined;
}
