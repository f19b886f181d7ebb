import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ModelFile } from '../../domain/model.ts';
import { hashNotePath } from '../model-folder.ts';

interface Noted {
  readonly sha256: string;
  readonly bytes: number;
  readonly modifiedMillis: number;
}

/**
 * SHA-256 of a file of weights: the one that the catalogue pins, else that of its bytes, reckoned once and noted beside
 * it (`model.onnx.sha256.json`): a gigabyte takes seconds, and the id of an embedder is asked for at every start.
 */
export async function weightsHash(file: ModelFile, path: string): Promise<string> {
  if (file.sha256 !== null) return file.sha256;
  const { size: bytes, mtimeMs: modifiedMillis } = await stat(path);
  const note = hashNotePath(path);
  const noted = await readNote(note);
  if (noted?.bytes === bytes && noted.modifiedMillis === modifiedMillis) return noted.sha256;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const sha256 = hash.digest('hex');
  // A folder that cannot be written costs time at each start, and nothing else.
  await writeFile(note, JSON.stringify({ sha256, bytes, modifiedMillis } satisfies Noted)).catch(() => {});
  return sha256;
}

async function readNote(
  path: string,
): Promise<(Partial<Noted & { sha256: string }> & { sha256: string }) | null> {
  try {
    const noted = JSON.parse(await readFile(path, 'utf8')) as Partial<Noted>;
    return typeof noted.sha256 === 'string' ? { ...noted, sha256: noted.sha256 } : null;
  } catch {
    return null;
  }
}
