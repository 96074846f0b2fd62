/** Shapes of the catalogue as the server sends it, and of what a check finds. Described in `catalog/FACTS.md`. */

export type Scope = 'event' | 'person' | 'household';
export type Severity = 'error' | 'confirm' | 'warn';

/** A value in facts; on the way in from JSON a number is always an integer. */
export type Fact = string | number | boolean | readonly Fact[] | FactMap;
export type FactMap = { readonly [key: string]: Fact };

/** Everything one evaluation sees. What does not apply is left out or empty. */
export interface Facts {
  readonly today: string;
  readonly event?: FactMap;
  readonly person?: FactMap;
  readonly before?: FactMap;
  readonly child?: FactMap;
  readonly mother?: FactMap;
  readonly head?: FactMap;
  readonly household?: FactMap;
  readonly members?: readonly FactMap[];
  readonly partners?: readonly FactMap[];
}

export interface Item {
  readonly code: string;
  readonly vi: string;
  readonly en: string;
  readonly [extra: string]: unknown;
}

export interface List {
  readonly id: string;
  readonly version: string;
  readonly valid_from: string;
  readonly valid_to?: string;
  readonly legal_basis: string;
  readonly source: string;
  readonly verified: boolean;
  readonly items: readonly Item[];
}

export interface Rule {
  readonly id: string;
  readonly scope: Scope;
  readonly kinds?: readonly string[];
  readonly severity: Severity;
  readonly expr: string;
  readonly message_vi: string;
  readonly fields: readonly string[];
  readonly source: string;
  readonly since: string;
  readonly until?: string;
}

/** What `GET /api/catalog` answers. */
export interface CatalogData {
  readonly version: string;
  readonly lists: readonly List[];
  readonly rules: readonly Rule[];
}

/** One rule that did not pass. */
export interface Issue {
  readonly rule: string;
  readonly severity: Severity;
  readonly message_vi: string;
  readonly fields: readonly string[];
  /** The person or household looked at. */
  readonly subject?: string;
  /** The rule could not be evaluated. */
  readonly unchecked?: true;
}
