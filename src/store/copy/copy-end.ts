import type { Row, TableShape } from './table-shape.ts';

/** A library that is read as it was at one moment, whatever others write meanwhile. */
export interface CopySource {
  readonly tables: readonly TableShape[];
  /** A few hundred rows at a time, with the values in the order of the columns. */
  rows(table: TableShape): AsyncIterable<readonly Row[]>;
  count(table: TableShape): Promise<number>;
  /** The highest id that was ever given, of rows that are gone as well; 0 before the first. */
  highestId(table: TableShape): Promise<number>;
  close(): Promise<void>;
}

/** A library that is filled: nothing of it is there for others until `commit`. */
export interface CopyTarget extends Omit<CopySource, 'close'> {
  /** Whether there is anything in it. */
  holdsRows(): Promise<boolean>;
  /** Of all tables. */
  empty(): Promise<void>;
  insert(table: TableShape, rows: readonly Row[]): Promise<void>;
  /** Ids up to that one are not given again. */
  setHighestId(table: TableShape, id: number): Promise<void>;
  /** All at once, and it outlives a power cut. */
  commit(): Promise<void>;
  /** Leaves it as it was before, unless it was committed. */
  close(): Promise<void>;
}
