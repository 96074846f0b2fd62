import { csv } from './csv';

/** One line of a table of figures. Numbers stay numbers, so that a file carries what the screen shows. */
export interface FigureRow {
  key: string;
  label: string;
  values: (number | undefined)[];
  /** Opens what lies behind the label. */
  open?: () => void;
}

/** A table of figures: the first column holds labels, the others numbers. */
export interface FigureTable {
  caption: string;
  /** Heads of all columns, the label's first. */
  columns: string[];
  rows: FigureRow[];
  total?: FigureRow;
  /** Opens the list behind a number; leave out where there is none. */
  pick?: (row: FigureRow, column: number) => void;
  /** Decimals of the numbers of a column, counted from 0 after the label; whole numbers otherwise. */
  decimals?: Record<number, number>;
}

/** The table as CSV: caption and notes first, then an empty line, then the table. */
export function tableCsv(table: FigureTable, notes: readonly string[]): string {
  const lines = [...table.rows, ...(table.total ? [table.total] : [])];
  return csv([
    [table.caption], ...notes.map((note) => [note]), [], table.columns,
    ...lines.map((row) => [row.label, ...row.values.map((value) => value ?? '')]),
  ]);
}
