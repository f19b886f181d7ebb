/** What of a column matters to whoever copies it. `vector`: half floats in pgvector's own type. */
export type ColumnKind = 'text' | 'integer' | 'real' | 'bytes' | 'vector';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

export interface TableShape {
  readonly name: string;
  /** By name. */
  readonly columns: readonly Column[];
  /** Whether the database gives ids to its rows. */
  readonly givesIds: boolean;
}

/** Half floats are bytes on one side and `halfvec` on the other, and mean the same. Null, numbers, texts or bytes. */
export type Value = null | number | string | Uint8Array;
export type Row = readonly Value[];

export function kindOf(type: string): ColumnKind {
  const name = type.toLowerCase();
  if (name === 'halfvec') return 'vector';
  if (/^(text|varchar|character varying)/.test(name)) return 'text';
  if (/^(int|bigint|smallint)/.test(name)) return 'integer';
  if (/^(double|real|float)/.test(name)) return 'real';
  if (/^(bytea|blob)/.test(name)) return 'bytes';
  throw new RangeError(`nothing is known of columns of type ${type}`);
}

/** The same tables with the same columns, or a sentence that says where they differ. */
export function differenceOf(from: readonly TableShape[], to: readonly TableShape[]): string | null {
  const inWords = (tables: readonly TableShape[]) =>
    new Map(tables.map(({ name, columns }) => [name, columns.map((column) => column.name).join(', ')]));
  const [one, other] = [inWords(from), inWords(to)];
  for (const name of new Set([...one.keys(), ...other.keys()])) {
    const [left, right] = [one.get(name) ?? 'no such table', other.get(name) ?? 'no such table'];
    if (left !== right) return `table ${name} has ${left} here and ${right} there`;
  }
  return null;
}
