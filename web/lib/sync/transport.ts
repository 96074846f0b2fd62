import type {
  HandedAnswer,
  HandedDifferences,
  HandedReplies,
  Problem,
  PullResponse,
  PushRequest,
  PushResponse,
  SessionResponse,
} from '$lib/wire';
import type { CatalogRecord } from '$lib/store';
import { contactOf, type Contact } from './lease.ts';

/** Why a call gave nothing. `unreachable`: no answer came, so nothing is known of what the server did. */
export type Failure =
  | { kind: 'unreachable' }
  | { kind: 'problem'; problem: Problem }
  | { kind: 'unreadable' };

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export interface SnapshotPart {
  etag: string;
  /** Where the first byte of `body` belongs in the file. */
  from: number;
  total: number;
  body: AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** The server, as far as the collaborator's app needs it. */
export interface Transport {
  logIn(login: string, password: string, device: { id?: string; name: string }): Promise<Answer<SessionResponse>>;
  enrol(code: string, name: string): Promise<Answer<SessionResponse>>;
  logOut(token: string): Promise<Answer<undefined>>;
  catalog(token: string): Promise<Answer<CatalogRecord>>;
  /** The area's file from byte `from`, or the whole when it has changed since `etag`. */
  snapshot(token: string, resume?: { etag: string; from: number }): Promise<Answer<SnapshotPart>>;
  push(token: string, request: PushRequest): Promise<Answer<PushResponse>>;
  pull(token: string, after: number): Promise<Answer<PullResponse>>;
  /** What is to be asked about lists of other offices; without items where `mark` stands for it. */
  differences(token: string, mark: string | undefined): Promise<Answer<HandedDifferences>>;
  answerDifferences(token: string, answers: readonly HandedAnswer[]): Promise<Answer<HandedReplies>>;
  /** Says that nothing happened in an area in a month that is over. */
  declare(token: string, area: string, month: string): Promise<Answer<unknown>>;
  /** Says which lessons of the practice area were completed. */
  tellTraining(token: string, completions: readonly { lesson: string; day: string; score: number }[]): Promise<Answer<undefined>>;
}

const ANSWER_WITHIN = 30_000;

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<Problem>;
    return {
      title: body.title ?? '',
      status: response.status,
      code: body.code ?? `http_${response.status}`,
      ...(body.detail !== undefined && { detail: body.detail }),
    };
  } catch {
    return { title: '', status: response.status, code: `http_${response.status}` };
  }
}

/** Fails when the next piece does not come in time: a connection may die without a word. */
function inTime<T>(piece: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the connection is silent')), ANSWER_WITHIN);
    piece.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function* piecesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncIterable<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The transport over HTTP. `base` is empty when the app is served by the server itself; `heard` is told what each answer of the sync says of the lease. */
export function httpTransport(base = '', call: typeof fetch = fetch.bind(globalThis), heard: (contact: Contact) => void = () => {}): Transport {
  /** One call; `read` has to be through with the answer within the same time as the call. */
  async function request<T>(
    path: string,
    init: RequestInit,
    token: string | undefined,
    read: (response: Response) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    const headers = new Headers(init.headers);
    if (token) headers.set('Authorization', `Bearer ${token}`);
    if (init.body) headers.set('Content-Type', 'application/json');
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), ANSWER_WITHIN);
    try {
      const response = await call(`${base}${path}`, {
        ...init,
        headers,
        credentials: 'omit',
        cache: 'no-store',
        signal: abort.signal,
      });
      const contact = contactOf(response.headers);
      if (contact) heard(contact);
      if (response.ok) return await read(response);
      return { ok: false, failure: { kind: 'problem', problem: await problemOf(response) } };
    } catch {
      return { ok: false, failure: { kind: 'unreachable' } };
    } finally {
      clearTimeout(timer);
    }
  }

  function json<T>(path: string, init: RequestInit, token?: string): Promise<Answer<T>> {
    return request(path, init, token, async (response) => {
      const body = await response.text();
      try {
        return { ok: true, value: JSON.parse(body) as T };
      } catch {
        return { ok: false, failure: { kind: 'unreadable' } };
      }
    });
  }

  const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

  return {
    logIn: (login, password, device) => json('/api/session', post({ login, password, device })),
    enrol: (code, name) => json('/api/devices/enrol', post({ code, name })),
    logOut: (token) =>
      request('/api/session', { method: 'DELETE' }, token, async () => ({ ok: true, value: undefined })),
    catalog: (token) => json('/api/catalog', {}, token),
    push: (token, body) => json('/api/sync/push', post(body), token),
    tellTraining: (token, completions) =>
      request('/api/training/completions', post({ completions }), token, async () => ({ ok: true, value: undefined })),
    declare: (token, area, month) => json('/api/reports/declarations', post({ area, period: month }), token),
    differences: (token, mark) => json(`/api/sync/differences${mark ? `?mark=${mark}` : ''}`, {}, token),
    answerDifferences: (token, answers) => json('/api/sync/differences', post({ answers }), token),
    pull: (token, after) => json(`/api/sync/pull?after=${after}`, {}, token),

    snapshot(token, resume) {
      const headers: Record<string, string> = resume
        ? { Range: `bytes=${resume.from}-`, 'If-Range': resume.etag }
        : {};
      return request('/api/sync/snapshot', { headers }, token, async (response) => {
        const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '');
        if (!response.body || (response.status === 206 && !range)) {
          return { ok: false, failure: { kind: 'unreadable' } };
        }
        return {
          ok: true,
          value: {
            etag: response.headers.get('ETag') ?? '',
            from: Number(range?.[1] ?? 0),
            total: Number(range?.[2] ?? response.headers.get('Content-Length') ?? 0),
            body: piecesOf(response.body),
          },
        };
      });
    },
  };
}
