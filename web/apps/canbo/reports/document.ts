import type { PaperCell, PaperDocument, PaperRow, ReportPart, ReportRow, ReportValue } from '$lib/api';
import { formatCount, formatDecimal } from '$lib/charts/numbers';
import { showDate } from '../dates';
import { t } from '../text';

function cellOf(value: ReportValue | null | undefined): PaperCell {
  if (value === null || value === undefined) return 'not_applicable';
  const decimals = typeof value === 'number' ? 0 : (value.split('.')[1]?.length ?? 0);
  return { number: { value: Number(value), decimals } };
}

function rowOf(row: ReportRow, columns: number): PaperRow {
  const values = Array.from({ length: columns }, (_, index) => (row.heading ? ('empty' as const) : cellOf(row.cells[index])));
  const cells: PaperCell[] = [row.label, row.unit].map((text) => (text === '' ? 'empty' : { text }));
  return {
    code: row.id, ...(row.number !== '' && { number: row.number }), indent: row.indent, bold: row.heading ?? false, draft: row.draft ?? false, cells: [...cells, ...values],
  };
}

/** A closed part laid out as the server lays out a report of now. */
export function documentOf(part: ReportPart): PaperDocument {
  const { report, revision = 0 } = part.closed;
  const mark = (index: number) => String(index + 1);
  return {
    head: {
      organisation: report.unit.name.toLocaleUpperCase('vi'), nation: true,
      form: {
        symbol: report.form, reporter: report.unit.name, receivers: report.receivers,
        ...(() => {
          const [basis, received] = report.form_lines.filter((line) => !line.includes(report.form));
          return { ...(basis !== undefined && { basis }), ...(received !== undefined && { received }) };
        })(),
      },
    },
    title: report.title,
    parts: [{
      table: {
        columns: [{ mark: 'A' }, { mark: 'B', align: 'center' }, ...report.columns.map((column, index) => ({ code: column.unit, mark: mark(index), align: 'right' as const }))],
        header: [[{ text: t('report.row_label') }, { text: t('report.row_unit') }, ...report.columns.map((column) => ({ text: column.label }))]],
        label: 0,
        rows: report.rows.map((row) => rowOf(row, report.columns.length)),
      },
    }],
    notes: report.notes,
    signatures: report.signatures.map((signature) => ({ role: signature.label, seal: signature.role === 'head' })),
    standing: { closed: { hash: part.hash, position: part.position, revision } },
  };
}

/** What people see in a cell. */
export function cellText(cell: PaperCell): string {
  if (typeof cell === 'string') return { empty: '', above: '', left: '', hidden: '…', not_applicable: 'x' }[cell];
  if ('text' in cell) return cell.text;
  if ('date' in cell) return showDate(cell.date);
  const { value, decimals = 0, estimated } = cell.number;
  return `${estimated ? '≈' : ''}${decimals === 0 ? formatCount(value) : formatDecimal(value, decimals)}`;
}

/** Whether a cell holds a number, which stands on the right. */
export const isNumber = (cell: PaperCell): boolean => typeof cell === 'object' && 'number' in cell;
