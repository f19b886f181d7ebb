import { describe, expect, it } from 'vitest';
import { delimitedRows, TableError } from './delimited-rows.ts';

const cells = (text: string, separator = ',') => delimitedRows(text, separator).map((row) => row.cells);

describe('a text table', () => {
  it.each([
    { title: 'nothing', text: '', rows: [] },
    { title: 'one cell', text: 'a', rows: [['a']] },
    {
      title: 'no line end at the end',
      text: 'a,b\nc,d',
      rows: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    {
      title: 'line ends of Windows',
      text: 'a,b\r\nc,d\r\n',
      rows: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    { title: 'line ends of old Macs', text: 'a\rb\r', rows: [['a'], ['b']] },
    { title: 'empty lines and cells', text: '\n,\na,,b\n\n', rows: [['a', '', 'b']] },
    { title: 'an empty last cell', text: 'a,b,', rows: [['a', 'b', '']] },
    { title: 'separators in quotes', text: '"a,b",c', rows: [['a,b', 'c']] },
    { title: 'quotes in quotes', text: '"a ""b""",c', rows: [['a "b"', 'c']] },
    { title: 'a line end in quotes', text: '"a\nb",c', rows: [['a\nb', 'c']] },
    { title: 'an empty cell in quotes', text: '"",a', rows: [['', 'a']] },
    { title: 'a quote inside of a cell', text: '5" lens,a', rows: [['5" lens', 'a']] },
    { title: 'other separators as text', text: 'a;b\tc', rows: [['a;b\tc']] },
    { title: 'any letter', text: 'Ünïcode,🌻', rows: [['Ünïcode', '🌻']] },
  ])('with $title', ({ text, rows }) => expect(cells(text)).toEqual(rows));

  it('is parted by what is said', () => {
    expect(cells('a;"b;c"', ';')).toEqual([['a', 'b;c']]);
    expect(cells('a\tb', '\t')).toEqual([['a', 'b']]);
  });

  it('knows the line on which each record begins', () => {
    const rows = delimitedRows('a\n"b\nc\nd"\r\n\ne', ',', 10);
    expect(rows.map(({ line, cells: [first] }) => [line, first])).toEqual([
      [10, 'a'],
      [11, 'b\nc\nd'],
      [15, 'e'],
    ]);
  });

  it('refuses a quote that is never closed, and says where it was opened', () => {
    expect(() => delimitedRows('a\n"b\nc', ',')).toThrow(TableError);
    try {
      delimitedRows('a\n"b\nc', ',');
    } catch (error) {
      expect((error as TableError).line).toBe(2);
    }
  });
});
