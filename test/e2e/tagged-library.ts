import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runStages } from '../../src/app/run.ts';
import { openLibrary } from '../../src/compose.ts';
import { renderPicture } from './small-library.ts';

/** What is proposed for every photo of a tagged library. */
export const PROPOSED = [
  { layer: 'CK', name: 'night', source: 'measured', model: 'rule' },
  { layer: 'CK', name: 'sea', source: 'objects', model: 'detector-1' },
  { layer: 'AI', name: 'fog', source: 'concepts', model: 'embedder-1' },
] as const;

/**
 * A library in `folder`/photos with a data folder in `folder`/data, scanned, with proposals as they would come from
 * taggers: the stages in between have tests of their own, and take their time.
 *
 * @param sidecars content of sidecars that are there before, by name.
 */
export async function makeTaggedLibrary(
  folder: string,
  names: readonly string[],
  sidecars: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const [index, name] of names.entries()) {
    const path = join(folder, 'photos', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await renderPicture(index + 1, 160, 106));
  }
  for (const [name, content] of Object.entries(sidecars)) {
    writeFileSync(join(folder, 'photos', name), content);
  }
  await proposeForAll(folder);
}

/** Scans again, and proposes for photos that are new. */
export async function proposeForAll(folder: string): Promise<void> {
  const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  try {
    const signal = new AbortController().signal;
    await runStages(library, { stages: ['scan'], command: 'scan', signal });
    for (const sha1 of await library.store.photos.page({ after: null, limit: 1000 })) {
      for (const layer of ['CK', 'AI'] as const) {
        const proposals = PROPOSED.filter((tag) => tag.layer === layer).map((tag, index) => ({
          ...tag,
          score: 0.9 - index / 10,
          reason: 'test',
        }));
        await library.store.tags.putProposals(layer, { sha1, proposals });
      }
    }
  } finally {
    await library.close();
  }
}
