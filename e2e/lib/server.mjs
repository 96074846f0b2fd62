// The real server as a process that can be killed and started again at the same address.
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { danso } from './stores.mjs';

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

export class Server {
  #child;
  #ended;

  constructor(register, port, log) {
    this.register = register;
    this.port = port;
    this.log = log;
    this.url = `http://127.0.0.1:${port}`;
  }

  async start() {
    const { url, key } = this.register;
    const log = openSync(this.log, 'a');
    this.#child = spawn(danso, ['serve', '--database', url, '--key-file', key, '--listen', `127.0.0.1:${this.port}`], {
      stdio: ['ignore', log, log],
    });
    this.#ended = new Promise((done) => this.#child.once('exit', done));
    for (let tries = 0; tries < 300; tries += 1) {
      if (this.#child.exitCode !== null) throw new Error(`the server ended with ${this.#child.exitCode}, see ${this.log}`);
      const healthy = await fetch(`${this.url}/healthz`).then(({ ok }) => ok, () => false);
      if (healthy) return;
      await pause(100);
    }
    throw new Error(`the server did not answer, see ${this.log}`);
  }

  /** At once, without a chance to tidy up. */
  async kill() {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  async stop() {
    this.#child?.kill('SIGTERM');
    await this.#ended;
  }
}
