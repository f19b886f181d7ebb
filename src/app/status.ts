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
  readonly photos: number;
  readonly files: FileAccount;
  readonly bytes: number;
  readonly clusters: number;
  readonly tags: number;
  readonly stages: readonly StageStatus[];
}

export async function libraryStatus({ reading, settings }: Library): Promise<LibraryStatus> {
  const counts = new Map((await reading.outcomes.counts()).map((count) => [count.stage, count]));
  const { photos, bytes } = await reading.files.totals();
  return {
    roots: settings.roots,
    dataFolder: settings.dataFolder,
    photos,
    bytes,
    files: await summariseFiles(reading),
    clusters: await reading.clusters.count(),
    tags: await reading.tags.countNames(),
    stages: STAGE_NAMES.map((stage) => counts.get(stage) ?? { stage, done: 0, skipped: 0, failed: 0 }),
  };
}
