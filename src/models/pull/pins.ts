import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PhotoTagError } from '../../domain/errors.ts';
import { writeWhole } from './whole-file.ts';

const pinSchema = z.object({
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Commit of the repository, where the hub told it. */
  revision: z.string().nullable(),
  /** Address or folder that it came from. */
  source: z.string(),
  /** ISO 8601, UTC. */
  date: z.string(),
});

const pinsSchema = z.object({ version: z.literal(1), files: z.record(z.string(), pinSchema) });

/** What a file was when it came for the first time: later ones of that name must be the same. */
export type Pin = z.infer<typeof pinSchema>;
export type Pins = ReadonlyMap<string, Pin>;

export const PINS_FILE = 'pinned.json';

export async function readPins(folder: string): Promise<Map<string, Pin>> {
  const file = join(folder, PINS_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return new Map();
    throw unusable(file, error);
  }
  try {
    return new Map(Object.entries(pinsSchema.parse(JSON.parse(text)).files));
  } catch (error) {
    throw unusable(file, error);
  }
}

/** Never taken for "nothing was pinned": that would accept any file. */
function unusable(file: string, cause: unknown): PhotoTagError {
  return new PhotoTagError('MODEL_CHANGED', `What was pinned cannot be read: ${file}`, {
    file,
    cause,
    remedy: 'Put the file back from a backup, or delete it: the next pull then pins what it gets.',
  });
}

export async function writePins(folder: string, pins: Pins): Promise<void> {
  const sorted = [...pins].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await mkdir(folder, { recursive: true });
  await writeWhole(
    join(folder, PINS_FILE),
    `${JSON.stringify({ version: 1, files: Object.fromEntries(sorted) }, null, 2)}\n`,
  );
}
