import type { DifferenceLine, ReportColumn, ReportContent, ReportValue } from '$lib/api';

const number = (value: ReportValue | null | undefined) => (value === null || value === undefined ? undefined : Number(value));
const same = (a: ReportColumn, b: ReportColumn) => a.unit === b.unit && a.span === b.span;

/**
 * Every cell that differs between two parts of a report: rows by their id, columns by unit and span, in the order of the new one, then what
 * only the old one had. The server's `difference` of `danso-indicators` says the same.
 */
export function differences(old: ReportContent, now: ReportContent): DifferenceLine[] {
  const lines: DifferenceLine[] = [];
  const compare = (row: ReportContent['rows'][number], column: ReportColumn, before: number | undefined, after: number | undefined) => {
    if (before === after) return;
    lines.push({
      row: row.id, number: row.number, label: row.label, unit: column.unit, span: column.span, ...(before !== undefined && { old: before }), ...(after !== undefined && { new: after }),
      ...(before !== undefined && after !== undefined && { change: Number((after - before).toFixed(6)) }),
    });
  };
  for (const row of now.rows) {
    const before = old.rows.find((one) => one.id === row.id);
    now.columns.forEach((column, index) => compare(row, column, number(before?.cells[old.columns.findIndex((one) => same(one, column))]), number(row.cells[index])));
  }
  for (const row of old.rows) {
    const stays = now.rows.some((one) => one.id === row.id);
    old.columns.forEach((column, index) => {
      if (!stays || !now.columns.some((one) => same(one, column))) compare(row, column, number(row.cells[index]), undefined);
    });
  }
  return lines;
}
