import type { RandomBytes } from '$lib/wire';

/** What makes a PIN hold: the salt and cost of the derivation, and the data key wrapped twice. */
export interface WrappedKey {
  salt: Uint8Array<ArrayBuffer>;
  iterations: number;
  /** IV of the inner wrapping, by the key derived from the PIN. */
  innerIv: Uint8Array<ArrayBuffer>;
  /** IV of the outer wrapping, by the non-extractable key of this browser. */
  outerIv: Uint8Array<ArrayBuffer>;
  wrapped: Uint8Array<ArrayBuffer>;
}

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: Uint8Array<ArrayBuffer>;
}

/** Least cost of the PIN derivation (PBKDF2-SHA-256). */
export const PIN_ITERATIONS = 600_000;

const AES = 'AES-GCM';
const IV_BYTES = 12;

async function encrypt(
  key: CryptoKey,
  iv: Uint8Array<ArrayBuffer>,
  plain: Uint8Array<ArrayBuffer>,
  context?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const additionalData = new TextEncoder().encode(context ?? '');
  return new Uint8Array(await crypto.subtle.encrypt({ name: AES, iv, additionalData }, key, plain));
}

/** `undefined` when the key, the context or the bytes are not those of the sealing. */
async function decrypt(
  key: CryptoKey,
  iv: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
  context?: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const additionalData = new TextEncoder().encode(context ?? '');
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: AES, iv, additionalData }, key, data));
  } catch {
    return undefined;
  }
}

async function deriveKey(
  secret: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'PBKDF2', false, [
    'deriveKey',
  ]);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: AES, length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

function importDataKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, AES, false, ['encrypt', 'decrypt']);
}

/** A key of this browser that script can use and never read. */
export function newDeviceKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: AES, length: 256 }, false, ['encrypt', 'decrypt']);
}

/** A fresh data key, usable at once, and its wrapping by PIN and device key together. */
export async function newDataKey(
  pin: string,
  deviceKey: CryptoKey,
  randomBytes: RandomBytes,
  iterations: number,
): Promise<{ key: CryptoKey; wrapped: WrappedKey }> {
  const raw = randomBytes(32);
  const salt = randomBytes(16);
  const innerIv = randomBytes(IV_BYTES);
  const outerIv = randomBytes(IV_BYTES);
  const inner = await encrypt(await deriveKey(pin, salt, iterations), innerIv, raw);
  const wrapped = await encrypt(deviceKey, outerIv, inner);
  const key = await importDataKey(raw);
  raw.fill(0);
  return { key, wrapped: { salt, iterations, innerIv, outerIv, wrapped } };
}

/** The key of a PIN for this wrapping. Making it says nothing of whether the PIN is right. */
export function pinKeyOf(pin: string, { salt, iterations }: WrappedKey): Promise<CryptoKey> {
  return deriveKey(pin, salt, iterations);
}

/** The data key, or `undefined` when the PIN (or the device key) is not the right one. */
export async function openDataKey(
  pinKey: CryptoKey,
  deviceKey: CryptoKey,
  wrapped: WrappedKey,
): Promise<CryptoKey | undefined> {
  const inner = await decrypt(deviceKey, wrapped.outerIv, wrapped.wrapped);
  if (inner === undefined) return undefined;
  const raw = await decrypt(pinKey, wrapped.innerIv, inner);
  if (raw === undefined) return undefined;
  const key = await importDataKey(raw);
  raw.fill(0);
  return key;
}

/** Seals bytes for one place; `context` (store, id, schema) stops a record from standing in for another. */
export async function seal(
  key: CryptoKey,
  context: string,
  plain: Uint8Array<ArrayBuffer>,
  randomBytes: RandomBytes,
): Promise<Sealed> {
  const iv = randomBytes(IV_BYTES);
  return { iv, data: await encrypt(key, iv, plain, context) };
}

/** `undefined` when the record was altered, moved, or sealed with another key. */
export function unseal(
  key: CryptoKey,
  context: string,
  sealed: Sealed,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return decrypt(key, sealed.iv, sealed.data, context);
}

/** Seals a file under a spoken code; the result carries salt and IV in front. */
export async function sealFile(
  code: string,
  plain: Uint8Array<ArrayBuffer>,
  randomBytes: RandomBytes,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const salt = randomBytes(16);
  const iv = randomBytes(IV_BYTES);
  const data = await encrypt(await deriveKey(code, salt, iterations), iv, plain, 'backup');
  const file = new Uint8Array(salt.length + iv.length + data.length);
  file.set(salt, 0);
  file.set(iv, salt.length);
  file.set(data, salt.length + iv.length);
  return file;
}

/** The content of a file made by [`sealFile`], or `undefined` when the code is wrong or the file damaged. */
export async function unsealFile(
  code: string,
  file: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const salt = file.slice(0, 16);
  const iv = file.slice(16, 16 + IV_BYTES);
  return decrypt(await deriveKey(code, salt, iterations), iv, file.slice(16 + IV_BYTES), 'backup');
}
