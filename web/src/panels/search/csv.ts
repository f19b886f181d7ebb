import { safeCell } from '../../../../src/export/safe-cell.ts';
import type { SearchHit } from '../../api/wire.ts';

const cellOf = (text: string): string => {
  const safe = safeCell(text);
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const COLUMNS = ['sha1', 'path', 'day', 'tags'];

/** A table of what was found (RFC 4180), with a header line; `tags` are those that matched, parted by `|`. */
export const csvOf = (hits: readonly SearchHit[]): string =>
  [COLUMNS, ...hits.map(({ sha1, path, day, tags }) => [sha1, path, day ?? '', tags.join('|')])]
    .map((row) => `${row.map(cellOf).join(',')}\r\n`)
    .join('');

/** Gives it to the browser as a download. The mark at the beginning tells spreadsheets that it is UTF-8. */
export function saveCsv(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
