import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DateWitness } from '../src/algorithms/date-votes.ts';

export interface AloneReport {
  readonly photos: number;
  /** Of resolving, without reading. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Highest resident memory of the process: witnesses, resolver and times. */
  readonly megabytes: number;
}

/** Resolves in a process of its own (dates-alone.ts), so that neither the truth nor the generator are in its memory. */
export async function resolvedAlone(witnesses: readonly DateWitness[]): Promise<AloneReport> {
  const folder = await mkdtemp(join(tmpdir(), 'photo-tag-dates-'));
  try {
    const path = join(folder, 'witnesses.ndjson');
    await pipeline(Readable.from(lines(witnesses)), createWriteStream(path));
    const program = fileURLToPath(new URL('./dates-alone.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, path]);
    return JSON.parse(stdout) as AloneReport;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function* lines(witnesses: readonly DateWitness[]): Generator<string> {
  const PER_CHUNK = 1000;
  for (let i = 0; i < witnesses.length; i += PER_CHUNK) {
    yield witnesses
      .slice(i, i + PER_CHUNK)
      .map((witness) => `${JSON.stringify(witness)}\n`)
      .join('');
  }
}
