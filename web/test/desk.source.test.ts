import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutgoingDecisions, undoSeconds, type OutgoingNews } from '../apps/canbo/outgoing.svelte.ts';
import { problemText } from '../apps/canbo/text.ts';
import { eventFacts, kindLabel, namesIn } from '../apps/canbo/words.ts';
import { address, httpSource, ok, failed, type DataSource, type Event } from '../lib/api/index.ts';
import { readCatalog } from '../lib/api/http.ts';

function answering(...answers: (Response | Error)[]) {
  const asked: string[] = [];
  const fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    asked.push(`${init?.method} ${String(input)}`);
    const answer = answers.shift() ?? new Error('no answer left');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { fetch, asked };
}
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

describe('the HTTP adapter', () => {
  it('leaves empty questions out of an address', () => {
    expect(address('/api/count', { unit: '92', at: undefined, by: '' })).toBe('/api/count?unit=92');
  });
  it('says offline when nothing answers, and reads problem codes', async () => {
    const { fetch } = answering(new Error('down'), json({ code: 'out_of_scope', title: 'Ngoài địa bàn', status: 403 }, 403), new Response('<html>', { status: 502 }));
    const source = httpSource({ fetch, base: '', sessionEnded: () => Promise.resolve(false) });
    expect(await source.unit('92')).toEqual({ ok: false, problem: { code: 'offline', status: 0 } });
    expect(await source.unit('31')).toMatchObject({ problem: { code: 'out_of_scope', status: 403 } });
    expect(await source.unit('31')).toMatchObject({ problem: { code: 'http_502' } });
  });
  it('asks to log in once the session ended and repeats the call', async () => {
    const { fetch, asked } = answering(json({}, 401), json({ code: '92' }));
    const sessionEnded = vi.fn(() => Promise.resolve(true));
    const source = httpSource({ fetch, base: '', sessionEnded });
    expect((await source.unit('92')).ok).toBe(true);
    expect(asked).toEqual(['GET /api/units/92', 'GET /api/units/92']);
    expect(sessionEnded).toHaveBeenCalledOnce();
  });
  it('sends a file with what goes along, also again after a log-in, and leaves the type to the browser', async () => {
    const sent: RequestInit[] = [];
    const { fetch } = answering(json({}, 401), json({ rows: 2 }));
    const source = httpSource({ fetch: (input, init) => (sent.push(init ?? {}), fetch(input, init)), base: '', sessionEnded: () => Promise.resolve(true) });
    expect(await source.previewList(new File(['a;b'], 'tệp.csv'), { source: 'health' })).toMatchObject({ ok: true });
    for (const { body, headers } of sent) {
      const form = body as FormData;
      expect([(form.get('file') as File).name, form.get('ask'), headers]).toEqual(['tệp.csv', '{"source":"health"}', { accept: 'application/json', 'x-requested-with': 'danso' }]);
    }
    expect(sent).toHaveLength(2);
  });
  it('does not ask to log in while finding out who is there', async () => {
    const sessionEnded = vi.fn(() => Promise.resolve(true));
    const source = httpSource({ fetch: answering(json({}, 401)).fetch, base: '', sessionEnded });
    expect((await source.me()).ok).toBe(false);
    expect(sessionEnded).not.toHaveBeenCalled();
  });
  it('keeps the newest version of each list', () => {
    const list = (valid_from: string, vi: string) => ({ id: 'sex', version: '1', valid_from, legal_basis: '', source: '', verified: true, items: [{ code: 'm', vi, en: 'Male' }] });
    expect(readCatalog({ version: '3', lists: [list('2022-01-01', 'Nam'), list('1990-01-01', 'Trai')] }).lists).toEqual({ sex: [{ code: 'm', label: 'Nam' }] });
  });
});

describe('problems in words', () => {
  it('prefers our message, then the server’s, then a general one', () => {
    expect(problemText({ code: 'offline', status: 0 })).toContain('Không kết nối');
    expect(problemText({ code: 'new_code', status: 409, title: 'Phiếu đã được xử lý.' })).toBe('Phiếu đã được xử lý.');
    expect(problemText({ code: 'new_code', status: 409 })).toContain('new_code');
  });
});

describe('decisions with an undo window', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function desk(over: Partial<DataSource>) {
    const news: OutgoingNews[] = [];
    const outgoing = new OutgoingDecisions({ source: over as DataSource, now: () => Date.now() });
    outgoing.listen((one) => news.push(one));
    return { outgoing, news };
  }

  it('sends nothing before the window is over, and nothing that was taken back', async () => {
    const accept = vi.fn((id: string) => Promise.resolve(ok({ id, status: 'accepted' as const, position: 1 })));
    const { outgoing } = desk({ accept });
    outgoing.hold({ decision: 'accept', ids: ['a'], subject: 'A' });
    outgoing.hold({ decision: 'accept', ids: ['b'], subject: 'B' });
    await vi.advanceTimersByTimeAsync(undoSeconds * 1000 - 1);
    expect(accept).not.toHaveBeenCalled();
    expect(outgoing.undo()?.ids).toEqual(['b']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(accept.mock.calls).toEqual([['a']]);
    expect(outgoing.waiting).toEqual([]);
  });

  it('tells which of a bundle the server did not take', async () => {
    const acceptMany = (ids: readonly string[]) => Promise.resolve(ok(ids.map((id) => (id === 'b' ? { id, status: 'submitted' as const, code: 'not_clean' } : { id, status: 'accepted' as const }))));
    const { outgoing, news } = desk({ acceptMany });
    outgoing.hold({ decision: 'accept', ids: ['a', 'b'], subject: '' });
    await outgoing.releaseAll();
    expect(news).toMatchObject([{ kind: 'sent', sent: { done: ['a'], refused: [{ id: 'b', code: 'not_clean' }] } }]);
    expect(outgoing.failures).toHaveLength(1);
  });

  it('sends nothing more once the officer has left', async () => {
    const accept = vi.fn((id: string) => Promise.resolve(ok({ id, status: 'accepted' as const, position: 1 })));
    const { outgoing, news } = desk({ accept });
    outgoing.hold({ decision: 'accept', ids: ['a'], subject: '' });
    outgoing.abandon();
    await vi.advanceTimersByTimeAsync(undoSeconds * 2000);
    expect(accept).not.toHaveBeenCalled();
    expect(news.map((one) => one.kind)).toEqual(['undone']);
  });

  it('keeps the order of decisions and reports a failure', async () => {
    const order: string[] = [];
    const { outgoing } = desk({
      accept: (id) => {
        order.push(id);
        return Promise.resolve(failed({ code: 'offline', status: 0 }));
      },
      giveBack: (id, reason) => {
        order.push(`${id}: ${reason}`);
        return Promise.resolve(ok({ id, status: 'returned' as const, position: 2 }));
      },
    });
    outgoing.hold({ decision: 'accept', ids: ['a'], subject: '' });
    outgoing.hold({ decision: 'return', ids: ['b'], subject: '', reason: 'Thiếu thông tin' });
    await outgoing.releaseAll();
    expect(order).toEqual(['a', 'b: Thiếu thông tin']);
    expect(outgoing.failures.map((sent) => sent.problem?.code)).toEqual(['offline']);
  });
});

describe('an event in words', () => {
  const lists = { event_kind: [{ code: 'birth', label: 'Sinh' }], birth_place: [{ code: 'home', label: 'Tại nhà' }], sex: [{ code: 'f', label: 'Nữ' }], relationship: [{ code: '3', label: 'Con đẻ' }] };
  const event: Event = {
    v: 1, id: 'e', kind: 'birth', date: '2026-03-05', recorded_at: '2026-03-06T02:03:04.123Z', by: 'u', source: 'interview',
    data: { household: 'h', hamlet: 't', place: 'home', weight_g: 3200, child: { person: 'p', sex: 'f', birth: '2026-03-05', relationship: '3', residence: '1' } },
    personal: { p: { name: 'Lê Bảo Trân' } },
  };
  it('names people and codes and leaves out ids', () => {
    expect(eventFacts(event, { lists, names: namesIn([], [event]) })).toEqual([
      { label: 'Ngày xảy ra', text: '05/03/2026' }, { label: 'Nơi', text: 'Tại nhà' }, { label: 'Cân nặng (gam)', text: '3200' },
      { label: 'Trẻ', text: 'Lê Bảo Trân, Nữ, 05/03/2026, Con đẻ' },
    ]);
    expect([kindLabel(lists, 'birth'), kindLabel(lists, 'unheard_of')]).toEqual(['Sinh', 'unheard_of']);
  });
  it('says what a change writes, wherever it travels', () => {
    const change: Event = { ...event, kind: 'change', data: { person: 'p', field: 'phone' }, personal: { p: { phone: '0900000000' } } };
    expect(eventFacts(change, { lists, names: new Map([['p', 'Lê Bảo Trân']]) }).at(-1)).toEqual({ label: 'Giá trị mới: điện thoại', text: '0900000000' });
  });
});
