// The network between a phone and the server: an HTTP relay that can be told what goes wrong with the next push.
import { createServer, request } from 'node:http';

export class Line {
  /** How many pushes reached the relay. */
  pushes = 0;
  #plans = [];
  #relay;

  constructor(server) {
    this.server = server;
  }

  /** `plan(send)` for the next push: `send()` hands it to the server and waits for the answer, which the phone never sees. */
  next(plan) {
    this.#plans.push(plan);
  }

  get waiting() {
    return this.#plans.length;
  }

  async start(port) {
    this.#relay = createServer((incoming, reply) => void this.#pass(incoming, reply));
    this.#relay.listen(port, '127.0.0.1');
    await new Promise((done) => this.#relay.once('listening', done));
    this.url = `http://127.0.0.1:${port}`;
  }

  async stop() {
    this.#relay.closeAllConnections();
    await new Promise((done) => this.#relay.close(done));
  }

  async #pass(incoming, reply) {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const send = () => this.#send(incoming, body);
    const isPush = incoming.url === '/api/sync/push';
    if (isPush) this.pushes += 1;
    const plan = isPush ? this.#plans.shift() : undefined;
    try {
      if (plan) {
        await plan(send);
        reply.destroy();
        return;
      }
      const answer = await send();
      reply.writeHead(answer.status, answer.headers);
      reply.end(answer.body);
    } catch {
      reply.destroy();
    }
  }

  #send(incoming, body) {
    return new Promise((done, failed) => {
      const { method, url: path, headers } = incoming;
      const outgoing = request({ host: '127.0.0.1', port: this.server.port, method, path, headers, agent: false }, async (answer) => {
        try {
          const chunks = [];
          for await (const chunk of answer) chunks.push(chunk);
          done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) });
        } catch (error) {
          failed(error);
        }
      });
      outgoing.once('error', failed);
      outgoing.end(body);
    });
  }
}
