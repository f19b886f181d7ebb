import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { type ParquetCell, type ParquetColumn, writeParquet } from './parquet.ts';

/**
 * A table as a folder of Parquet files, to be read as one: `read_parquet('embeds/*.parquet')`. The files are made beside it
 * and take the place of the former folder all at once when the last is whole, so that nobody reads half a part, or parts of
 * two exports together. For the moment between two renames there is no folder of that name.
 */
export class ParquetFolder {
  readonly #folder: string;
  readonly #columns: readonly ParquetColumn[];
  readonly #making: string;
  readonly #former: string;
  #begun = false;
  #parts = 0;
  #rows = 0;

  constructor(folder: string, columns: readonly ParquetColumn[]) {
    this.#folder = resolve(folder);
    this.#columns = columns;
    // Not `*.parquet` and not below the folder: no pattern of a reader finds them.
    this.#making = `${this.#folder}.making`;
    this.#former = `${this.#folder}.former`;
  }

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Writes a part; one without rows is left out. */
  async add(name: string, rows: AsyncIterable<readonly ParquetCell[]>): Promise<void> {
    await this.begin();
    const number = String(this.#parts + 1).padStart(5, '0');
    const file = join(this.#making, `part-${number}-${name}.parquet`);
    const written = await writeParquet(file, this.#columns, rows);
    if (written === 0) {
      await rm(file);
      return;
    }
    this.#parts++;
    this.#rows += written;
  }

  /** Puts the parts in the place of the former folder; how many. A table without rows is one part with its columns. */
  async finish(): Promise<number> {
    await this.begin();
    if (this.#parts === 0) {
      const file = join(this.#making, 'part-00001-empty.parquet');
      await writeParquet(file, this.#columns, (async function* () {})());
      this.#parts = 1;
    }
    await this.#attempt(async () => {
      await rm(this.#former, { recursive: true, force: true });
      await rename(this.#folder, this.#former).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      await rename(this.#making, this.#folder);
      await rm(this.#former, { recursive: true, force: true });
    });
    return this.#parts;
  }

  /** Removes what was made and not finished; the former folder stays. */
  async abandon(): Promise<void> {
    await rm(this.#making, { recursive: true, force: true });
  }

  /**
   * Clears what a killed export left; where it was killed between the two renames, the former folder comes back. The first
   * part does it otherwise.
   */
  async begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    await this.#attempt(async () => {
      await rm(this.#making, { recursive: true, force: true });
      await mkdir(dirname(this.#folder), { recursive: true });
      await rename(this.#former, this.#folder).catch((error: NodeJS.ErrnoException) => {
        // Nothing was left, or the new one is in its place already.
        if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code ?? '')) throw error;
      });
      await mkdir(this.#making, { recursive: true });
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      throw new PhotoTagError(
        'TOOL_FAILED',
        `The folder ${this.#folder} could not be written: ${messageOf(cause)}`,
        {
          file: this.#folder,
          cause,
          remedy: 'Check that it can be written, has space, and no file has its name.',
        },
      );
    }
  }
}
