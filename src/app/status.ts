import type { StageName } from '../domain/stage-name.ts';
import { STAGE_NAMES } from '../stages/index.ts';
import { type FileAccount, summariseFiles } from './account.ts';
import type { Library } from './library.ts';

export interface StageStatus {
  readonly stage: StageName;
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
}

export interface LibraryStatus {
  readonly roots: readonly string[];
  readonly dataFolder: string;
  /** Where the library is kept, without a password, and by what: `/photos/data/index.sqlite (SQLite 3.51.0)`. */
  readonly database: string;
  readonly photos: number;
  readonly files: FileAccount;
  readonly bytes: number;
  readonly clusters: number;
  readonly tags: number;
  readonly stages: readonly StageStatus[];
}

export async function libraryStatus({ store, reading, settings }: Library): Promise<LibraryStatus> {
  const counts = new Map((await reading.outcomes.counts()).map((count) => [count.stage, count]));
  const { address, engine } = await store.describe();
  const { photos, bytes } = await reading.files.totals();
  return {
    roots: settings.roots,
    dataFolder: settings.dataFolder,
    database: `${address} (${engine})`,
    photos,
    bytes,
    files: await summariseFiles(reading),
    clusters: await reading.clusters.count(),
    tags: await reading.tags.countNames(),
    stages: STAGE_NAMES.map((stage) => counts.get(stage) ?? { stage, done: 0, skipped: 0, failed: 0 }),
  };
}
