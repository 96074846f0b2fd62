import type { EventStatus, PeopleQuery, Severity, Sex } from '$lib/api';
import { parseReconcile, reconcileAddress, type ReconcileView } from './reconcile/address.ts';

export type AgeView = 'five' | 'single';
export type QueueStatus = Extract<EventStatus, 'submitted' | 'accepted' | 'returned' | 'parked'>;
export const queueStatuses: readonly QueueStatus[] = ['submitted', 'returned', 'accepted', 'parked'];

export const severities: readonly Severity[] = ['clean', 'warn', 'confirm', 'error'];

/** How many months of births and deaths may be asked for. */
export const monthSpans: readonly number[] = [12, 24, 36];

export type ChildView = 'dots' | 'map';
export type BoardFilter = 'all' | 'missing' | 'late' | 'returned';
export const boardFilters: readonly BoardFilter[] = ['all', 'missing', 'late', 'returned'];
/** How many periods the board may show side by side. */
export const boardSpans: readonly number[] = [1, 3, 6, 12];

/** What every page of indicators is about: place, time, map and knowledge. */
export interface FigureView { unit?: string; period?: string; bounds?: string; known?: number }

/** Where the desk is. All of it lives in the address, so that a link or a reload brings back the same view. */
export type Route =
  | { page: 'queue'; status: QueueStatus; severity?: Severity; unit?: string; after?: string; open?: string }
  | { page: 'figures'; unit?: string; at?: string; known?: number; ages: AgeView; months: number; period?: string }
  | ({ page: 'indicators'; text: string } & FigureView)
  | ({ page: 'indicator'; code: string; by?: string; as: ChildView } & FigureView)
  | ({ page: 'behind'; code: string; term?: string; cut: string[]; after?: number } & FigureView)
  | ({ page: 'compare'; units: string[]; codes: string[] } & FigureView)
  | { page: 'report'; form?: string; unit?: string; period?: string; part?: string }
  | { page: 'board'; form?: string; unit?: string; period?: string; span: number; filter: BoardFilter }
  | { page: 'reorganise' }
  | { page: 'people'; query: Omit<PeopleQuery, 'limit'> }
  | { page: 'household'; id: string }
  | { page: 'search'; text: string }
  | { page: 'same' }
  | { page: 'movers' }
  | { page: 'entry'; household?: string; area?: string; kind?: string; person?: string }
  | { page: 'paper'; area?: string; period?: string }
  | { page: 'network'; unit?: string }
  | { page: 'statement'; unit?: string; period?: string }
  | { page: 'watch'; unit?: string }
  | { page: 'training'; unit?: string }
  | { page: 'campaigns'; unit?: string; open?: string }
  | { page: 'samples'; unit?: string; open?: string }
  | { page: 'forecasts'; unit?: string }
  | { page: 'forecast'; id: string; year?: number }
  | { page: 'sectors'; id: string }
  | { page: 'quality'; unit?: string; at?: string }
  | ({ page: 'reconcile' } & ReconcileView)
  | { page: 'devices' };

export type PageName = Route['page'];

const words: Record<PageName, string> = {
  queue: 'duyet', figures: 'so-lieu', indicators: 'cac-chi-tieu', indicator: 'chi-tieu', behind: 'dang-sau', compare: 'so-sanh', report: 'bao-cao', board: 'tien-do',
  reorganise: 'sap-xep', people: 'danh-sach', household: 'ho', search: 'tim', same: 'trung', movers: 'chuyen-di-den', entry: 'ghi-thay', paper: 'nhap-p0', devices: 'thiet-bi',
  network: 'mang-luoi', statement: 'bang-ke', watch: 'xem-lai', training: 'tu-hoc', campaigns: 'ra-soat', samples: 'phuc-tra',
  forecasts: 'du-bao', forecast: 'du-bao', sectors: 'nganh', quality: 'chat-luong', reconcile: 'doi-chieu',
};

const periodShape = /^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|\.\.\d{4})?$/;
const date = /^\d{4}-\d{2}-\d{2}$/;

function natural(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function filled(text: string | null): string | undefined {
  return text === null || text === '' ? undefined : text;
}

function dateOf(text: string | null): string | undefined {
  return text !== null && date.test(text) ? text : undefined;
}

function periodOf(text: string | null): string | undefined {
  return text !== null && periodShape.test(text) ? text : undefined;
}

/** A list of codes, each once. */
function codesOf(text: string | null): string[] {
  return [...new Set((text ?? '').split(',').filter((code) => code !== ''))];
}

function viewOf(query: URLSearchParams): FigureView {
  return { unit: filled(query.get('unit')), period: periodOf(query.get('period')), bounds: dateOf(query.get('bounds')), known: natural(query.get('known')) } as FigureView;
}

function sexOf(text: string | null): Sex | undefined {
  return text === 'm' || text === 'f' || text === 'u' ? text : undefined;
}

/** Leaves out the keys that have no value. */
function present<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

/** Reads a hash such as `#/so-lieu?unit=92&at=2026-03-31`. What cannot be read falls back to the queue. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [word = '', part = '', rest = ''] = path.split('/');
  const query = new URLSearchParams(search);
  const unit = filled(query.get('unit'));
  switch (word) {
    case words.figures:
      return present({
        page: 'figures', unit, at: dateOf(query.get('at')), known: natural(query.get('known')),
        ages: query.get('ages') === 'single' ? 'single' : 'five',
        months: monthSpans.find((span) => String(span) === query.get('months')) ?? 12, period: periodOf(query.get('period')),
      });
    case words.indicators:
      return present({ page: 'indicators', text: query.get('q') ?? '', ...viewOf(query) });
    case words.indicator:
      if (part === '') break;
      return present({ page: 'indicator', code: decodeURIComponent(part), by: filled(query.get('by')), as: query.get('as') === 'map' ? 'map' : 'dots', ...viewOf(query) });
    case words.behind:
      if (part === '') break;
      return present({ page: 'behind', code: decodeURIComponent(part), term: filled(query.get('term')), cut: codesOf(query.get('cut')), after: natural(query.get('after')), ...viewOf(query) });
    case words.compare:
      return present({ page: 'compare', units: codesOf(query.get('units')), codes: codesOf(query.get('codes')), ...viewOf(query) });
    case words.report:
      return present({ page: 'report', form: filled(query.get('form')), unit, period: periodOf(query.get('period')), part: filled(query.get('part')) });
    case words.board:
      return present({
        page: 'board', form: filled(query.get('form')), unit, period: periodOf(query.get('period')),
        span: boardSpans.find((span) => String(span) === query.get('span')) ?? 6, filter: boardFilters.find((known) => known === query.get('filter')) ?? 'all',
      });
    case words.reorganise:
      return { page: 'reorganise' };
    case words.people: {
      if (unit === undefined) break;
      const event = query.get('event');
      return {
        page: 'people',
        query: present({
          unit, at: dateOf(query.get('at')), sex: sexOf(query.get('sex')),
          ageFrom: natural(query.get('age_from')), ageTo: natural(query.get('age_to')),
          event: event === 'birth' || event === 'death' ? event : undefined,
          from: dateOf(query.get('from')), to: dateOf(query.get('to')), knownAt: natural(query.get('known')), after: filled(query.get('after')),
        }),
      };
    }
    case words.household:
      if (part !== '') return { page: 'household', id: decodeURIComponent(part) };
      break;
    case words.search:
      return { page: 'search', text: query.get('q') ?? '' };
    case words.same:
      return { page: 'same' };
    case words.movers:
      return { page: 'movers' };
    case words.entry:
      return present({ page: 'entry', household: part === '' ? undefined : decodeURIComponent(part), area: filled(query.get('area')), kind: filled(query.get('kind')), person: filled(query.get('person')) });
    case words.paper:
      return present({ page: 'paper', area: filled(query.get('area')), period: periodOf(query.get('period')) });
    case words.network:
      return present({ page: 'network', unit });
    case words.statement:
      return present({ page: 'statement', unit, period: periodOf(query.get('period')) });
    case words.watch:
      return present({ page: 'watch', unit });
    case words.training:
      return present({ page: 'training', unit });
    case words.campaigns:
      return present({ page: 'campaigns', unit, open: filled(query.get('open')) });
    case words.samples:
      return present({ page: 'samples', unit, open: filled(query.get('open')) });
    case words.forecasts:
      if (part === '') return present({ page: 'forecasts', unit });
      if (rest === words.sectors) return { page: 'sectors', id: decodeURIComponent(part) };
      return present({ page: 'forecast', id: decodeURIComponent(part), year: natural(query.get('year')) });
    case words.quality:
      return present({ page: 'quality', unit, at: dateOf(query.get('at')) });
    case words.reconcile:
      return { page: 'reconcile', ...parseReconcile(part, rest, query) };
    case words.devices:
      return { page: 'devices' };
  }
  const status = queueStatuses.find((known) => known === query.get('status')) ?? 'submitted';
  const severity = severities.find((known) => known === query.get('severity'));
  return present({ page: 'queue', status, severity, unit, after: filled(query.get('after')), open: filled(query.get('open')) });
}

function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]));
  return pairs.length === 0 ? `#/${path}` : `#/${path}?${search}`;
}

/** The address of a view; `parseRoute` gives the view back. */
export function routeHash(route: Route): string {
  const word = words[route.page];
  switch (route.page) {
    case 'queue':
      return withQuery(word, {
        status: route.status === 'submitted' ? undefined : route.status, severity: route.severity, unit: route.unit, after: route.after, open: route.open,
      });
    case 'figures':
      return withQuery(word, {
        unit: route.unit, at: route.at, known: route.known, ages: route.ages === 'single' ? 'single' : undefined,
        months: route.months === 12 ? undefined : route.months, period: route.period,
      });
    case 'indicators':
      return withQuery(word, { q: route.text, unit: route.unit, period: route.period, bounds: route.bounds, known: route.known });
    case 'indicator':
      return withQuery(`${word}/${encodeURIComponent(route.code)}`, {
        unit: route.unit, period: route.period, by: route.by, as: route.as === 'map' ? 'map' : undefined, bounds: route.bounds, known: route.known,
      });
    case 'behind':
      return withQuery(`${word}/${encodeURIComponent(route.code)}`, {
        unit: route.unit, period: route.period, term: route.term, cut: route.cut.join(','), bounds: route.bounds, known: route.known, after: route.after,
      });
    case 'compare':
      return withQuery(word, {
        units: route.units.join(','), codes: route.codes.join(','), unit: route.unit, period: route.period, bounds: route.bounds, known: route.known,
      });
    case 'report':
      return withQuery(word, { form: route.form, unit: route.unit, period: route.period, part: route.part });
    case 'board':
      return withQuery(word, {
        form: route.form, unit: route.unit, period: route.period, span: route.span === 6 ? undefined : route.span, filter: route.filter === 'all' ? undefined : route.filter,
      });
    case 'reorganise':
      return withQuery(word, {});
    case 'people': {
      const { unit, at, sex, ageFrom, ageTo, event, from, to, knownAt, after } = route.query;
      return withQuery(word, { unit, at, sex, age_from: ageFrom, age_to: ageTo, event, from, to, known: knownAt, after });
    }
    case 'household':
      return withQuery(`${word}/${encodeURIComponent(route.id)}`, {});
    case 'search':
      return withQuery(word, { q: route.text });
    case 'entry':
      return withQuery(route.household === undefined ? word : `${word}/${encodeURIComponent(route.household)}`, { area: route.area, kind: route.kind, person: route.person });
    case 'paper':
      return withQuery(word, { area: route.area, period: route.period });
    case 'network':
    case 'watch':
    case 'training':
      return withQuery(word, { unit: route.unit });
    case 'statement':
      return withQuery(word, { unit: route.unit, period: route.period });
    case 'campaigns':
    case 'samples':
      return withQuery(word, { unit: route.unit, open: route.open });
    case 'forecasts':
      return withQuery(word, { unit: route.unit });
    case 'forecast':
      return withQuery(`${word}/${encodeURIComponent(route.id)}`, { year: route.year });
    case 'sectors':
      return withQuery(`${words.forecast}/${encodeURIComponent(route.id)}/${word}`, {});
    case 'quality':
      return withQuery(word, { unit: route.unit, at: route.at });
    case 'reconcile': {
      const { path, query } = reconcileAddress(route);
      return withQuery(word + path, query);
    }
    case 'same':
    case 'movers':
    case 'devices':
      return withQuery(word, {});
  }
}
