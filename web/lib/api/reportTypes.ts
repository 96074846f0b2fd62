/** Shapes of reports, their closing and the board (`docs/closing.md`, `/api/reports/…`). */
import type { Level } from './types.ts';
import type { PeriodKind } from './figureTypes.ts';

export type ReportState = 'open' | 'prepared' | 'verified' | 'signed' | 'sent' | 'received' | 'accepted' | 'returned' | 'locked';
export type ReportFormat = 'xlsx' | 'pdf' | 'docx' | 'csv';
export type ClosedFormat = ReportFormat | 'json';

/** A form that may be asked for. */
export interface ReportForm {
  form: string;
  version: string;
  valid_from: string;
  valid_to?: string;
  /** The first line of its title. */
  name: string;
  level: Extract<Level, 'commune' | 'district' | 'province'> | 'area';
  period: PeriodKind;
  draft: boolean;
  /** Days after the last of the period; left out where no text was found that says. */
  due?: { days: number; working: boolean };
  receivers: { role: string; label: string }[];
  legal_basis: string;
}

/** A number as reports carry it: whole, or a text with a point and fixed decimals. */
export type ReportValue = number | string;
export interface ReportColumn { label: string; unit: string; span: 'period' | 'year_to_date' }
export interface ReportRow {
  id: string;
  number: string;
  label: string;
  unit: string;
  indent: number;
  draft?: boolean;
  heading?: boolean;
  cells: (ReportValue | null)[];
}
/** A report with all its numbers made and texts filled in. */
export interface ReportContent {
  form: string;
  version: string;
  draft?: boolean;
  form_lines: string[];
  title: string[];
  legal_basis: string;
  unit: { code: string; name: string };
  period: string;
  columns: ReportColumn[];
  rows: ReportRow[];
  notes: string[];
  receivers: string[];
  signatures: { role: string; label: string; note: string }[];
  known_at: number;
  boundaries: string;
}

/** A laid-out document, as `format=json` gives it: the parts of `danso-reports` that a report uses. */
export type PaperCell = 'empty' | 'hidden' | 'not_applicable' | 'above' | 'left' | { text: string } | { date: string } | { number: { value: number; decimals?: number; estimated?: boolean } };
export interface PaperRow { code?: string; number?: string; indent?: number; bold?: boolean; draft?: boolean; cells: PaperCell[] }
export interface PaperTable {
  title?: string;
  columns: { code?: string; mark?: string; align?: 'left' | 'center' | 'right' }[];
  header: { text: string; columns?: number; rows?: number }[][];
  /** The column of the rows' labels. */
  label: number;
  rows: PaperRow[];
}
export interface PaperDocument {
  head: {
    parent?: string;
    organisation?: string;
    number?: string;
    nation?: boolean;
    place_and_date?: { place: string; date?: string };
    form?: { symbol: string; basis?: string; received?: string; reporter?: string; receivers?: string[] };
  };
  title: string[];
  parts: ('new_page' | { heading: string } | { text: string } | { table: PaperTable })[];
  notes?: string[];
  signatures?: { role: string; seal?: boolean; name?: string }[];
  standing: { draft: { position?: number } } | { closed: { hash: string; position: number; revision?: number } } | { record: { position: number } };
}

export interface Completeness { due: number; reported: number; nothing: number }
/** A version or revision as it is closed. */
export interface ClosedReport {
  version: number;
  revision?: number;
  nothing: boolean;
  areas?: Completeness;
  late: { period: string; events: number }[];
  report: ReportContent;
}

export interface ReportSummary {
  id: string;
  form: string;
  unit: string;
  unit_name: string;
  period: string;
  state: ReportState;
  version: number;
  at: string;
  /** Left out where the form says none. */
  due?: string;
  due_announced?: boolean;
  sent_on?: string;
  days_left?: number;
  days_late?: number;
}
export interface ReportStep { number: number; state: ReportState; version: number; by: string; by_name: string; at: string; note?: string }
export interface ReportPart { version: number; revision?: number; position: number; hash: string; reason?: string; at?: string; /** The very text that is hashed. */ content: string; closed: ClosedReport }
export interface ReportHistory extends ReportSummary { steps: ReportStep[]; versions: ReportPart[]; revisions: ReportPart[] }

export interface ReportAsk { form: string; unit: string; period: string }
export interface StepAsk extends ReportAsk { to: ReportState; note?: string; nothing?: boolean }

export interface CheckLine { version: number; revision?: number; hash: string; again?: string; ok: boolean; fault?: string }
export interface ReportCheck { id: string; ok: boolean; steps_ok: boolean; parts: CheckLine[] }

export interface DifferenceLine { row: string; number: string; label: string; unit: string; span: string; old?: number; new?: number; change?: number }
export interface Revision { id: string; revision: number; version: number; reason: string; position: number; hash: string; differences: DifferenceLine[] }

export interface BoardRow {
  unit: string;
  unit_name: string;
  id?: string;
  state: ReportState;
  version?: number;
  reported: boolean;
  sent_on?: string;
  days_left?: number;
  days_late?: number;
}
export interface AreaLine {
  area: string;
  number: string;
  name: string;
  collaborators: string[];
  standing: 'reported' | 'nothing' | 'missing';
  accepted: number;
  waiting: number;
  declared_nothing: boolean;
}
export interface BoardSummary { due: number; reported: number; nothing: number; missing: number; late: number; complete_permille: number }
export interface Board {
  unit: string;
  unit_name: string;
  form: string;
  period: string;
  due?: string;
  due_announced?: boolean;
  today: string;
  rows: BoardRow[];
  areas: AreaLine[];
  summary: BoardSummary;
}
