import type { CatalogData } from '../rules/types.ts';
import { entryCalls } from './entry.ts';
import { forecastCalls } from './forecasts.ts';
import { networkCalls } from './network.ts';
import { reconcileCalls } from './reconcile.ts';
import { officialCalls, type Calls } from './official.ts';
import { failed, mapResult, ok, readProblem, type Result } from './result.ts';
import { moverCalls } from './movers.ts';
import { sameCalls } from './same.ts';
import { sampleCalls } from './samples.ts';
import type { DataSource } from './source.ts';
import type {
  AcceptOutcome, Catalog, Count, Decision, EnrolmentCode, Flows, HouseholdPage, PeoplePage, Person, ReviewDetail,
  ReviewPage, Session, Status, Unit, User
} from './types.ts';

type Method = 'GET' | 'POST' | 'DELETE';
type Query = Record<string, string | number | undefined>;

/** What the adapter needs from outside. */
export interface HttpConfig {
  /** Normally the browser's `fetch`. */
  fetch: typeof globalThis.fetch;
  /** Where the API lives, without a slash at the end; empty for the page's own origin. */
  base: string;
  /**
   * Called when the session has ended. Resolves to true once someone is logged in again, and the call is then
   * repeated; to false when they gave up.
   */
  sessionEnded: () => Promise<boolean>;
}

/** Keeps of each list the version that came into force last. */
export function readCatalog(sent: Pick<CatalogData, 'version' | 'lists'>): Catalog {
  const inOrder = sent.lists.toSorted((a, b) => a.valid_from.localeCompare(b.valid_from));
  const lists = inOrder.map((list) => [list.id, list.items.map(({ code, vi }) => ({ code, label: vi }))] as const);
  return { version: sent.version, lists: Object.fromEntries(lists) };
}

/** Builds `path?query`, leaving out what is undefined or empty. */
export function address(path: string, query: Query = {}): string {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(filled.map(([key, value]) => [key, String(value)]));
  return filled.length === 0 ? path : `${path}?${search}`;
}

/** What a body is. The browser writes the type of a form; that this page sent it is said by a header that no form of another site can have. */
function kindOf(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  return body instanceof FormData ? { 'x-requested-with': 'danso' } : { 'content-type': 'application/json' };
}

/** The `DataSource` that speaks to a danso server as `docs/http.md` says. */
export function httpSource(config: HttpConfig): DataSource {
  async function once<T>(method: Method, path: string, body?: unknown): Promise<Result<T>> {
    let response: Response;
    try {
      response = await config.fetch(config.base + path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        headers: { accept: 'application/json', ...kindOf(body) },
        ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) })
      });
    } catch {
      return failed({ code: 'offline', status: 0 });
    }
    const text = await response.text().catch(() => '');
    let read: unknown;
    try {
      read = text === '' ? undefined : JSON.parse(text);
    } catch {
      return failed({ code: response.ok ? 'bad_answer' : `http_${response.status}`, status: response.status });
    }
    return response.ok ? ok(read as T) : failed(readProblem(response.status, read));
  }

  async function call<T>(method: Method, path: string, body?: unknown): Promise<Result<T>> {
    const first = await once<T>(method, path, body);
    if (first.ok || first.problem.status !== 401) return first;
    return (await config.sessionEnded()) ? once<T>(method, path, body) : first;
  }

  const get = <T>(path: string, query?: Query) => call<T>('GET', address(path, query));
  const segment = encodeURIComponent;
  const lent: Calls = {
    get, post: (path, body) => call('POST', path, body), send: (path, form) => call('POST', path, form), remove: (path) => call('DELETE', path), file: (path, query) => config.base + address(path, query)
  };

  return {
    ...officialCalls(lent),
    ...networkCalls(lent),
    ...entryCalls(lent),
    ...sampleCalls(lent),
    ...sameCalls(lent),
    ...moverCalls(lent),
    ...forecastCalls(lent),
    ...reconcileCalls(lent),
    logIn: (login, password) => once<Session>('POST', '/api/session', { login, password }),
    logOut: () => once<void>('DELETE', '/api/session'),
    me: async () => mapResult(await once<{ user: User }>('GET', '/api/me'), (read) => read.user),
    catalog: async () => mapResult(await get<CatalogData>('/api/catalog'), readCatalog),
    unit: (code, at) => get<Unit>(`/api/units/${segment(code)}`, { at }),
    status: (unit) => get<Status>('/api/status', { unit }),
    review: ({ unit, status, severity, after, limit }) => get<ReviewPage>('/api/review', { unit, status, severity, after, limit }),
    reviewItem: (id) => get<ReviewDetail>(`/api/review/${segment(id)}`),
    accept: (id) => call<Decision>('POST', `/api/review/${segment(id)}/accept`, {}),
    giveBack: (id, reason) => call<Decision>('POST', `/api/review/${segment(id)}/return`, { reason }),
    acceptMany: async (ids) =>
      mapResult(await call<{ outcomes: AcceptOutcome[]; }>('POST', '/api/review/accept', { ids }), (read) => read.outcomes),
    count: (unit, at, by, knownAt) => get<Count>('/api/count', { unit, at, by: by.join(','), known_at: knownAt }),
    flows: (unit, from, to, knownAt) => get<Flows>('/api/flows', { unit, from, to, by: 'month', known_at: knownAt }),
    people: (query) =>
      get<PeoplePage>('/api/people', {
        unit: query.unit, at: query.at, sex: query.sex, age_from: query.ageFrom, age_to: query.ageTo, event: query.event,
        from: query.from, to: query.to, known_at: query.knownAt, after: query.after, limit: query.limit
      }),
    search: async (text, unit, limit) =>
      mapResult(await get<{ items: Person[]; }>('/api/search', { q: text, unit, limit }), (read) => read.items),
    household: (id) => get<HouseholdPage>(`/api/households/${segment(id)}`),
    sheetFile: (id, format) => lent.file(`/api/households/${segment(id)}/sheet`, { format }),
    enrolmentCode: (user) => call<EnrolmentCode>('POST', '/api/devices/codes', { user })
  };
}
