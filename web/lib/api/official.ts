/**
 * The calls for indicators, reports and reorganisations: addresses and shapes of the server on one side, those of the desk on the other.
 * All that must follow a change of the API for these pages is in this file.
 */
import { mapResult, type Result } from './result.ts';
import type { OfficialSource } from './source.ts';
import type { BehindPage, Breakdown, Figure, FigureSet, Indicator } from './figureTypes.ts';
import type { Reorganisation } from './placeTypes.ts';
import type { ClosedReport, PaperDocument, ReportForm, ReportHistory, ReportPart, ReportSummary } from './reportTypes.ts';

type Query = Record<string, string | number | undefined>;

/** What the HTTP adapter lends. */
export interface Calls {
  get<T>(path: string, query?: Query): Promise<Result<T>>;
  post<T>(path: string, body: unknown): Promise<Result<T>>;
  /** Files with what goes along with them, once. */
  send<T>(path: string, form: FormData): Promise<Result<T>>;
  remove<T>(path: string): Promise<Result<T>>;
  /** The address of a file, for a link. */
  file(path: string, query?: Query): string;
}

type SentFigure = Omit<Figure, 'unit_name' | 'period' | 'by' | 'missing'> & Partial<Pick<Figure, 'by' | 'missing'>>;
interface SentFigures extends Omit<FigureSet, 'figures'> { figures: SentFigure[] }
interface SentCatalogue { version?: string; indicators: Indicator[]; breakdowns?: Breakdown[] }
type SentPart = Omit<ReportPart, 'closed'>;
type SentHistory = Omit<ReportHistory, 'versions' | 'revisions'> & { versions: SentPart[]; revisions: SentPart[] };

/** Names each figure's unit, and fills in the lists that are left out when empty. */
export function readFigures(sent: SentFigures): FigureSet {
  const names = new Map(sent.units.map(({ code, name }) => [code, name]));
  const figures = sent.figures.map((figure): Figure => ({
    ...figure, unit_name: names.get(figure.unit) ?? figure.unit, period: sent.period, by: figure.by ?? [], missing: figure.missing ?? [],
  }));
  return { unit: sent.unit, unit_name: sent.unit_name, period: sent.period, boundaries: sent.boundaries, known_at: sent.known_at, units: sent.units, figures };
}

/** Versions and revisions travel as the very text that is hashed. */
export function readHistory({ versions, revisions, ...summary }: SentHistory): ReportHistory {
  const part = (sent: SentPart): ReportPart => ({ ...sent, closed: JSON.parse(sent.content) as ClosedReport });
  return { ...summary, versions: versions.map(part), revisions: revisions.map(part) };
}

export function officialCalls({ get, post, remove, file }: Calls): OfficialSource {
  const segment = encodeURIComponent;
  return {
    indicators: async () =>
      mapResult(await get<SentCatalogue>('/api/indicators'), ({ version = '', indicators, breakdowns = [] }) => ({ version, indicators, breakdowns })),
    figures: async (query) =>
      mapResult(await get<SentFigures>('/api/figures', {
        indicator: query.indicators.join(','), unit: query.unit, period: query.period, children: query.children ? 'true' : undefined,
        by: query.by?.join(','), known_at: query.knownAt, boundaries: query.boundaries,
      }), readFigures),
    behind: (query) =>
      get<BehindPage>('/api/figures/people', {
        indicator: query.indicator, term: query.term, unit: query.unit, period: query.period, cut: query.cut?.join(','), known_at: query.knownAt,
        boundaries: query.boundaries, after: query.after, limit: 100,
      }),
    reportForms: async () => mapResult(await get<{ items: ReportForm[] }>('/api/reports/forms'), ({ items }) => items),
    reportNow: ({ form, unit, period }) => get<PaperDocument>(`/api/reports/${segment(form)}`, { unit, period, format: 'json' }),
    reportFile: ({ form, unit, period }, format) => file(`/api/reports/${segment(form)}`, { unit, period, format }),
    closedFile: (id, { version, revision }, format) =>
      file(`/api/reports/closed/${segment(id)}/file`, { format, ...(revision === undefined ? { version } : { revision }) }),
    reports: async ({ form, unit, period }) => mapResult(await get<{ items: ReportSummary[] }>('/api/reports/closed', { form, unit, period }), ({ items }) => items),
    report: async (id) => mapResult(await get<SentHistory>(`/api/reports/closed/${segment(id)}`), readHistory),
    takeStep: async (step) => mapResult(await post<SentHistory>('/api/reports/closed', step), readHistory),
    declareNothing: (area, period, note) => post('/api/reports/declarations', { area, period, note }),
    revise: (id, reason) => post(`/api/reports/closed/${segment(id)}/revisions`, { reason }),
    checkReport: (id) => get(`/api/reports/closed/${segment(id)}/check`),
    board: ({ form, unit, period }) => get('/api/reports/board', { form, unit, period }),
    reorganisations: async () => mapResult(await get<{ items: Reorganisation[] }>('/api/reorganisations'), ({ items }) => items),
    previewReorganisation: (plan) => post('/api/reorganisations/preview', plan),
    applyReorganisation: (plan) => post('/api/reorganisations', plan),
    undoReorganisation: (id) => remove(`/api/reorganisations/${segment(id)}`),
  };
}
