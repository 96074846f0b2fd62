/** What is typed and not sent yet, kept in the browser under a key that only the server gives to who is logged in. */

/** The part of `localStorage` that is used. */
export interface Shelf {
  readonly length: number;
  key(index: number): string | null;
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

const PREFIX = 'danso-desk';
const IV = 12;

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Sealed records of one account, by name. A record that does not open, such as one of another key, counts as none. */
export class Keep {
  readonly #shelf: Shelf;
  readonly #key: CryptoKey;
  readonly #prefix: string;
  readonly #random: (length: number) => Uint8Array<ArrayBuffer>;
  /** Writes follow each other, so that the last one stays. */
  #last: Promise<void> = Promise.resolve();

  private constructor(shelf: Shelf, key: CryptoKey, user: string, random: (length: number) => Uint8Array<ArrayBuffer>) {
    this.#shelf = shelf;
    this.#key = key;
    this.#prefix = `${PREFIX}.${user}.`;
    this.#random = random;
  }

  /** `hex`: 32 bytes for AES-GCM. */
  static async open(shelf: Shelf, hex: string, user: string, random: (length: number) => Uint8Array<ArrayBuffer>): Promise<Keep> {
    const key = await crypto.subtle.importKey('raw', bytesOf(hex), 'AES-GCM', false, ['encrypt', 'decrypt']);
    return new Keep(shelf, key, user, random);
  }

  /** The names of all records. */
  names(): string[] {
    const all = Array.from({ length: this.#shelf.length }, (_, index) => this.#shelf.key(index) ?? '');
    return all.filter((name) => name.startsWith(this.#prefix)).map((name) => name.slice(this.#prefix.length));
  }

  put(name: string, value: unknown): Promise<void> {
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return this.#next(async () => {
      const iv = this.#random(IV);
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: this.#bound(name) }, this.#key, plain));
      const whole = new Uint8Array(IV + sealed.length);
      whole.set(iv);
      whole.set(sealed, IV);
      this.#shelf.setItem(this.#prefix + name, base64Of(whole));
    });
  }

  drop(name: string): Promise<void> {
    return this.#next(() => Promise.resolve(this.#shelf.removeItem(this.#prefix + name)));
  }

  async get<T>(name: string): Promise<T | undefined> {
    await this.#last;
    const text = this.#shelf.getItem(this.#prefix + name);
    if (text === null) return undefined;
    try {
      const whole = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const how = { name: 'AES-GCM', iv: whole.slice(0, IV), additionalData: this.#bound(name) };
      const plain = await crypto.subtle.decrypt(how, this.#key, whole.slice(IV));
      return JSON.parse(new TextDecoder().decode(plain)) as T;
    } catch {
      return undefined;
    }
  }

  /** A record opens only under the name it was sealed for. */
  #bound(name: string): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(this.#prefix + name);
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(step, step);
    return this.#last;
  }
}
