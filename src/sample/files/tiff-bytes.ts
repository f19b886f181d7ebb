/** TIFF 6.0 field types that a DNG needs, by their size in bytes. */
const SIZE = { byte: 1, ascii: 1, short: 2, long: 4, rational: 8, srational: 8 } as const;
const CODE = { byte: 1, ascii: 2, short: 3, long: 4, rational: 5, srational: 10 } as const;

export interface Field {
  readonly tag: number;
  readonly type: keyof typeof SIZE;
  /** Rationals are given as decimal numbers and stored over 10,000. */
  readonly values: readonly number[];
}

/** One directory with the pixels or the JPEG that it describes. */
export interface Directory {
  readonly fields: readonly Field[];
  readonly data: Uint8Array;
}

const STRIP_OFFSETS = 273;
const STRIP_BYTE_COUNTS = 279;
const SUB_DIRECTORIES = 330;
const RATIONAL_BASE = 10_000;

export const text = (tag: number, value: string): Field => ({
  tag,
  type: 'ascii',
  values: [...new TextEncoder().encode(value), 0],
});

/**
 * A little-endian TIFF of one main directory and its sub-directories, each with a single strip.
 * Layout: header, directories with their longer values, then the strips.
 */
export function writeTiff(main: Directory, subDirectories: readonly Directory[]): Uint8Array {
  const all = [main, ...subDirectories];
  const starts: number[] = [];
  const strips: number[] = [];
  let end = 8;
  const complete = all.map((directory, i) => {
    const fields: Field[] = [
      ...directory.fields,
      { tag: STRIP_OFFSETS, type: 'long', values: [0] },
      { tag: STRIP_BYTE_COUNTS, type: 'long', values: [directory.data.length] },
    ];
    if (i === 0) fields.push({ tag: SUB_DIRECTORIES, type: 'long', values: subDirectories.map(() => 0) });
    fields.sort((a, b) => a.tag - b.tag);
    starts.push(end);
    end += 2 + 12 * fields.length + 4;
    for (const field of fields) end += even(outOfLine(field));
    return fields;
  });
  for (const { data } of all) {
    strips.push(end);
    end += even(data.length);
  }

  const bytes = new Uint8Array(end);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49]);
  view.setUint16(2, 42, true);
  view.setUint32(4, starts[0]!, true);
  complete.forEach((fields, i) => {
    let at = starts[i]!;
    let spare = at + 2 + 12 * fields.length + 4;
    view.setUint16(at, fields.length, true);
    at += 2;
    for (const field of fields) {
      const values =
        field.tag === STRIP_OFFSETS
          ? [strips[i]!]
          : field.tag === SUB_DIRECTORIES
            ? starts.slice(1)
            : field.values;
      view.setUint16(at, field.tag, true);
      view.setUint16(at + 2, CODE[field.type], true);
      view.setUint32(at + 4, values.length, true);
      const long = outOfLine(field);
      if (long > 0) view.setUint32(at + 8, spare, true);
      writeValues(view, long > 0 ? spare : at + 8, field.type, values);
      spare += even(long);
      at += 12;
    }
    bytes.set(all[i]!.data, strips[i]!);
  });
  return bytes;
}

const even = (size: number): number => size + (size & 1);

/** Bytes of a value that does not fit into the directory entry, else 0. */
function outOfLine(field: Field): number {
  const size = SIZE[field.type] * field.values.length;
  return size > 4 ? size : 0;
}

function writeValues(view: DataView, start: number, type: Field['type'], values: readonly number[]): void {
  values.forEach((value, i) => {
    const at = start + i * SIZE[type];
    if (type === 'byte' || type === 'ascii') view.setUint8(at, value);
    else if (type === 'short') view.setUint16(at, value, true);
    else if (type === 'long') view.setUint32(at, value, true);
    else {
      view.setInt32(at, Math.round(value * RATIONAL_BASE), true);
      view.setInt32(at + 4, RATIONAL_BASE, true);
    }
  });
}
