import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';

/** Writes a table with a header line (RFC 4180): a temporary file first, then renamed into place. Cells are {@link safeCell}s. */
export async function writeCsv(
  file: string,
  columns: readonly string[],
  rows: AsyncIterable<Readonly<Record<string, string | number | null>>>,
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.tmp`;
  try {
    await pipeline(
      Readable.from(rows),
      stringify({
        header: true,
        columns: [...columns],
        // A spreadsheet of some countries parts cells at a semicolon.
        quoted_match: /[;\t]/u,
        cast: { string: safeCell },
      }),
      createWriteStream(temporary),
    );
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** What a spreadsheet takes for the beginning of a formula; the full-width forms are read as the others in some countries. */
const FORMULA = '[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]';
/** Where a cell begins, also for a spreadsheet that parts cells at other marks than we do. */
const CELL_START = '(^|[;,][ "]*)';

/**
 * A cell that no spreadsheet runs: wherever a formula could begin, a `'` stands before it (OWASP, "CSV Injection").
 * File names come from anybody. To be undone by {@link plainCell}: one `'` is added to those that stand there, and one
 * is taken off.
 */
export const safeCell = (text: string): string =>
  text.replace(new RegExp(`${CELL_START}('*)(?=${FORMULA})`, 'gu'), "$1$2'");

/** The text that {@link safeCell} was made from. */
export const plainCell = (cell: string): string =>
  cell.replace(new RegExp(`${CELL_START}('*)'(?=${FORMULA})`, 'gu'), '$1$2');
