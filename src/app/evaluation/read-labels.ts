import type { Truth } from '../../algorithms/evaluation/label-tally.ts';
import { nearMiss } from '../../config/near-miss.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { plainCell } from '../../export/safe-cell.ts';
import { type DelimitedRow, delimitedRows, TableError } from './delimited-rows.ts';

/** What somebody wrote down of one label on one photo. */
export interface LabelledRow {
  readonly line: number;
  /** A path, the end of one, or a SHA-1; as it was written. */
  readonly photo: string;
  /** Empty: the photo was looked at, and shows nothing of what is labelled. */
  readonly label: string;
  /** Null where the cell is empty: nobody has judged it yet. */
  readonly verdict: Truth;
}

const COLUMNS = {
  photo: ['photo', 'path', 'file', 'filename', 'image', 'sha1'],
  label: ['label', 'tag', 'keyword'],
  verdict: ['verdict', 'decision', 'truth', 'right'],
} as const;

const VERDICTS: Readonly<Record<Exclude<Truth, null>, readonly string[]>> = {
  yes: ['yes', 'y', 'true', '1', 'x', 'accepted', 'added'],
  no: ['no', 'n', 'false', '0', 'rejected'],
  unsure: ['unsure', '?', 'maybe'],
};

const SEPARATORS = [',', ';', '\t'];

/**
 * Reads a table with the columns photo, label and verdict, as spreadsheets export it: parted by comma, semicolon or
 * tab, in any order of columns, others beside them. Without a verdict column every row is a yes. Lines before the
 * header may be comments that begin with #.
 *
 * @param file for the messages
 * @throws PhotoTagError USAGE that says the line and what to do
 */
export function readLabels(bytes: Uint8Array, file: string): LabelledRow[] {
  const text = decoded(bytes, file);
  try {
    const { header, separator, body, bodyLine } = headerOf(text);
    const columns = columnsOf(header);
    return delimitedRows(body, separator, bodyLine).map((row) => labelledRow(row, columns));
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    throw new PhotoTagError('USAGE', `${file}, line ${error.line}: ${error.message}`, {
      file,
      cause: error,
      remedy: 'Put that line right, or export the table again: docs/evaluation.md shows what it looks like.',
    });
  }
}

function decoded(bytes: Uint8Array, file: string): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PhotoTagError('USAGE', `${file} is no text in UTF-8`, {
      file,
      cause,
      remedy: 'Export it as “CSV UTF-8”; in LibreOffice choose the character set Unicode (UTF-8).',
    });
  }
}

interface Header {
  readonly header: DelimitedRow;
  readonly separator: string;
  readonly body: string;
  readonly bodyLine: number;
}

function headerOf(text: string): Header {
  const lines = text.split(/\r\n|\n|\r/);
  // Excel writes the separator into a line of its own.
  const index = lines.findIndex(
    (line) => line.trim() !== '' && !line.startsWith('#') && !/^sep=.$/i.test(line),
  );
  const line = index < 0 ? lines.length : index + 1;
  if (index < 0)
    throw new TableError(line, 'there is no table: a first line with photo,label,verdict is expected');
  const separator = SEPARATORS.toSorted(
    (a, b) => lines[index]!.split(b).length - lines[index]!.split(a).length,
  )[0]!;
  const [header] = delimitedRows(lines[index]!, separator, line);
  return { header: header!, separator, body: lines.slice(index + 1).join('\n'), bodyLine: line + 1 };
}

interface Columns {
  readonly photo: number;
  readonly label: number;
  /** −1: all rows are a yes. */
  readonly verdict: number;
}

function columnsOf({ cells, line }: DelimitedRow): Columns {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const [photo, label, verdict] = (['photo', 'label', 'verdict'] as const).map((kind) => {
    const found = names.flatMap((name, i) =>
      (COLUMNS[kind] as readonly string[]).includes(name) ? [i] : [],
    );
    if (found.length > 1)
      throw new TableError(
        line,
        `two columns could be the ${kind}: ${found.map((i) => cells[i]).join(', ')}`,
      );
    return found[0] ?? -1;
  });
  for (const [kind, index] of [
    ['photo', photo!],
    ['label', label!],
  ] as const) {
    if (index >= 0) continue;
    throw new TableError(
      line,
      `no column is called ${COLUMNS[kind].slice(0, 3).join(' or ')}, but ${cells.map((cell) => `“${cell.trim()}”`).join(', ')}`,
    );
  }
  // A mistyped verdict column must not turn every “no” below it into a yes.
  if (verdict! < 0) {
    const meant = names.find(
      (name, i) => i !== photo && i !== label && nearMiss(name, COLUMNS.verdict) !== null,
    );
    if (meant !== undefined)
      throw new TableError(line, `the column “${meant}” is probably the verdict: call it verdict`);
  }
  return { photo: photo!, label: label!, verdict: verdict! };
}

function labelledRow({ line, cells }: DelimitedRow, columns: Columns): LabelledRow {
  const cell = (index: number): string =>
    plainCell(cells[index] ?? '')
      .trim()
      .normalize('NFC');
  const [photo, label] = [cell(columns.photo), cell(columns.label)];
  if (photo === '') throw new TableError(line, `“${label}” is said of no photo: the photo is missing`);
  const said = columns.verdict < 0 ? 'yes' : cell(columns.verdict).toLowerCase();
  if (label === '' && columns.verdict >= 0 && said !== '')
    throw new TableError(line, `“${said}” is said of ${photo}, but of no label: the label is missing`);
  return { line, photo, label, verdict: label === '' ? null : verdictOf(said, line) };
}

function verdictOf(said: string, line: number): Truth {
  if (said === '') return null;
  for (const [verdict, words] of Object.entries(VERDICTS)) if (words.includes(said)) return verdict as Truth;
  throw new TableError(line, `“${said}” is no verdict: write yes, no or unsure, or leave it empty`);
}
