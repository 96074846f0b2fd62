// Counts every byte between a browser and a server, those of service workers too.
import { connect, createServer } from 'node:net';
import { freePort } from '../lib/server.mjs';

export class Proxy {
  up = 0;
  down = 0;
  connections = 0;

  static async before(port) {
    const proxy = new Proxy();
    proxy.port = await freePort();
    proxy.server = createServer((near) => {
      proxy.connections += 1;
      const far = connect(port, '127.0.0.1');
      near.on('data', (piece) => (proxy.up += piece.length));
      far.on('data', (piece) => (proxy.down += piece.length));
      near.pipe(far).pipe(near);
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
