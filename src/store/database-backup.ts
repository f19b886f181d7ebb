/** What a database holds that no run can make again, and how many photos it knows. */
export interface LibraryCounts {
  readonly files: number;
  /** Decisions on tags, dates, people sets and words, and the labels that came of them. */
  readonly decisions: number;
  /** Changes of sidecars in the journal. */
  readonly sidecarChanges: number;
  /** Lines of the egress log. */
  readonly sent: number;
}

/** A file that belongs to a library and lies outside of its database. */
export interface KeptFile {
  /** `config.yaml`, `ck_vocab.yaml`, `evaluations/before.json`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface BackupContent {
  /** ISO 8601, UTC; null of a plain copy of a database. */
  readonly madeAt: string | null;
  /** Of photo-tag; null of a plain copy of a database. */
  readonly version: string | null;
  /** The newest migration that the database has. */
  readonly schema: string;
  /** Whether this program can read it: it may come from a newer one. */
  readonly isReadable: boolean;
  readonly counts: LibraryCounts;
  readonly files: readonly KeptFile[];
  readonly bytes: number;
}

export interface BackUpRequest {
  /** The database, which may be in use. */
  readonly from: string;
  /** Where the copy goes, in the place of what is there. */
  readonly to: string;
  readonly version: string;
  readonly madeAt: string;
  /** Asked while the copy is fixed to one moment: what it gives belongs to that moment. */
  readonly files: () => readonly KeptFile[];
  /** Shares from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/** What was taken over from the library that a backup replaces. */
export interface CarriedOver {
  /** Changes of sidecars that were made after the backup, and lines of the egress log. */
  readonly sidecarChanges: number;
  readonly sent: number;
  /** Why nothing was taken over; null where it was. */
  readonly problem: string | null;
}

/** Copies of a database in one file. */
export interface DatabaseBackup {
  /**
   * A whole copy as of one moment, while others read and write, with the files in it, checked page by page. What was at
   * `to` is replaced once the copy is complete and on the disk.
   * @throws PhotoTagError DISK_FULL, STORE_UNUSABLE where the database is damaged, CANCELLED
   */
  backUp(request: BackUpRequest): Promise<BackupContent>;
  /** Reads a copy, and checks every page where asked. Null where it is no database of photo-tag. Throws where it is damaged. */
  inspect(file: string, check: boolean): Promise<BackupContent | null>;
  /**
   * Makes a database for use at `to` out of a copy: of the schema of this program, with what happened to sidecars and
   * what was sent since, taken over from `former` where that is the same library.
   */
  unpack(request: {
    readonly from: string;
    readonly to: string;
    readonly former: string | null;
  }): Promise<CarriedOver>;
  /**
   * Ends the write-ahead log, so that the database is one file.
   * @throws PhotoTagError LOCKED where another program has it open
   */
  settle(file: string): void;
}
