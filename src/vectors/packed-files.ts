import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { RowTable } from './row-table.ts';

/**
 * The rows of an index on disk. Row files are written once and never changed; the head, a small JSON file that is
 * replaced as a whole, says which of them belong together. So a killed process leaves the old state or the new one,
 * and two that save at the same time lose at worst rows that the next refresh reads again from the store.
 */
export interface PackedSegment {
  readonly file: string;
  readonly rows: number;
}

interface Head {
  readonly format: string;
  readonly model: string;
  /** Of the space in the store: another database has another one. */
  readonly token: string;
  readonly dimensions: number;
  readonly stride: number;
  /** Float32, little-endian, base 64. */
  readonly mean: string;
  readonly rowsOfMean: number;
  readonly segments: readonly PackedSegment[];
  /** One byte a row: 1 where its vector is gone. Null: none is. */
  readonly gone: string | null;
}

/** Changes whenever files mean something else: others are then made anew. */
const FORMAT = 'photo-tag vectors 1';
/** Bytes behind a row's codes, after all codes of its file: id (float64), scale, error (float32). */
const FACT_BYTES = 16;
const PIECE_BYTES = 2 ** 26;
/** Files that no head names may belong to a process that is just writing them. */
const LEFT_BEHIND_MILLIS = 10 * 60_000;
/** A new row file takes in the ones before it that are not this many times as long: few files, each row written few times. */
const TAKES_IN = 2;

/** Null where there is none that can be used. */
export async function loadPacked(
  folder: string,
  { model, token }: { model: string; token: string },
): Promise<{ table: RowTable; segments: PackedSegment[] } | null> {
  // Another process may replace head and files between two looks.
  for (let attempt = 0; attempt < 2; attempt++) {
    const head = readHead(folder, model);
    if (head === null || head.token !== token) return null;
    const table = await readRows(folder, head).catch(() => null);
    if (table !== null) return { table, segments: [...head.segments] };
  }
  return null;
}

export async function savePacked(
  folder: string,
  request: {
    readonly model: string;
    readonly token: string;
    readonly table: RowTable;
    /** On disk already: the first rows of the table. */
    readonly segments: readonly PackedSegment[];
  },
): Promise<PackedSegment[]> {
  const { model, token, table } = request;
  mkdirSync(folder, { recursive: true });
  const segments = [...request.segments];
  let saved = segments.reduce((sum, segment) => sum + segment.rows, 0);
  if (saved < table.length) {
    while (segments.length > 0 && segments.at(-1)!.rows < TAKES_IN * (table.length - saved)) {
      saved -= segments.pop()!.rows;
    }
    const file = newName(model, 'rows');
    await writeRows(join(folder, file), table, saved);
    segments.push({ file, rows: table.length - saved });
  }
  const gone = table.goneCount > 0 ? newName(model, 'gone') : null;
  if (gone !== null) writeWhole(join(folder, gone), table.gone.subarray(0, table.length));
  const head: Head = {
    format: FORMAT,
    model,
    token,
    dimensions: table.dimensions,
    stride: table.codes.stride,
    mean: Buffer.from(bytesOf(table.mean)).toString('base64'),
    rowsOfMean: table.rowsOfMean,
    segments,
    gone,
  };
  const target = headFile(folder, model);
  const draft = join(folder, newName(model, 'tmp'));
  writeWhole(draft, Buffer.from(JSON.stringify(head)));
  renameSync(draft, target);
  removeLeftBehind(folder, model, head);
  return segments;
}

function readHead(folder: string, model: string): Head | null {
  try {
    const head = JSON.parse(readFileSync(headFile(folder, model), 'utf8')) as Head;
    return head.format === FORMAT && head.model === model ? head : null;
  } catch {
    // Not there, or not what we wrote: it is made anew from the store, which alone holds what cannot be lost.
    return null;
  }
}

/** Throws where files are missing or too short. */
async function readRows(folder: string, head: Head): Promise<RowTable> {
  const mean = new Float32Array(new Uint8Array(Buffer.from(head.mean, 'base64')).buffer);
  const table = new RowTable(mean, head.rowsOfMean);
  if (table.codes.stride !== head.stride || table.dimensions !== head.dimensions)
    throw new Error('other rows');
  const rows = head.segments.reduce((sum, segment) => sum + segment.rows, 0);
  table.reserve(rows);
  for (const segment of head.segments) {
    const file = openSync(join(folder, segment.file), 'r');
    try {
      if (fstatSync(file).size !== segment.rows * (head.stride + FACT_BYTES))
        throw new Error('another length');
      await readWhole(file, bytesOf(table.codes.view(table.length, segment.rows)));
      const facts = new Uint8Array(segment.rows * FACT_BYTES);
      await readWhole(file, facts);
      takeFacts(table, facts);
      table.length += segment.rows;
    } finally {
      closeSync(file);
    }
  }
  if (head.gone !== null) {
    const gone = readFileSync(join(folder, head.gone));
    if (gone.length !== rows) throw new Error('another length');
    table.gone.set(gone);
    table.goneCount = gone.reduce((sum, flag) => sum + flag, 0);
  }
  return table;
}

async function writeRows(path: string, table: RowTable, from: number): Promise<void> {
  const rows = table.length - from;
  const file = openSync(path, 'wx');
  try {
    await writePieces(file, bytesOf(table.codes.view(from, rows)));
    await writePieces(file, factsOf(table, from));
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
  closeSync(file);
}

function factsOf(table: RowTable, from: number): Uint8Array {
  const facts = new DataView(new ArrayBuffer((table.length - from) * FACT_BYTES));
  for (let row = from, at = 0; row < table.length; row++, at += FACT_BYTES) {
    facts.setFloat64(at, table.ids[row]!, true);
    facts.setFloat32(at + 8, table.scales[row]!, true);
    facts.setFloat32(at + 12, table.errors[row]!, true);
  }
  return new Uint8Array(facts.buffer);
}

function takeFacts(table: RowTable, bytes: Uint8Array): void {
  const facts = new DataView(bytes.buffer);
  for (let row = table.length, at = 0; at < bytes.length; row++, at += FACT_BYTES) {
    table.ids[row] = facts.getFloat64(at, true);
    table.scales[row] = facts.getFloat32(at + 8, true);
    table.errors[row] = facts.getFloat32(at + 12, true);
  }
}

async function readWhole(file: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, Math.min(PIECE_BYTES, bytes.length - at), null);
    if (read === 0) throw new Error('too short');
    at += read;
    await otherWork();
  }
}

async function writePieces(file: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(file, bytes, at, Math.min(PIECE_BYTES, bytes.length - at));
    await otherWork();
  }
}

function writeWhole(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
  closeSync(file);
}

/** Files of this model that the head does not name, once they are old enough to be nobody's. */
function removeLeftBehind(folder: string, model: string, head: Head): void {
  const named = new Set([...head.segments.map((segment) => segment.file), head.gone]);
  const start = `${slugOf(model)}.`;
  for (const file of readdirSync(folder)) {
    if (!file.startsWith(start) || !/\.(rows|gone|tmp)$/.test(file) || named.has(file)) continue;
    const path = join(folder, file);
    try {
      if (Date.now() - statSync(path).mtimeMs > LEFT_BEHIND_MILLIS) rmSync(path, { force: true });
    } catch {
      // Another process was faster, or still reads it on a system that then keeps it: next time.
    }
  }
}

/** A readable name, and a hash because two models may have the same one. */
const slugOf = (model: string): string =>
  `${model.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 40)}-${createHash('sha1').update(model).digest('hex').slice(0, 8)}`;

const headFile = (folder: string, model: string): string => join(folder, `${slugOf(model)}.json`);

const newName = (model: string, kind: string): string =>
  `${slugOf(model)}.${randomBytes(6).toString('hex')}.${kind}`;

const bytesOf = ({ buffer, byteOffset, byteLength }: Int8Array | Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
