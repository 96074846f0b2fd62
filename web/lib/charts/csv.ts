type Cell = string | number;

const byteOrderMark = '\uFEFF';

/** Cells that a spreadsheet would run as a formula are made text. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function encode(cell: Cell): string {
  const text = typeof cell === 'number' ? String(cell) : harmless(cell.normalize('NFC'));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A CSV file (RFC 4180, UTF-8 with a byte order mark, which Excel needs to read Vietnamese). */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return byteOrderMark + rows.map((row) => row.map(encode).join(',') + '\r\n').join('');
}
