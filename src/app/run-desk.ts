import { messageOf, PhotoTagError } from '../domain/errors.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { Progress } from '../pipeline/progress.ts';
import type { SharedRun, SharedStep } from '../pipeline/queued/follow-run.ts';
import { PIPELINE } from '../stages/index.ts';
import type { StageUnit } from '../stages/stage.ts';
import type { Unsubscribe } from './library.ts';
import type { RunReport } from './run.ts';

export type StageState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

export interface StageStep {
  readonly stage: StageName;
  readonly title: string;
  readonly state: StageState;
  /** Null until the stage begins. */
  readonly progress: Omit<Progress, 'stage' | 'unit'> | null;
  readonly unit: StageUnit | null;
}

export interface RunProblem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** A run from its start to long after its end. */
export interface RunState {
  /** Counts the runs since the program started. */
  readonly id: number;
  readonly state: 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed';
  readonly steps: readonly StageStep[];
  readonly notices: readonly string[];
  readonly problem: RunProblem | null;
  /** Which run of workers it is, where they do it; null where this program does it itself. */
  readonly shared: SharedRun | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export interface RunOrder {
  readonly stages: readonly StageName[];
  readonly command: string;
  readonly retryFailed?: boolean | undefined;
}

/** What a run says while it goes on. */
export type RunEvent =
  | { readonly event: 'stage'; readonly stage: StageName }
  | { readonly event: 'progress'; readonly progress: Progress }
  | { readonly event: 'steps'; readonly steps: readonly SharedStep[]; readonly shared: SharedRun }
  | { readonly event: 'notice'; readonly notice: string };

/** Runs stages somewhere: in this process, or in one of its own. Throws PhotoTagError as `runStages` does. */
export type Runner = (
  order: RunOrder,
  hear: (event: RunEvent) => void,
  signal: AbortSignal,
) => Promise<RunReport>;

/**
 * Starts runs and tells everybody how far they are: the page may be closed and opened again meanwhile. One run at a
 * time; another process that is at work on the library is a LOCKED of the run.
 */
export class RunDesk {
  readonly #runner: Runner;
  readonly #hearers = new Set<(state: RunState) => void>();
  #state: RunState | null = null;
  #stop: AbortController | null = null;
  #ended: Promise<RunReport | null> = Promise.resolve(null);

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  /** The last run; null before the first. */
  get state(): RunState | null {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#stop !== null;
  }

  /** @throws PhotoTagError LOCKED where one is running */
  start(order: RunOrder): RunState {
    if (this.#stop !== null) {
      throw new PhotoTagError('LOCKED', 'A run is at work already', {
        remedy: 'Wait until it ends, or cancel it: what it has done stays.',
      });
    }
    const stop = new AbortController();
    this.#stop = stop;
    this.#tell({
      id: (this.#state?.id ?? 0) + 1,
      state: 'running',
      steps: PIPELINE.filter(({ name }) => order.stages.includes(name)).map(({ name, title }) => ({
        stage: name,
        title,
        state: 'waiting',
        progress: null,
        unit: null,
      })),
      notices: [],
      problem: null,
      shared: null,
      startedAt: new Date().toISOString(),
      endedAt: null,
    });
    this.#ended = this.#run(order, stop.signal).finally(() => {
      this.#stop = null;
    });
    return this.#state!;
  }

  /** Batches at work are finished and saved. Whether there was a run to cancel. */
  cancel(): boolean {
    if (this.#stop === null) return false;
    this.#stop.abort();
    this.#change({ state: 'cancelling' });
    return true;
  }

  /** When the run at work has ended; its report, or null where it failed. */
  ended(): Promise<RunReport | null> {
    return this.#ended;
  }

  subscribe(hear: (state: RunState) => void): Unsubscribe {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  }

  async #run(order: RunOrder, signal: AbortSignal): Promise<RunReport | null> {
    try {
      const report = await this.#runner(order, (event) => this.#hear(event), signal);
      this.#end(report.cancelled ? 'cancelled' : 'done', null);
      return report;
    } catch (error) {
      const known = error instanceof PhotoTagError ? error : null;
      this.#end('failed', {
        code: known?.code ?? 'INTERNAL',
        message: messageOf(error),
        remedy: known?.remedy ?? 'This is a fault of photo-tag: please report it.',
      });
      return null;
    }
  }

  #hear(event: RunEvent): void {
    if (event.event === 'stage') this.#begin(event.stage);
    else if (event.event === 'progress') this.#count(event.progress);
    else if (event.event === 'steps') this.#share(event.steps, event.shared);
    else this.#change({ notices: [...this.#state!.notices, event.notice] });
  }

  #begin(stage: StageName): void {
    this.#steps((step) =>
      step.stage === stage
        ? { ...step, state: 'running' }
        : step.state === 'running'
          ? { ...step, state: 'done' }
          : step,
    );
  }

  #count({ stage, unit, ...progress }: Progress): void {
    this.#steps((step) => (step.stage === stage ? { ...step, unit, progress } : step));
  }

  /** Of workers, who do several stages at the same time. */
  #share(steps: readonly SharedStep[], shared: SharedRun): void {
    const byStage = new Map(steps.map((step) => [step.stage, step]));
    this.#change({
      shared,
      steps: this.#state!.steps.map((step) => {
        const now = byStage.get(step.stage);
        if (now === undefined) return step;
        if (now.progress === null) return { ...step, state: now.state };
        const { stage: _, unit, ...progress } = now.progress;
        return { ...step, state: now.state, unit, progress };
      }),
    });
  }

  #end(state: 'done' | 'cancelled' | 'failed', problem: RunProblem | null): void {
    this.#steps((step) => (step.state === 'running' ? { ...step, state } : step));
    this.#change({ state, problem, endedAt: new Date().toISOString() });
  }

  #steps(change: (step: StageStep) => StageStep): void {
    this.#change({ steps: this.#state!.steps.map(change) });
  }

  #change(part: Partial<RunState>): void {
    this.#tell({ ...this.#state!, ...part });
  }

  #tell(state: RunState): void {
    this.#state = state;
    for (const hear of this.#hearers) hear(state);
  }
}
