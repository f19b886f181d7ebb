import { readFile, rm, stat } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from './whole-file.ts';

const noteSchema = z.object({
  /** SHA-256 or Git name of the whole file, where the hub tells it. */
  identity: z.string().nullable(),
  /** What the server calls this version: a strong ETag or a date, good for `If-Range`. */
  validator: z.string().nullable(),
});

/** Which version of a file the bytes of a stopped download belong to. */
export type PartNote = z.infer<typeof noteSchema>;

export const partPath = (target: string): string => `${target}.part`;
const notePath = (target: string): string => `${target}.part.json`;

/** Bytes and version of a stopped download; null where there is none that could go on. */
export async function readPart(target: string): Promise<{ bytes: number; note: PartNote } | null> {
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(notePath(target), 'utf8')));
    const { size } = await stat(partPath(target));
    return size > 0 ? { bytes: size, note } : null;
  } catch {
    // Bytes of which nobody knows the version are worth nothing.
    return null;
  }
}

/**
 * Begins a download anew. The old note goes first: at no moment does a note stand beside bytes that are not of its
 * version.
 */
export async function beginPart(target: string, note: PartNote): Promise<void> {
  await removePart(target);
  await writeWhole(notePath(target), JSON.stringify(note));
}

export async function removePart(target: string): Promise<void> {
  await rm(notePath(target), { force: true });
  await rm(partPath(target), { force: true });
}

/** After the bytes have got their name. */
export const forgetNote = (target: string): Promise<void> => rm(notePath(target), { force: true });
