import type { EntrySource } from './entry.ts';
import type { ForecastSource } from './forecasts.ts';
import type { NetworkSource } from './network.ts';
import type { BehindPage, BehindQuery, FigureQuery, FigureSet, IndicatorCatalogue } from './figureTypes.ts';
import type { Reorganisation, ReorganisationPreview } from './placeTypes.ts';
import type {
  Board, ClosedFormat, ReportAsk, PaperDocument, ReportCheck, ReportForm, ReportFormat, ReportHistory, ReportPart, ReportSummary, Revision, StepAsk
} from './reportTypes.ts';
import type { Result } from './result.ts';
import type { ReconcileSource } from './reconcile.ts';
import type { MoverSource } from './movers.ts';
import type { SameSource } from './same.ts';
import type { SampleSource } from './samples.ts';
import type {
  AcceptOutcome, Catalog, Count, CountBy, Decision, EnrolmentCode, Flows, HouseholdPage, PeoplePage, PeopleQuery,
  ReviewDetail, ReviewPage, ReviewQuery, Session, SheetFormat, Status, Unit, User
} from './types.ts';

/**
 * Everything the desk can ask or do. Pages know this interface and nothing of HTTP, so that a page behaves
 * alike over the network and over a test double.
 *
 * A call never rejects: a failure is a `Result` with a problem. Reads may be repeated freely; `accept`,
 * `acceptMany` and `giveBack` are decisions and are sent once.
 */
export interface DataSource extends OfficialSource, NetworkSource, SampleSource, SameSource, MoverSource, ForecastSource, ReconcileSource, EntrySource {
  logIn(login: string, password: string): Promise<Result<Session>>;
  logOut(): Promise<Result<void>>;
  me(): Promise<Result<User>>;
  catalog(): Promise<Result<Catalog>>;
  unit(code: string, at?: string): Promise<Result<Unit>>;
  status(unit: string): Promise<Result<Status>>;
  review(query: ReviewQuery): Promise<Result<ReviewPage>>;
  reviewItem(id: string): Promise<Result<ReviewDetail>>;
  accept(id: string): Promise<Result<Decision>>;
  giveBack(id: string, reason: string): Promise<Result<Decision>>;
  acceptMany(ids: readonly string[]): Promise<Result<AcceptOutcome[]>>;
  count(unit: string, at: string, by: readonly CountBy[], knownAt?: number): Promise<Result<Count>>;
  flows(unit: string, from: string, to: string, knownAt?: number): Promise<Result<Flows>>;
  people(query: PeopleQuery): Promise<Result<PeoplePage>>;
  search(text: string, unit: string | undefined, limit: number): Promise<Result<PeoplePage['items']>>;
  household(id: string): Promise<Result<HouseholdPage>>;
  /** The address of the A0/CTV sheet of a household, as a file. */
  sheetFile(id: string, format: SheetFormat): string;
  enrolmentCode(user: string): Promise<Result<EnrolmentCode>>;
}

/** Indicators, reports and reorganisations. Steps, declarations, revisions and reorganisations are decisions and are sent once. */
export interface OfficialSource {
  indicators(): Promise<Result<IndicatorCatalogue>>;
  figures(query: FigureQuery): Promise<Result<FigureSet>>;
  /** The persons or households behind a number; audited. */
  behind(query: BehindQuery): Promise<Result<BehindPage>>;
  reportForms(): Promise<Result<ReportForm[]>>;
  /** The report as it would be made now. */
  reportNow(ask: ReportAsk): Promise<Result<PaperDocument>>;
  /** The address of the report as it stands now, as a file. */
  reportFile(ask: ReportAsk, format: ReportFormat): string;
  /** The address of a version or revision as it was closed, as a file; `json` is the very text that is hashed. */
  closedFile(id: string, part: Pick<ReportPart, 'version' | 'revision'>, format: ClosedFormat): string;
  reports(filter: Partial<ReportAsk>): Promise<Result<ReportSummary[]>>;
  report(id: string): Promise<Result<ReportHistory>>;
  /** Takes a report to a state. */
  takeStep(step: StepAsk): Promise<Result<ReportHistory>>;
  declareNothing(area: string, period: string, note?: string): Promise<Result<unknown>>;
  revise(id: string, reason: string): Promise<Result<Revision>>;
  /** Makes every closed part again and compares. */
  checkReport(id: string): Promise<Result<ReportCheck>>;
  board(ask: ReportAsk): Promise<Result<Board>>;
  reorganisations(): Promise<Result<Reorganisation[]>>;
  /** Works a plan out and changes nothing. */
  previewReorganisation(plan: unknown): Promise<Result<ReorganisationPreview>>;
  applyReorganisation(plan: unknown): Promise<Result<Reorganisation>>;
  undoReorganisation(id: string): Promise<Result<Reorganisation>>;
}
