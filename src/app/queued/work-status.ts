import { PhotoTagError } from '../../domain/errors.ts';
import type { StageName } from '../../domain/stage-name.ts';
import { cancelRun, pauseRun, resumeRun } from '../../pipeline/queued/follow-run.ts';
import type { QueuedRunState } from '../../store/run-store.ts';
import type { Library } from '../library.ts';

export interface WorkerStatus {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly stages: readonly StageName[];
  readonly device: string;
  readonly concurrency: number;
  /** `silent`: not heard for so long that others do its jobs. */
  readonly state: 'working' | 'idle' | 'draining' | 'silent';
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly secondsSinceHeard: number;
  readonly jobs: readonly { readonly stage: StageName; readonly items: number; readonly since: string }[];
}

export interface SharedRunStatus {
  readonly id: number;
  readonly command: string;
  readonly state: QueuedRunState;
  readonly problem: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly steps: readonly {
    readonly stage: StageName;
    readonly state: 'waiting' | 'open' | 'done';
    readonly done: number;
    readonly total: number;
    readonly failed: number;
  }[];
}

/** A batch that was given up. Its photos are still due: a new run tries them anew. */
export interface DeadBatch {
  readonly stage: StageName;
  readonly items: number;
  readonly reason: string;
  readonly diedAt: string;
}

export interface WorkStatus {
  /** Whether the library can have workers: it is kept in Postgres. */
  readonly isShared: boolean;
  readonly workers: readonly WorkerStatus[];
  /** Newest first. */
  readonly runs: readonly SharedRunStatus[];
  readonly dead: readonly DeadBatch[];
}

const RUNS_SHOWN = 10;

const iso = (millis: number): string => new Date(millis).toISOString();

/** Who works on a library in Postgres, on what, and what nobody takes any more. */
export async function workStatus(
  library: Pick<Library, 'isShared' | 'queue' | 'store' | 'settings'>,
): Promise<WorkStatus> {
  const { store, isShared, settings } = library;
  if (!isShared) return { isShared, workers: [], runs: [], dead: [] };
  const runs = await store.runs.list({ active: false, limit: RUNS_SHOWN });
  const steps = await store.runs.steps(runs.map(({ id }) => id));
  const atWork = await store.runs.atWork();
  const queue = await library.queue();
  return {
    isShared,
    workers: (await store.runs.workers()).map(
      ({ startedMillis, silentMillis, heardMillis: _, ...worker }) => {
        const jobs = atWork
          .filter((attempt) => attempt.worker === worker.id)
          .map((attempt) => ({
            stage: attempt.stage,
            items: attempt.items,
            since: iso(attempt.startedMillis),
          }));
        const isSilent = silentMillis > settings.runtime.worker_timeout * 1000;
        const state = isSilent
          ? 'silent'
          : worker.state === 'working' && jobs.length === 0
            ? 'idle'
            : worker.state;
        return {
          ...worker,
          state,
          since: iso(startedMillis),
          secondsSinceHeard: Math.round(silentMillis / 100) / 10,
          jobs,
        };
      },
    ),
    runs: runs.map(({ id, command, state, problem, createdMillis, endedMillis }) => ({
      ...{ id, command, state, problem },
      startedAt: iso(createdMillis),
      endedAt: endedMillis === null ? null : iso(endedMillis),
      steps: steps
        .filter((step) => step.runId === id)
        .map(({ stage, state: stepState, done, total, failed }) => ({
          stage,
          state: stepState,
          done,
          total,
          failed,
        })),
    })),
    dead: (await queue.dead()).map(({ stage, keys, reason, diedMillis }) => ({
      ...{ stage, items: keys.length, reason },
      diedAt: iso(diedMillis),
    })),
  };
}

export type RunDeed = 'cancel' | 'pause' | 'resume';

/** Throws USAGE where the run is not in a state for it. */
export async function changeRun(library: Library, id: number, deed: RunDeed): Promise<void> {
  const runs = { store: library.store, queue: await library.queue() };
  const change = { cancel: cancelRun, pause: pauseRun, resume: resumeRun }[deed];
  if (await change(runs, id)) return;
  const run = await library.store.runs.get(id);
  const said =
    run === undefined ? `There is no run ${id}` : `Run ${id} is ${run.state} and cannot be changed so`;
  throw new PhotoTagError('USAGE', said, { remedy: '`photo-tag queue` lists the runs of workers.' });
}
