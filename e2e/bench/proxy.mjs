// Counts every byte between a browser and a server, those of service workers too, and can make the line as slow as one wants.
import { connect, createServer } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../lib/server.mjs';

/** What Chromium's tools call "Slow 3G": 2 s there and back, 400 kbit/s each way. */
export const SLOW_3G = { roundTrip: 2_000, bytesPerSecond: 50_000 };

export class Proxy {
  up = 0;
  down = 0;
  connections = 0;
  /** Of pieces that set out from now on; undefined as fast as can be. */
  line = undefined;

  static async before(port) {
    const proxy = new Proxy();
    proxy.port = await freePort();
    proxy.server = createServer((near) => {
      proxy.connections += 1;
      const far = connect(port, '127.0.0.1');
      near.on('data', (piece) => (proxy.up += piece.length));
      far.on('data', (piece) => (proxy.down += piece.length));
      near.pipe(proxy.#way()).pipe(far).pipe(proxy.#way()).pipe(near);
      const end = () => {
        near.destroy();
        far.destroy();
      };
      for (const side of [near, far]) side.on('error', end).on('close', end);
    }).listen(proxy.port, '127.0.0.1');
    await new Promise((done) => proxy.server.once('listening', done));
    proxy.url = `http://127.0.0.1:${proxy.port}`;
    return proxy;
  }

  /** One direction of one connection: each piece arrives half a round trip after it left, one after the other through the line. */
  #way() {
    const proxy = this;
    let [free, last] = [0, Promise.resolve()];
    return new Transform({
      transform(piece, _encoding, passed) {
        const { line } = proxy;
        const now = performance.now();
        if (line) free = Math.max(free, now) + (piece.length / line.bytesPerSecond) * 1000;
        const arrives = line ? pause(free + line.roundTrip / 2 - now) : undefined;
        last = Promise.all([last, arrives]).then(() => this.push(piece));
        passed();
      },
      flush(passed) {
        void last.then(() => passed());
      },
    });
  }

  /** What passes while something is done. */
  async during(doing) {
    const [up, down] = [this.up, this.down];
    const result = await doing();
    return { up: this.up - up, down: this.down - down, result };
  }

  close() {
    this.server.close();
  }
}
