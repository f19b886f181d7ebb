import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import type { EgressLog, EgressRow } from '../domain/vision.ts';
import { safeCell } from './safe-cell.ts';

const COLUMNS = ['time', 'call', 'run', 'host', 'photo', 'bytes', 'reason', 'outcome', 'cost_usd', 'note'];

/**
 * Lines are only ever added. A call has two: `announced` before its bytes leave, then what became of it. The photo is
 * named by its SHA-1 alone; neither paths nor keys are in it.
 */
export class EgressCsv implements EgressLog {
  readonly #file: string;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  write(row: EgressRow): Promise<void> {
    const written = this.#turn.then(() => this.#append(row));
    this.#turn = written.catch(() => undefined);
    return written;
  }

  async catchUp(rows: readonly EgressRow[]): Promise<void> {
    const ended = await this.#endedLately();
    for (const row of rows) if (row.end !== null && !ended.has(row.id)) await this.write(row);
  }

  /** Numbers of the calls whose end stands in the last part of the file. */
  async #endedLately(): Promise<Set<number>> {
    const text = await tailOf(this.#file);
    const lines = text.split('\n').slice(1);
    return new Set(
      lines.flatMap((line) => {
        const call = /^[^,]*,(\d+),/.exec(line);
        return call && !line.includes(',announced,') ? [Number(call[1])] : [];
      }),
    );
  }

  async #append({ end, ...row }: EgressRow): Promise<void> {
    const cells = [
      end?.at ?? row.at,
      row.id,
      row.runId,
      row.host,
      row.photo,
      row.bytes,
      row.reason,
      end?.state ?? 'announced',
      ((end?.countedNanoUsd ?? row.reservedNanoUsd) / 1e9).toFixed(6),
      end?.note ?? 'at most',
    ];
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      const file = await open(this.#file, 'a');
      try {
        const isNew = (await file.stat()).size === 0;
        const lines = isNew ? [COLUMNS, cells] : [cells];
        await file.appendFile(stringify(lines, { quoted_match: /[;\t]/u, cast: { string: safeCell } }));
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (cause) {
      throw new PhotoTagError('DATA_FOLDER', `The egress log cannot be written: ${messageOf(cause)}`, {
        file: this.#file,
        cause,
        remedy: 'Nothing leaves without a line in it: free some space, or make the file writable.',
      });
    }
  }
}

/** A line is some 250 bytes: a thousand calls. */
const TAIL_BYTES = 512 * 1024;

async function tailOf(path: string): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    // The first line may be half of one; a file that is read whole gets an empty one before.
    return size > length ? buffer.toString('utf8') : `\n${buffer.toString('utf8')}`;
  } finally {
    await file.close();
  }
}
