import { createContext } from 'svelte';
import type { Catalog, DataSource, IndicatorCatalogue, Problem, ReportForm, User } from '$lib/api';
import { vietnamDay } from './dates';
import { Loader } from './loader.svelte';
import { OutgoingDecisions } from './outgoing.svelte';
import { parseRoute, routeHash, type Route } from './route';

/** What the desk takes from the browser. */
export interface DeskConfig {
  source: (sessionEnded: () => Promise<boolean>) => DataSource;
  now: () => number;
  hash: () => string;
  setHash: (hash: string, replace: boolean) => void;
}

/**
 * Who is at the desk and where they are. `ended` means the session ran out under a page: the page stays,
 * the log-in form lies over it, and the calls that failed wait and are repeated.
 */
export type LogInState = 'checking' | 'unreachable' | 'out' | 'in' | 'ended';

export class Desk {
  route = $state<Route>({ page: 'queue', status: 'submitted' });
  user = $state<User>();
  logInState = $state<LogInState>('checking');
  startProblem = $state<Problem>();
  lists = $state.raw<Catalog['lists']>({});
  /** What can be asked for; read when a page first needs it. */
  readonly indicators = new Loader<IndicatorCatalogue>();
  readonly forms = new Loader<ReportForm[]>();
  readonly source: DataSource;
  readonly outgoing: OutgoingDecisions;
  readonly now: () => number;
  #config: DeskConfig;
  #waitingForLogIn: ((loggedIn: boolean) => void)[] = [];

  constructor(config: DeskConfig) {
    this.#config = config;
    this.now = config.now;
    this.source = config.source(() => this.#sessionEnded());
    this.outgoing = new OutgoingDecisions({ source: this.source, now: config.now });
    this.readHash();
  }

  /** Today in Viet Nam. */
  get today(): string {
    return vietnamDay(this.now());
  }

  readHash(): void {
    this.route = parseRoute(this.#config.hash());
  }

  go(route: Route, replace = false): void {
    this.#config.setHash(routeHash(route), replace);
  }

  /** Reads the catalogue of indicators, once unless it failed. */
  needIndicators(): void {
    if (this.indicators.value === undefined) void this.indicators.load(() => this.source.indicators());
  }

  /** Reads the list of forms, once unless it failed. */
  needForms(): void {
    if (this.forms.value === undefined) void this.forms.load(() => this.source.reportForms());
  }

  /** Finds out whether a session is still open. */
  async start(): Promise<void> {
    this.logInState = 'checking';
    const me = await this.source.me();
    if (me.ok) {
      await this.#enter(me.value);
    } else if (me.problem.status === 401) {
      this.logInState = 'out';
    } else {
      this.startProblem = me.problem;
      this.logInState = 'unreachable';
    }
  }

  /** Undefined when it worked. */
  async logIn(login: string, password: string): Promise<Problem | undefined> {
    const session = await this.source.logIn(login, password);
    if (!session.ok) return session.problem;
    const sameUser = this.user === undefined || this.user.id === session.value.user.id;
    if (!sameUser) this.outgoing.abandon();
    await this.#enter(session.value.user);
    this.#settle(sameUser);
    return undefined;
  }

  /**
   * Sends what is held, then leaves. Once the session has ended nothing can be sent any more: what was held is
   * dropped, so that it never goes out under the name of whoever logs in next.
   */
  async logOut(): Promise<void> {
    if (this.logInState === 'ended') {
      this.logInState = 'out';
      this.#settle(false);
    } else {
      await this.outgoing.releaseAll();
      await this.source.logOut();
    }
    this.outgoing.abandon();
    this.user = undefined;
    this.logInState = 'out';
  }

  async #enter(user: User): Promise<void> {
    this.user = user;
    this.logInState = 'in';
    const catalog = await this.source.catalog();
    if (catalog.ok) this.lists = catalog.value.lists;
  }

  #sessionEnded(): Promise<boolean> {
    if (this.logInState === 'out') return Promise.resolve(false);
    this.logInState = 'ended';
    return new Promise((resolve) => this.#waitingForLogIn.push(resolve));
  }

  #settle(loggedIn: boolean): void {
    for (const resolve of this.#waitingForLogIn.splice(0)) resolve(loggedIn);
  }
}

/** Reads and provides the desk in the component tree. */
export const [getDesk, setDesk] = createContext<Desk>();
