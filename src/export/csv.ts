import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { safeCell } from './safe-cell.ts';

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
