import { csv } from './csv';

/** One line of a table of figures. Numbers stay numbers, so that a file carries what the screen shows. */
export interface FigureRow {
  key: string;
  label: string;
  values: (number | undefined)[];
  /** Opens what lies behind the label. */
  open?: () => void;
  /** What a reader should know about the row. */
  remark?: string;
  /** Decimals of this row's numbers, over those of the columns. */
  decimals?: number;
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
  /** Head of a last column with the remarks of the rows; left out where no row has one. */
  remark?: string;
  /** Words for a button in the head of each column that sorts by it; left out where the order of the rows means something. */
  sort?: (column: string) => string;
}

/** Column 0 is the label, others are numbers from 1 on. */
export interface Sorting { column: number; down: boolean }

/** The rows in another order. Rows without a number come last, either way. */
export function sortRows(rows: readonly FigureRow[], sorting: Sorting | undefined): FigureRow[] {
  if (!sorting) return [...rows];
  const sign = sorting.down ? -1 : 1;
  if (sorting.column === 0) return rows.toSorted((a, b) => sign * a.label.localeCompare(b.label, 'vi'));
  const value = (row: FigureRow) => row.values[sorting.column - 1];
  return rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * (left - right);
  });
}

/** The table as CSV: caption and notes first, then an empty line, then the table. */
export function tableCsv(table: FigureTable, notes: readonly string[]): string {
  const lines = [...table.rows, ...(table.total ? [table.total] : [])];
  return csv([
    [table.caption], ...notes.map((note) => [note]), [], [...table.columns, ...(table.remark === undefined ? [] : [table.remark])],
    ...lines.map((row) => [row.label, ...row.values.map((value) => value ?? ''), ...(table.remark === undefined ? [] : [row.remark ?? ''])]),
  ]);
}
