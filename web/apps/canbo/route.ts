import type { EventStatus, PeopleQuery, Severity, Sex } from '$lib/api';

export type AgeView = 'five' | 'single';
export type QueueStatus = Extract<EventStatus, 'submitted' | 'accepted' | 'returned' | 'parked'>;
export const queueStatuses: readonly QueueStatus[] = ['submitted', 'returned', 'accepted', 'parked'];

export const severities: readonly Severity[] = ['clean', 'warn', 'confirm', 'error'];

/** How many months of births and deaths may be asked for. */
export const monthSpans: readonly number[] = [12, 24, 36];

/** Where the desk is. All of it lives in the address, so that a link or a reload brings back the same view. */
export type Route =
  | { page: 'queue'; status: QueueStatus; severity?: Severity; unit?: string; after?: string; open?: string }
  | { page: 'figures'; unit?: string; at?: string; known?: number; ages: AgeView; months: number }
  | { page: 'people'; query: Omit<PeopleQuery, 'limit'> }
  | { page: 'household'; id: string }
  | { page: 'search'; text: string }
  | { page: 'devices' };

export type PageName = Route['page'];

const words: Record<PageName, string> = {
  queue: 'duyet', figures: 'so-lieu', people: 'danh-sach', household: 'ho', search: 'tim', devices: 'thiet-bi',
};

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
  const [word = '', part = ''] = path.split('/');
  const query = new URLSearchParams(search);
  const unit = filled(query.get('unit'));
  switch (word) {
    case words.figures:
      return present({
        page: 'figures', unit, at: dateOf(query.get('at')), known: natural(query.get('known')),
        ages: query.get('ages') === 'single' ? 'single' : 'five',
        months: monthSpans.find((span) => String(span) === query.get('months')) ?? 12,
      });
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
        months: route.months === 12 ? undefined : route.months,
      });
    case 'people': {
      const { unit, at, sex, ageFrom, ageTo, event, from, to, knownAt, after } = route.query;
      return withQuery(word, { unit, at, sex, age_from: ageFrom, age_to: ageTo, event, from, to, known: knownAt, after });
    }
    case 'household':
      return withQuery(`${word}/${encodeURIComponent(route.id)}`, {});
    case 'search':
      return withQuery(word, { q: route.text });
    case 'devices':
      return withQuery(word, {});
  }
}
