/** A stand-in for the server, for tests of the desk only: node http over an invented register. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Event } from '../lib/wire/index.ts';
import type { CountRow, Person, ReviewItem, SeverityCounts, User } from '../lib/api/index.ts';
import {
  ageAt, buildRegister, communeCode, documentOf, flowsOf, hamletsOf, livingIn, personsOf, uuidFrom, type FakePerson, type FakeRegister,
} from './deskFakeData.ts';
import { FakeEntry } from './deskFakeEntry.ts';
import { FakeForecasts, readBase } from './deskFakeForecast.ts';
import { FakeReconcile } from './deskFakeReconcile.ts';
import { FakeMovers } from './deskFakeMovers.ts';
import { FakeSame } from './deskFakeSame.ts';
import { FakeSamples } from './deskFakeSamples.ts';
import { fakeFigures, fakeIndicators } from './deskFakeFigures.ts';
import { FakeReports, type FakeRefusal } from './deskFakeReports.ts';
import { buildSubmissions, type Submission } from './deskFakeReview.ts';

export const fakePassword = 'mat-khau-thu';

const users: User[] = [
  { id: 'u1', login: 'canbo', name: 'Phạm Thị Hạnh', roles: [{ role: 'commune', unit: communeCode, unit_name: 'xã An Bình' }] },
  { id: 'u2', login: 'tinh', name: 'Đặng Quang Minh', roles: [{ role: 'province', unit: '90', unit_name: 'tỉnh Minh Hòa' }] },
];
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2',
};
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface DeskFake {
  url: string;
  /** Ends every session, as a restart of the server would. */
  expireSessions(): void;
  /** What the officer decided, in order. */
  decisions: { decision: 'accept' | 'return'; id: string; reason?: string }[];
  /** Makes the next calls to a path fail with a status. */
  failing: Map<string, number>;
  register: FakeRegister;
  /** Entry at the desk, with the events recorded there. */
  entry: FakeEntry;
  /** Persons who may be one, with what was decided. */
  same: FakeSame;
  movers: FakeMovers;
  /** Lists of other agencies, with what was decided. */
  reconcile: FakeReconcile;
  /** Forecasts that were made, and what was asked for. */
  forecasts: FakeForecasts;
  close(): Promise<void>;
}

interface Ask { url: URL; query: (name: string) => string | undefined; body: Record<string, unknown>; user: User }
class Refusal {
  constructor(readonly status: number, readonly code: string, readonly title: string, readonly detail?: string) {}
}

/** A table of people by age as it was understood, or what is wrong with it. */
function baseRead(body: Record<string, unknown>): unknown {
  const read = readBase(body);
  return typeof read === 'string' ? new Refusal(400, 'forecast_table', 'Bảng dân số có chỗ chưa đọc được.', read) : read;
}

/** Starts the stand-in on a free port; pages come from `dist/can-bo`, with the policy the build wrote. */
export async function startDeskFake(today: string, seed = 7): Promise<DeskFake> {
  const register = buildRegister(seed, today);
  const submissions = new Map(buildSubmissions(register, communeCode, today, 72).map((one) => [one.detail.id, one]));
  const sessions = new Map<string, User>();
  const fake: DeskFake = {
    url: '', decisions: [], failing: new Map(), register, entry: new FakeEntry(register), same: new FakeSame(register, today), movers: new FakeMovers(register, today), reconcile: new FakeReconcile(register, today), forecasts: new FakeForecasts(register, today),
    expireSessions: () => sessions.clear(),
    close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
  const answer = answers(register, submissions, fake, new FakeReports(register, today));
  const server: Server = createServer((request, response) => void serve(request, response, fake, sessions, answer));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  fake.url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  return fake;
}

async function serve(request: IncomingMessage, response: ServerResponse, fake: DeskFake, sessions: Map<string, User>, answer: (method: string, ask: Ask) => unknown): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake');
  if (!url.pathname.startsWith('/api/')) return sendFile(url.pathname, response);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = await bodyOf(Buffer.concat(chunks), request.headers['content-type'] ?? '');
  const token = /danso_session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const send = (status: number, content: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
    response.end(JSON.stringify(content));
  };
  const refuse = ({ status, code, title, detail }: Refusal) => send(status, { type: 'about:blank', title, status, code, detail });
  if (url.pathname === '/api/session' && request.method === 'POST') {
    const user = users.find((one) => one.login === body.login);
    if (!user || body.password !== fakePassword) return refuse(new Refusal(403, 'wrong_password', 'Tên đăng nhập hoặc mật khẩu không đúng.'));
    const fresh = `s${sessions.size}-${Math.floor(fake.register.random() * 1e9)}`;
    sessions.set(fresh, user);
    return send(200, { token: fresh, user }, { 'set-cookie': `danso_session=${fresh}; Path=/; HttpOnly; SameSite=Strict` });
  }
  const user = sessions.get(token);
  if (!user) return refuse(new Refusal(401, 'not_logged_in', 'Đăng nhập để tiếp tục.'));
  if (url.pathname === '/api/session') {
    sessions.delete(token);
    return send(200, {});
  }
  const failure = fake.failing.get(url.pathname);
  if (failure !== undefined) return refuse(new Refusal(failure, `http_${failure}`, 'Máy chủ gặp lỗi.'));
  const result = answer(request.method ?? 'GET', { url, body, user, query: (name) => url.searchParams.get(name) ?? undefined });
  if (result instanceof Refusal) refuse(result);
  else send(200, result);
}

/** JSON, or the parts of a form with a file. */
async function bodyOf(sent: Buffer<ArrayBuffer>, type: string): Promise<Record<string, unknown>> {
  if (sent.length === 0) return {};
  if (!type.startsWith('multipart/')) return JSON.parse(sent.toString('utf8')) as Record<string, unknown>;
  const form = await new Response(sent, { headers: { 'content-type': type } }).formData();
  const file = form.get('file');
  const ask: unknown = JSON.parse(String(form.get('ask') ?? '{}'));
  return { ask, ...(file instanceof File && { file: { name: file.name, text: await file.text() } }) };
}

function sendFile(path: string, response: ServerResponse): void {
  const name = path.replace(/^\/can-bo\/?/, '') || 'index.html';
  const root = here('../dist/can-bo');
  const file = normalize(join(root, name));
  try {
    if (!file.startsWith(root)) throw new Error('outside');
    const content = readFileSync(file);
    const policy = readFileSync(join(root, 'csp.txt'), 'utf8').trim();
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}

function answers(register: FakeRegister, submissions: Map<string, Submission>, fake: DeskFake, official: FakeReports): (method: string, ask: Ask) => unknown {
  const lists = readdirSync(here('../../catalog/lists')).filter((name) => name.endsWith('.json')).map((name) => JSON.parse(readFileSync(here(`../../catalog/lists/${name}`), 'utf8')));
  const rules = readdirSync(here('../../catalog/rules')).filter((name) => name.endsWith('.json')).flatMap((name) => JSON.parse(readFileSync(here(`../../catalog/rules/${name}`), 'utf8')) as unknown[]);
  const samples = new FakeSamples(register, new Date().toISOString().slice(0, 10));
  const missing = new Refusal(404, 'not_found', 'Không tìm thấy.');

  const waitingIn = (unit: string) => {
    const hamlets = hamletsOf(register, unit);
    return [...submissions.values()].filter((one) => one.detail.status === 'submitted' && hamlets.has(one.hamlet)).length;
  };
  const known = (ask: Ask) => Number(ask.query('known_at') ?? register.position);
  const unitOf = (ask: Ask) => ask.query('unit') ?? 'VN';
  const inScope = (ask: Ask, code: string) => ask.user.roles.some((role) => role.unit !== undefined && hamletsOf(register, role.unit).has(code));
  const asPerson = (person: FakePerson): Person => {
    const household = register.households.find((one) => one.id === person.household)!;
    return {
      id: person.id, name: person.name, sex: person.sex, birth: person.birth, relationship: person.relationship, household: household.id, household_number: household.number,
      hamlet_name: register.units.find((unit) => unit.code === household.hamlet)?.name ?? '',
    };
  };

  function unit(code: string, ask: Ask): unknown {
    const found = register.units.find((one) => one.code === code);
    if (!found) return missing;
    if (!inScope(ask, code)) return new Refusal(403, 'out_of_scope', 'Đơn vị này ngoài địa bàn của bạn.');
    const path = [];
    for (let step: typeof found | undefined = found; step; step = register.units.find((one) => one.code === step?.parent)) path.unshift({ code: step.code, name: step.name, level: step.level });
    return { ...found, path, children: register.units.filter((one) => one.parent === code) };
  }

  function count(ask: Ask): unknown {
    const [code, at, by] = [unitOf(ask), ask.query('at') ?? '', (ask.query('by') ?? '').split(',')];
    const children = register.units.filter((one) => one.parent === code);
    const rows = new Map<string, CountRow>();
    let total = 0;
    const places = by.includes('unit') && children.length > 0 ? children.map((child) => child.code) : [code];
    for (const place of places) {
      for (const person of livingIn(register, { unit: place, known: known(ask) }, at)) {
        const row: CountRow = {
          ...(by.includes('unit') && { unit: place }), ...(by.includes('sex') && { sex: person.sex }), ...(by.includes('age') && { age: ageAt(person.birth, at) }), count: 0,
        };
        const key = JSON.stringify(row);
        rows.set(key, { ...row, count: (rows.get(key)?.count ?? 0) + 1 });
        total += 1;
      }
    }
    return { unit: code, at, known_at: known(ask), rows: [...rows.values()], total, waiting: waitingIn(code) };
  }

  function people(ask: Ask): unknown {
    if (!ask.user.roles.some((role) => role.role === 'commune')) return new Refusal(403, 'no_persons', 'Tài khoản này không xem danh sách từng người.');
    const event = ask.query('event');
    const [from, to, at] = [ask.query('from') ?? '', ask.query('to') ?? '9999', ask.query('at') ?? '9999'];
    const everyone = event === 'birth' ? personsOf(register, unitOf(ask)).filter((person) => person.enteredBy === 'birth' && person.entered >= from && person.entered <= to)
      : event === 'death' ? personsOf(register, unitOf(ask)).filter((person) => person.leftBy === 'death' && (person.left ?? '') >= from && (person.left ?? '') <= to)
        : livingIn(register, { unit: unitOf(ask), known: known(ask) }, at);
    const wanted = everyone.filter((person) => {
      const age = ageAt(person.birth, at);
      return (!ask.query('sex') || person.sex === ask.query('sex')) && age >= Number(ask.query('age_from') ?? -1) && age <= Number(ask.query('age_to') ?? 200);
    });
    const [start, limit] = [Number(ask.query('after') ?? 0), Number(ask.query('limit') ?? 100)];
    return {
      items: wanted.slice(start, start + limit).map(asPerson), total: wanted.length, ...(start + limit < wanted.length && { next: String(start + limit) }),
    };
  }

  function search(ask: Ask): unknown {
    const fold = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();
    const tokens = fold(ask.query('q') ?? '').split(/\s+/);
    const found = personsOf(register, unitOf(ask)).filter((person) => person.left === undefined && tokens.every((token) => fold(person.name).includes(token)));
    return { items: found.slice(0, Number(ask.query('limit') ?? 50)).map(asPerson) };
  }

  function review(ask: Ask): unknown {
    const hamlets = hamletsOf(register, unitOf(ask));
    const inPlace = [...submissions.values()].filter((one) => hamlets.has(one.hamlet) && one.detail.status === (ask.query('status') ?? 'submitted') && (ask.query('severity') ?? one.detail.severity) === one.detail.severity);
    const counts: SeverityCounts = { clean: 0, warn: 0, confirm: 0, error: 0 };
    for (const one of submissions.values()) if (hamlets.has(one.hamlet) && one.detail.status === 'submitted') counts[one.detail.severity] += 1;
    const [start, limit] = [Number(ask.query('after') ?? 0), Number(ask.query('limit') ?? 100)];
    const items = inPlace.slice(start, start + limit).map(({ detail }): ReviewItem => {
      const { event: _event, before: _before, after: _after, conflict: _conflict, ...item } = detail;
      return item;
    });
    return { items, counts, ...(start + limit < inPlace.length && { next: String(start + limit) }) };
  }

  function decide(id: string, decision: 'accept' | 'return', reason?: string): unknown {
    const submission = submissions.get(id);
    if (!submission) return missing;
    if (submission.detail.status !== 'submitted') return new Refusal(409, 'already_decided', 'Phiếu này đã được xử lý.');
    fake.decisions.push({ decision, id, ...(reason !== undefined && { reason }) });
    submission.detail.status = decision === 'accept' ? 'accepted' : 'returned';
    if (decision === 'accept') submission.apply();
    return { id, status: submission.detail.status, position: register.position };
  }

  function household(id: string): unknown {
    const document = fake.entry.household(id) ?? documentOf(register, id);
    if (!document) return missing;
    const sheet = { id: uuidFrom(register.random), kind: 'household', date: document.opened, status: 'accepted', by_name: 'Lê Thị Mai', recorded_at: `${document.opened}T03:00:00.000Z`, position: 1 };
    const events = [...submissions.values()].filter((one) => one.detail.household === id).map(({ detail }) => ({
      id: detail.id, kind: detail.kind, date: detail.date, status: detail.status, by_name: detail.by_name, recorded_at: detail.recorded_at,
    }));
    return { household: document, events: [sheet, ...events] };
  }

  function reports(method: string, [what = '', id = '', verb]: string[], ask: Ask): unknown {
    const [unit, period, form] = [unitOf(ask), ask.query('period') ?? '', ask.query('form') ?? ''];
    switch (what) {
      case 'board': return official.board(form, unit, period);
      case 'forms': return official.forms();
      case 'declarations': return official.declare(String(ask.body.area), String(ask.body.period));
      case 'closed':
        if (verb === 'check') return official.check(id);
        if (verb === 'file') return official.file(id, ask.query('format') ?? '', Number(ask.query('version') ?? 0)) ?? missing;
        if (id !== '') return official.one(id) ?? missing;
        return method === 'POST' ? official.step(ask.body as unknown as Parameters<FakeReports['step']>[0], ask.user) : { items: official.list(form || undefined, ask.query('unit'), period || undefined) };
      default: return method === 'GET' ? official.now(what, unit, period) : missing;
    }
  }
  function reorganisations(method: string, [what = '']: string[], ask: Ask): unknown {
    if (what === 'preview') return official.preview(ask.body);
    if (method === 'DELETE') return official.undo(what) ?? missing;
    return method === 'POST' ? official.apply(ask.body) : { items: official.applied() };
  }
  const refused = (result: unknown): unknown => {
    const refusal = (result as Partial<FakeRefusal> | undefined)?.refuse;
    return refusal ? new Refusal(...refusal, 'Không làm được.') : result;
  };

  return (method, ask) => {
    const { pathname } = ask.url;
    const parts = pathname.split('/').slice(2).map(decodeURIComponent);
    const [head, id = '', verb] = parts;
    if (head === 'review' && method === 'POST') {
      if (id === 'accept') {
        const ids = ask.body.ids as string[];
        return { outcomes: ids.map((one) => (submissions.get(one)?.detail.severity === 'clean' ? decide(one, 'accept') : { id: one, status: 'submitted', code: 'not_clean' })) };
      }
      return decide(id, verb === 'accept' ? 'accept' : 'return', ask.body.reason as string | undefined);
    }
    switch (head) {
      case 'me': return { user: ask.user };
      case 'catalog': return { version: 'fake', lists, rules };
      case 'units': return unit(id, ask);
      case 'status': return { position: register.position, waiting: waitingIn(unitOf(ask)), parked: 0, returned: 0 };
      case 'review': {
        const detail = submissions.get(id)?.detail;
        if (verb === 'duplicates' && detail) {
          const [newcomer] = Object.entries(detail.event.personal ?? {});
          return fake.same.ofEvent(detail.kind, newcomer && { id: newcomer[0], name: newcomer[1].name ?? '' });
        }
        return id === '' ? review(ask) : (detail ?? missing);
      }
      case 'movers': return fake.movers.answer(method, parts.slice(1), ask.body, ask.query) ?? missing;
      case 'duplicates': if (parts[1] === 'undo' && fake.movers.undo(parts[2] ?? '')) return { event: parts[2], position: register.position };
        return fake.same.answer(method, parts.slice(1), ask.body) ?? missing;
      case 'reconciliations': return refused(fake.reconcile.answer(method, parts.slice(1), ask)) ?? missing;
      case 'count': return inScope(ask, unitOf(ask)) ? count(ask) : new Refusal(403, 'out_of_scope', 'Đơn vị này ngoài địa bàn của bạn.');
      case 'flows': {
        const [from, to] = [ask.query('from') ?? '', ask.query('to') ?? ''];
        return { unit: unitOf(ask), from, to, known_at: known(ask), rows: flowsOf(register, { unit: unitOf(ask), known: known(ask) }, from, to) };
      }
      case 'reports': return refused(reports(method, parts.slice(1), ask));
      case 'reorganisations': return reorganisations(method, parts.slice(1), ask);
      case 'indicators': return fakeIndicators();
      case 'figures': return inScope(ask, unitOf(ask)) ? (fakeFigures(register, ask.query) ?? missing) : new Refusal(403, 'out_of_scope', 'Đơn vị này ngoài địa bàn của bạn.');
      case 'forecasts': if (id === 'base') return baseRead(ask.body);
        return inScope(ask, id === '' ? String(ask.body.unit ?? unitOf(ask)) : communeCode) ? (fake.forecasts.answer(method, parts.slice(1), ask) ?? missing) : new Refusal(403, 'out_of_scope', 'Đơn vị này ngoài địa bàn của bạn.');
      case 'quality': return inScope(ask, unitOf(ask)) ? fake.forecasts.quality(unitOf(ask), ask.query('at') ?? '') : new Refusal(403, 'out_of_scope', 'Đơn vị này ngoài địa bàn của bạn.');
      case 'people': return people(ask);
      case 'search': return search(ask);
      case 'households': return household(id);
      case 'entry': return id === 'key' ? { key: '0b'.repeat(32) } : (fake.entry.area(verb ?? '') ?? missing);
      case 'events': return fake.entry.record(ask.body.events as Event[]);
      case 'network':
        if (id === 'samples') return samples.answer(method, parts.slice(2), method === 'GET' ? { unit: unitOf(ask) } : ask.body) ?? missing;
        return id === '' ? fake.entry.network() : missing;
      case 'devices': return { code: '40718253', expires_at: new Date(Date.now() + 900_000).toISOString() };
      default: return missing;
    }
  };
}
