import type { PaperCell, PaperDocument, PaperRow, ReportPart, ReportRow, ReportStep, ReportValue } from '$lib/api';
import { formatCount, formatDecimal } from '$lib/charts/numbers';
import { showDate, vietnamDay } from '../dates';
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

/** The step of a version that answers for what a signature says: the reporter prepared it, the head signed it. */
const signed: Record<string, ReportStep['state']> = { reporter: 'prepared', head: 'signed' };

/**
 * A closed part laid out as the server lays it out as a file. The day is that on which the version was signed, or the revision made. What stands
 * above the unit is taken from the report of now, which is about the same unit.
 */
export function documentOf(part: ReportPart, steps: readonly ReportStep[] = [], now: Partial<PaperDocument['head']> = {}): PaperDocument {
  const { report, revision = 0 } = part.closed;
  const mark = (index: number) => String(index + 1);
  const step = (role: string) => (revision > 0 ? undefined : steps.findLast((one) => one.version === part.version && one.state === signed[role]));
  const at = part.at ?? step('head')?.at;
  const place = now.place_and_date?.place ?? report.unit.name;
  return {
    head: {
      ...(now.parent !== undefined && { parent: now.parent }), organisation: report.unit.name.toLocaleUpperCase('vi'), number: t('report.number_blank'), nation: true,
      place_and_date: { place, ...(at !== undefined && { date: vietnamDay(Date.parse(at)) }) },
      form: {
        symbol: report.form, reporter: report.unit.name, receivers: report.receivers,
        ...(() => {
          const [basis, received] = report.form_lines.filter((line) => !line.includes(report.form));
          // The words before the colon are those of the paper.
          return { ...(basis !== undefined && { basis }), ...(received !== undefined && { received: received.replace(/^[^:]*:\s*/, '') }) };
        })(),
      },
    },
    title: [...report.title, ...(revision > 0 ? [t('report.revision_title', { revision })] : [])],
    parts: [{
      table: {
        columns: [{ mark: 'A' }, { mark: 'B', align: 'center' }, ...report.columns.map((column, index) => ({ code: column.unit, mark: mark(index), align: 'right' as const }))],
        header: [[{ text: t('report.row_label') }, { text: t('report.row_unit') }, ...report.columns.map((column) => ({ text: column.label }))]],
        label: 0,
        rows: report.rows.map((row) => rowOf(row, report.columns.length)),
      },
    }],
    notes: [...report.notes, ...(part.reason === undefined ? [] : [t('report.revision_reason', { reason: part.reason })])],
    signatures: report.signatures.map(({ label, role }) => {
      const by = step(role);
      return { role: label, seal: role === 'head', ...(by && { name: by.by_name }) };
    }),
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

/** `Cái Khế, ngày 05 tháng 11 năm 2026`: days always, months only up to 2, have two digits (Nghị định 30/2020/NĐ-CP, annex I). */
export function placeAndDate({ place, date }: NonNullable<PaperDocument['head']['place_and_date']>): string {
  if (date === undefined) return t('report.place_date', { place });
  const [year = '', month = '', day = ''] = date.split('-');
  return t('report.place_dated', { place, day, month: Number(month) < 3 ? month : String(Number(month)), year });
}
