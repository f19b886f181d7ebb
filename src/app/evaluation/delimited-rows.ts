/** One record of a table in a text file, and the line that it begins on, counted from 1. */
export interface DelimitedRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What went wrong in a text table, and where. */
export class TableError extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * Records of RFC 4180 with any separator of one character: cells in quotes may hold separators, line ends and doubled
 * quotes. Empty lines are left out.
 * @throws TableError for a quote that is not closed
 */
export function delimitedRows(text: string, separator: string, firstLine = 1): DelimitedRow[] {
  const rows: DelimitedRow[] = [];
  let cells: string[] = [];
  let line = firstLine;
  let start = firstLine;
  let at = 0;
  const endRow = () => {
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: start, cells });
    cells = [];
    start = line;
  };
  while (at < text.length) {
    let cell: string;
    if (text[at] === '"') {
      const end = closingQuote(text, at);
      if (end < 0) throw new TableError(line, 'a quotation mark is opened and never closed');
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      line += cell.split('\n').length - 1;
      at = end + 1;
    } else cell = '';
    const rest = plainEnd(text, at, separator);
    cells.push(cell + text.slice(at, rest));
    at = rest;
    if (text[at] === separator) {
      at++;
      // What ends in a separator has one more cell, which is empty.
      if (at === text.length) cells.push('');
      continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    if (at < text.length) line++;
    at++;
    endRow();
  }
  endRow();
  return rows;
}

function closingQuote(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function plainEnd(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}
