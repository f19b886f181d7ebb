import type { Library } from '../../src/app/library.ts';
import { openLibrary } from '../../src/compose.ts';
import { recordedCaptioner, recordedEmbedder, recordedTools } from './recorded-tools.ts';

/** A made library with all that is heavy answered from the numbers of photos. */
export const openRecorded = (home: string, root: string, seed: number): Promise<Library> =>
  openLibrary(
    { folder: home, dataFolder: 'data', roots: [root] },
    (settings) => recordedEmbedder(settings, seed),
    () => recordedCaptioner(seed),
    recordedTools(seed),
  );
