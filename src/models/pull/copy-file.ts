import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ModelEntry } from '../../domain/model.ts';
import { type FileDigests, RunningDigest } from './file-digest.ts';
import { sizeOf } from './installed-files.ts';
import { HEAD_BYTES, notAModel } from './not-a-model.ts';
import { cancelled, diskProblem, otherFile } from './pull-errors.ts';
import { giveName } from './whole-file.ts';

/**
 * Where a file of a model lies in a folder that somebody brought: as in its repository, as in `models.dir`, as the
 * hub's own programs keep it, or flat.
 */
export async function findInFolder(source: string, entry: ModelEntry, path: string): Promise<string | null> {
  const places = [
    join(source, path),
    join(source, entry.name, entry.pretrained, path),
    join(source, entry.repository, path),
    ...(await snapshotsIn(source, entry)).map((snapshot) => join(snapshot, path)),
    join(source, basename(path)),
  ];
  for (const place of places) if ((await sizeOf(place)) !== null) return place;
  return null;
}

/** `models--owner--name/snapshots/<commit>`, the cache of Hugging Face's programs. */
async function snapshotsIn(source: string, { repository, revision }: ModelEntry): Promise<readonly string[]> {
  const folder = join(source, `models--${repository.replaceAll('/', '--')}`, 'snapshots');
  const commits = await readdir(folder).catch(() => []);
  return commits
    .toSorted((a, b) => Number(b === revision) - Number(a === revision))
    .map((commit) => join(folder, commit));
}

/** Copies and digests in one go. Afterwards the target is whole and accepted, or as it was before. */
export async function copyFile(
  job: {
    readonly from: string;
    readonly target: string;
    readonly label: string;
    readonly path: string;
    readonly signal: AbortSignal;
    onBytes(bytes: number): void;
  },
  accept: (digests: FileDigests) => void,
): Promise<FileDigests> {
  const { from, target, label, path, signal } = job;
  const draft = `${target}.copy`;
  const digest = new RunningDigest(await sizeOf(from));
  let head = Buffer.alloc(0);
  try {
    await mkdir(dirname(target), { recursive: true });
    const file = await open(draft, 'w');
    try {
      for await (const piece of createReadStream(from, { highWaterMark: 1 << 20, signal })) {
        await file.writeFile(piece as Buffer);
        digest.add(piece as Buffer);
        if (head.length < HEAD_BYTES) head = Buffer.concat([head, piece as Buffer]);
        job.onBytes(digest.bytes);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    const digests = digest.end();
    const what = notAModel(path, head, null);
    if (what !== null) {
      throw otherFile(label, from, what, 'With git, `git lfs pull` in that folder brings the file itself.');
    }
    accept(digests);
    await giveName(draft, target);
    return digests;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    if (signal.aborted) throw cancelled();
    throw error instanceof Error && error.name === 'PhotoTagError'
      ? error
      : diskProblem(error, target, dirname(target));
  }
}
