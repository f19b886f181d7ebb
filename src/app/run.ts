import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { VisionConsent } from '../domain/vision.ts';
import type { Progress } from '../pipeline/progress.ts';
import type { SharedRun, SharedStep } from '../pipeline/queued/follow-run.ts';
import type { LockHolder } from '../pipeline/run-lock.ts';
import { type PipelineResult, runPipeline } from '../pipeline/run-pipeline.ts';
import { settleLeftOverCalls } from '../stages/vision/index.ts';
import { type FileAccount, summariseFiles } from './account.ts';
import { writeAudit } from './audit.ts';
import type { Library } from './library.ts';
import { type LibraryRunLock, lockLibrary } from './lock-library.ts';
import { needsProxies } from './needs-proxies.ts';
import { requirePlaces } from './places.ts';
import { hasWorkers, runQueued } from './queued/run-queued.ts';
import { estimateVision, runToGoOnWith, type VisionEstimate, visionProblems } from './vision/estimate.ts';

export interface RunRequest {
  readonly stages: readonly StageName[];
  /** As the user typed it, for whoever finds the lock. */
  readonly command: string;
  /** Tries again what failed before. */
  readonly retryFailed?: boolean | undefined;
  /**
   * Leaves the work to the workers of the library, and waits for them; without workers to have, several stages are at
   * work at once in this process. Where it is left out, workers are asked where there are some.
   */
  readonly queued?: boolean | undefined;
  readonly vision?: VisionOrder | undefined;
  readonly signal: AbortSignal;
  readonly onStage?: ((name: StageName) => void) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** In the place of the two above where stages are at work at the same time. */
  readonly onSteps?: ((steps: readonly SharedStep[], run: SharedRun) => void) | undefined;
  readonly onAbandoned?: ((holder: LockHolder) => void) | undefined;
  /** What the user should know while it runs: another device, smaller batches. */
  readonly onNotice?: ((notice: string) => void) | undefined;
}

/** Asked for by the user in this run; without it the vision service is not asked. */
export interface VisionOrder {
  readonly retryUnknown: boolean;
  /** Shows what it would cost, and asks. Not called where nothing is due. */
  agree(estimate: VisionEstimate): Promise<boolean>;
}

export interface RunReport extends PipelineResult {
  readonly files: FileAccount;
  readonly seconds: number;
  /** What was told while it ran. */
  readonly notices: readonly string[];
  /** Where the vision service was asked for: what it would have meant, and whether the user said yes. */
  readonly vision: { readonly estimate: VisionEstimate; readonly isAgreed: boolean } | null;
  /** Why the vision service could not be used to the end; everything else was done. */
  readonly visionProblem: PhotoTagError | null;
}

/** Runs stages under the library's lock, and leaves the audit table up to date. */
export async function runStages(library: Library, request: RunRequest): Promise<RunReport> {
  const { settings, store } = library;
  if (request.stages.includes('scan') && settings.roots.length === 0) {
    throw new PhotoTagError('NO_ROOTS', 'No folder with photos is named', {
      remedy: 'Name one on the command line (photo-tag run FOLDER), or under `roots` in the configuration.',
    });
  }
  await requirePlaces(settings.places);
  // A model that is not there is said now, not after hours of other stages.
  const idle = request.stages.flatMap((name) => library.stageOf(name).idle ?? []);
  if (request.vision) refuseUnusable(library);
  const started = performance.now();
  const notices: string[] = [];
  const tell = (notice: string): void => {
    notices.push(notice);
    request.onNotice?.(notice);
  };
  const hearNoMore = library.onNotice(tell);
  let lock: LibraryRunLock | null = null;
  try {
    if (await isNews(library, request)) for (const reason of idle) tell(reason);
    const queued = request.queued ?? (await hasWorkers(library));
    // Workers hold the library themselves, while they work.
    if (!queued || !library.isShared) {
      lock = await lockLibrary(library, request.command);
      if (lock.abandonedBy) request.onAbandoned?.(lock.abandonedBy);
      clearTemporaryFiles(settings.proxy.cache_dir);
      if (request.stages.some(needsProxies)) await tryProxies(library, tell);
    }
    if (request.retryFailed) await store.outcomes.forgetFailed();
    const parts: PipelineResult[] = [];
    let consent: VisionConsent | null = null;
    let vision: RunReport['vision'] = null;
    let visionProblem: PhotoTagError | null = null;
    // Without a yes nothing is due in it, and workers need not wait for each other there.
    const wanted =
      queued && !request.vision ? request.stages.filter((name) => name !== 'vision') : request.stages;
    for (const stages of apartFromVision(wanted)) {
      const isVision = stages[0] === 'vision';
      // By another: whoever may see the library can cancel a run of workers.
      if (parts.some(({ cancelled }) => cancelled)) break;
      if (isVision && request.vision && !request.signal.aborted) {
        ({ vision, consent } = await askForVision(library, request.vision));
      }
      try {
        parts.push(
          queued
            ? await runQueued(library, { ...request, stages, consent, tell })
            : await runPipeline(stages, (name) => library.stageOf(name, consent), {
                store,
                signal: request.signal,
                onStage: request.onStage,
                onProgress: request.onProgress,
              }),
        );
      } catch (error) {
        // Local tags come all the same.
        if (!isVision || !(error instanceof PhotoTagError) || error.code !== 'VISION_UNUSABLE') throw error;
        visionProblem = error;
      }
    }
    const result = {
      stages: parts.flatMap((part) => part.stages),
      cancelled: request.signal.aborted || parts.some(({ cancelled }) => cancelled),
    };
    const changed = result.stages.some((stage) => stage.done > 0);
    if (changed) await writeAudit(library);
    const seconds = (performance.now() - started) / 1000;
    return { ...result, files: await summariseFiles(store), seconds, notices, vision, visionProblem };
  } finally {
    await lock?.release();
    hearNoMore();
  }
}

/** What is always so is said when it was asked for, or the first time. */
async function isNews({ store }: Library, { stages }: RunRequest): Promise<boolean> {
  return stages.length === 1 || !(await store.outcomes.counts()).some(({ stage }) => stage === 'ai-tags');
}

/** The stages before the vision service, it alone, and those behind it. */
function apartFromVision(stages: readonly StageName[]): StageName[][] {
  const at = stages.indexOf('vision');
  if (at < 0) return [[...stages]];
  return [stages.slice(0, at), ['vision' as const], stages.slice(at + 1)].filter((part) => part.length > 0);
}

/** Says what it would cost, and asks. */
async function askForVision(
  { cloud }: Library,
  { retryUnknown, agree }: VisionOrder,
): Promise<{ vision: RunReport['vision']; consent: VisionConsent | null }> {
  await settleLeftOverCalls(cloud);
  const estimate = await estimateVision(cloud, { retryUnknown });
  const isAgreed = estimate.problems.length === 0 && estimate.due > 0 && (await agree(estimate));
  if (!isAgreed) return { vision: { estimate, isAgreed }, consent: null };
  const { id: runId } = await runToGoOnWith(cloud);
  const { baseUrl, model } = cloud.settings;
  return { vision: { estimate, isAgreed }, consent: { runId, baseUrl, model, retryUnknown } };
}

/** A bucket that cannot be used is said now, not after hours of other stages; and that older proxies are not in it. */
async function tryProxies({ proxies, store }: Library, tell: (notice: string) => void): Promise<void> {
  const { isEmpty } = await proxies.ready();
  const made = isEmpty ? (await store.outcomes.counts()).find(({ stage }) => stage === 'proxies')?.done : 0;
  if (!made) return;
  tell(
    `${made} proxies were made before and are not in the bucket: \`photo-tag proxies --push\` brings them there.`,
  );
}

/** Before hours of other stages, and not after. */
function refuseUnusable({ cloud, settings }: Library): void {
  const problems = visionProblems(cloud);
  if (problems.length === 0) return;
  throw new PhotoTagError('CONFIG_INVALID', `The vision service is not asked: ${problems.join('; ')}`, {
    file: settings.configFile ?? undefined,
    remedy: 'Nothing was sent. docs/vision.md says what it takes; without --vision everything else runs.',
  });
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
