import type { DatabaseAddress } from '../domain/database-address.ts';

export interface StoreCopyRequest {
  readonly from: DatabaseAddress;
  readonly to: DatabaseAddress;
  /** What is in the target goes; without, a target with anything in it is refused. */
  readonly replace: boolean;
  readonly signal: AbortSignal;
  onProgress?(progress: StoreCopyProgress): void;
}

export interface StoreCopyProgress {
  /** Rows are written, and then all are read back and compared. */
  readonly step: 'copy' | 'verify';
  readonly table: string;
  /** Rows of all tables. */
  readonly done: number;
  readonly total: number;
}

export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
  /** A checksum of its rows, whatever their order; the same on both sides. */
  readonly digest: string;
}

/** Copies a whole library from one database into another. */
export type StoreCopier = (request: StoreCopyRequest) => Promise<CopiedTable[]>;
