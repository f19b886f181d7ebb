import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeCsv } from './csv.ts';
import { plainCell, safeCell } from './safe-cell.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-csv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CELLS = [
  { text: '/photos/IMG_1.jpg', cell: '/photos/IMG_1.jpg' },
  { text: 'CK:flower; AI:blue glass', cell: 'CK:flower; AI:blue glass' },
  { text: "'n Bietjie", cell: "'n Bietjie" },
  { text: '', cell: '' },
  { text: '=1+1', cell: "'=1+1" },
  { text: '+49 30', cell: "'+49 30" },
  { text: '-dash.jpg', cell: "'-dash.jpg" },
  { text: '@SUM(A1)', cell: "'@SUM(A1)" },
  { text: '\t=1', cell: "'\t=1" },
  { text: '\r=1', cell: "'\r=1" },
  { text: '\n=1', cell: "'\n=1" },
  { text: '\uff1d1', cell: "'\uff1d1" },
  { text: "'=1", cell: "''=1" },
  { text: "'''@", cell: "''''@" },
  { text: 'a; =HYPERLINK("x")', cell: 'a; \'=HYPERLINK("x")' },
  { text: 'a,"=1', cell: 'a,"\'=1' },
  { text: ';;=1', cell: ";;'=1" },
  { text: '2014-05-03 a=b', cell: '2014-05-03 a=b' },
];

describe('a cell of a table', () => {
  it.each(CELLS)('$text is written as $cell, and read back', ({ text, cell }) => {
    expect(safeCell(text)).toBe(cell);
    expect(plainCell(cell)).toBe(text);
  });

  it('is safe in the file, and numbers stay numbers', async () => {
    const file = join(folder, 'table.csv');
    await writeCsv(
      file,
      ['path', 'count'],
      (async function* () {
        yield { path: '=cmd|calc', count: -3 };
        yield { path: 'a;b', count: 4 };
      })(),
    );
    expect(readFileSync(file, 'utf8')).toBe('path,count\n\'=cmd|calc,-3\n"a;b",4\n');
  });
});
