import type { Id } from './codes.ts';

/** Milliseconds since the Unix epoch. A parameter everywhere, so that tests own the time. */
export type Clock = () => number;
/** Fills and returns an array of `length` random bytes. */
export type RandomBytes = (length: number) => Uint8Array<ArrayBuffer>;
export type NewId = () => Id;

/** A generator of UUIDv7: 48 bits of time, then random bits; later ids sort after earlier ones by millisecond. */
export function uuidV7(clock: Clock, randomBytes: RandomBytes): NewId {
  return () => {
    const bytes = randomBytes(16);
    let time = clock();
    for (let i = 5; i >= 0; i--) {
      bytes[i] = time % 256;
      time = Math.floor(time / 256);
    }
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  };
}

export const systemClock: Clock = () => Date.now();
export const systemRandom: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));
