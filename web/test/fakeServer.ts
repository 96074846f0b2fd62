import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { HandedAnswer, PushRequest } from '../lib/wire/index.ts';
import { FakeState } from './fakeState.ts';

/** What goes wrong on the way, set by a test. */
export interface Trouble {
  /** Calls whose path contains this are done, and the answer is lost. */
  loseAnswer?: string;
  /** Calls whose path contains this never arrive. */
  loseRequest?: string;
  /** The download breaks off after so many bytes. */
  breakSnapshotAfter?: number;
  /** The server is of a time before lists of other offices were asked about. */
  withoutDifferences?: boolean;
  /** A push holding an event with this counter is refused as a whole. */
  refuseCounter?: number;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return pieces.length === 0 ? {} : JSON.parse(Buffer.concat(pieces).toString());
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body));
}

const problem = (response: ServerResponse, status: number, code: string, title: string) =>
  send(response, status, { type: 'about:blank', status, code, title });

/** A server of tests: sessions, the first download, push and pull, and the built app from `dist`. */
export class FakeServer {
  readonly state: FakeState;
  trouble: Trouble = {};
  private server: Server | undefined;

  constructor(state = new FakeState(), private readonly dist?: string) {
    this.state = state;
  }

  get url(): string {
    const address = this.server?.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}`;
  }

  async start(port = 0): Promise<number> {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
    await new Promise<void>((done) => this.server?.listen(port, '127.0.0.1', done));
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise((done) => (server ? server.close(done) : done(undefined)));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname;
    if (this.trouble.loseRequest && path.includes(this.trouble.loseRequest)) return void request.socket.destroy();
    const body = request.method === 'POST' ? await bodyOf(request) : {};
    if (!path.startsWith('/api/')) return this.file(path, response);

    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const isPublic = path === '/api/devices/enrol' || (path === '/api/session' && request.method === 'POST');
    if (!isPublic && !this.state.tokens.has(token)) {
      return problem(response, 401, 'unauthenticated', 'Phiên làm việc đã hết. Hãy đăng nhập lại.');
    }
    if (path.startsWith('/api/sync/')) response.setHeader('Danso-Lease-Days', this.state.leaseDays);
    const losing = this.trouble.loseAnswer !== undefined && path.includes(this.trouble.loseAnswer);
    const result = this.call(path, url, token, request, body, response);
    if (losing) return void request.socket.destroy();
    if (result === undefined) return;
    if ('status' in result) return problem(response, result.status, result.code, result.title);
    return send(response, 200, result.value);
  }

  private call(
    path: string,
    url: URL,
    token: string,
    request: IncomingMessage,
    body: unknown,
    response: ServerResponse,
  ): { value: unknown } | { status: number; code: string; title: string } | undefined {
    switch (path) {
      case '/api/session': {
        if (request.method === 'DELETE') return { value: {} };
        const { login, password, device } = body as { login: string; password: string; device?: { id?: string } };
        if (this.state.logins.get(login) !== password) {
          return { status: 401, code: 'bad_credentials', title: 'Sai tên đăng nhập hoặc mật khẩu.' };
        }
        return { value: this.state.session(login, device?.id) };
      }
      case '/api/devices/enrol': {
        const login = this.state.codes.get((body as { code: string }).code);
        if (!login) return { status: 404, code: 'unknown_code', title: 'Mã không đúng hoặc đã hết hạn.' };
        return { value: this.state.session(login) };
      }
      case '/api/catalog':
        return { value: this.state.catalog };
      case '/api/sync/push': {
        const push = body as PushRequest;
        if (push.events.some((event) => event.counter === this.trouble.refuseCounter)) {
          return { status: 422, code: 'unreadable_event', title: 'Máy chủ không đọc được phiếu này.' };
        }
        return { value: this.state.push(token, push) };
      }
      case '/api/sync/pull':
        return { value: this.state.pull(token, Number(url.searchParams.get('after'))) };
      case '/api/sync/differences':
        if (this.trouble.withoutDifferences) return { status: 404, code: 'not_found', title: 'Không có trang này.' };
        if (request.method === 'GET') return { value: this.state.differences(url.searchParams.get('mark')) };
        return { value: this.state.answerDifferences((body as { answers: HandedAnswer[] }).answers) };
      case '/api/reports/declarations': {
        const { area, period } = body as { area: string; period: string };
        return this.state.declare(area, period);
      }
      case '/api/training/completions':
        this.state.trainings.push(...(body as { completions: FakeState['trainings'] }).completions);
        return { value: {} };
      case '/api/sync/snapshot':
        this.snapshot(request, response);
        return undefined;
      default:
        return { status: 404, code: 'not_found', title: 'Không có trang này.' };
    }
  }

  private snapshot(request: IncomingMessage, response: ServerResponse): void {
    const file = this.state.snapshotFile();
    const etag = `"${this.state.position}-${file.length}"`;
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const resumes = asked !== null && request.headers['if-range'] === etag;
    const from = resumes ? Number(asked[1]) : 0;
    response.writeHead(resumes ? 206 : 200, {
      'Content-Type': 'application/gzip',
      'Accept-Ranges': 'bytes',
      ETag: etag,
      'Content-Length': file.length - from,
      ...(resumes && { 'Content-Range': `bytes ${from}-${file.length - 1}/${file.length}` }),
    });
    const limit = this.trouble.breakSnapshotAfter;
    if (limit === undefined) return void response.end(file.subarray(from));
    response.write(file.subarray(from, from + limit), () => setTimeout(() => response.destroy(), 50));
  }

  private async file(path: string, response: ServerResponse): Promise<void> {
    if (!this.dist) return problem(response, 404, 'not_found', '');
    const name = path.endsWith('/') ? `${path}index.html` : path;
    try {
      const content = await readFile(join(this.dist, normalize(name)));
      const app = name.split('/')[1] ?? '';
      const policy = (await readFile(join(this.dist, app, 'csp.txt'), 'utf8')).trim();
      response.writeHead(200, {
        'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
        'Content-Security-Policy': policy,
        'Cache-Control': name.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  }
}
