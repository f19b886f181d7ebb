import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { Progress } from '../pipeline/progress.ts';
import { acquireRunLock, type LockHolder } from '../pipeline/run-lock.ts';
import { type PipelineResult, runPipeline } from '../pipeline/run-pipeline.ts';
import { type FileAccount, summariseFiles } from './account.ts';
import { writeAudit } from './audit.ts';
import type { Library } from './library.ts';

export interface RunRequest {
  readonly stages: readonly StageName[];
  /** As the user typed it, for whoever finds the lock. */
  readonly command: string;
  /** Tries again what failed before. */
  readonly retryFailed?: boolean | undefined;
  readonly signal: AbortSignal;
  readonly onStage?: ((name: StageName) => void) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onAbandoned?: ((holder: LockHolder) => void) | undefined;
  /** What the user should know while it runs: another device, smaller batches. */
  readonly onNotice?: ((notice: string) => void) | undefined;
}

export interface RunReport extends PipelineResult {
  readonly files: FileAccount;
  readonly seconds: number;
  /** What was told while it ran. */
  readonly notices: readonly string[];
}

/** Runs stages under the library's lock, and leaves the audit table up to date. */
export async function runStages(library: Library, request: RunRequest): Promise<RunReport> {
  const { settings, store } = library;
  if (request.stages.includes('scan') && settings.roots.length === 0) {
    throw new PhotoTagError('NO_ROOTS', 'No folder with photos is named', {
      remedy: 'Name one on the command line (photo-tag run FOLDER), or under `roots` in the configuration.',
    });
  }
  // A model that is not there is said now, not after hours of other stages.
  const idle = request.stages.flatMap((name) => library.stageOf(name).idle ?? []);
  const started = performance.now();
  const notices: string[] = [];
  const tell = (notice: string): void => {
    notices.push(notice);
    request.onNotice?.(notice);
  };
  const hearNoMore = library.onNotice(tell);
  let lock: ReturnType<typeof acquireRunLock> | null = null;
  try {
    if (await isNews(library, request)) for (const reason of idle) tell(reason);
    lock = acquireRunLock(settings.dataFolder, request.command);
    if (lock.abandonedBy) request.onAbandoned?.(lock.abandonedBy);
    clearTemporaryFiles(settings.proxy.cache_dir);
    if (request.retryFailed) await store.outcomes.forgetFailed();
    const result = await runPipeline(request.stages, (name) => library.stageOf(name), {
      store,
      signal: request.signal,
      onStage: request.onStage,
      onProgress: request.onProgress,
    });
    const changed = result.stages.some((stage) => stage.done > 0);
    if (changed) await writeAudit(library);
    const seconds = (performance.now() - started) / 1000;
    return { ...result, files: await summariseFiles(store), seconds, notices };
  } finally {
    lock?.release();
    hearNoMore();
  }
}

/** What is always so is said when it was asked for, or the first time. */
async function isNews({ store }: Library, { stages }: RunRequest): Promise<boolean> {
  return stages.length === 1 || !(await store.outcomes.counts()).some(({ stage }) => stage === 'ai-tags');
}

/** What a killed run left half-made. Only under the lock, so that no living run loses its files. */
function clearTemporaryFiles(cacheFolder: string): void {
  const folder = temporaryFolder(cacheFolder);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new PhotoTagError(
      'DATA_FOLDER',
      `The proxy folder ${cacheFolder} cannot be written: ${messageOf(cause)}`,
      {
        file: cacheFolder,
        cause,
        remedy: 'Choose another proxy.cache_dir, or make the folder writable.',
      },
    );
  }
}

/** On the same file system as the proxies, so that a rename is atomic. */
export const temporaryFolder = (cacheFolder: string): string => join(cacheFolder, '.tmp');
