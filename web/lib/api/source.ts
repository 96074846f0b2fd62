import type { Result } from './result.ts';
import type {
  AcceptOutcome, Catalog, Count, CountBy, Decision, EnrolmentCode, Flows, HouseholdPage, PeoplePage, PeopleQuery,
  ReviewDetail, ReviewPage, ReviewQuery, Session, Status, Unit, User
} from './types.ts';

/**
 * Everything the desk can ask or do. Pages know this interface and nothing of HTTP, so that a page behaves
 * alike over the network and over a test double.
 *
 * A call never rejects: a failure is a `Result` with a problem. Reads may be repeated freely; `accept`,
 * `acceptMany` and `giveBack` are decisions and are sent once.
 */
export interface DataSource {
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
  enrolmentCode(user: string): Promise<Result<EnrolmentCode>>;
}
