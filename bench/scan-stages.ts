import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStages } from '../src/app/run.ts';
import { openLibrary } from '../src/compose.ts';
import type { PhotoMetadata } from '../src/domain/metadata.ts';

/** The real thing: the stages scan and metadata on a new database, and what they kept of every file. */
export async function scanAndRead(folder: string): Promise<ReadonlyMap<string, PhotoMetadata | Error>> {
  const data = await mkdtemp(join(tmpdir(), 'photo-tag-bench-data-'));
  const library = await openLibrary({ folder: data, dataFolder: 'data', roots: [folder] });
  try {
    await runStages(library, {
      stages: ['scan', 'metadata'],
      command: 'bench scan',
      signal: new AbortController().signal,
    });
    const files = await library.store.files.known([]);
    const metadata = await library.store.photos.metadataOf(files.flatMap((file) => file.sha1 ?? []));
    return new Map(
      files.map((file) => [
        file.path,
        (file.sha1 === null ? undefined : metadata.get(file.sha1)) ?? new Error(file.reason ?? 'no metadata'),
      ]),
    );
  } finally {
    await library.close();
    await rm(data, { recursive: true, force: true });
  }
}
