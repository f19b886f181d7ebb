import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { StageName } from '../../domain/stage-name.ts';
import type { Job } from '../../queue/queue.ts';
import type { AnyStage } from '../../stages/stage.ts';
import type { AttemptEnd, QueuedRun, WorkerFacts } from '../../store/run-store.ts';
import { Coordinator } from './coordinator.ts';
import { PLACES } from './flow.ts';
import { LibraryHold } from './library-hold.ts';
import { isConflict, isLost } from './lost-database.ts';
import { Patience } from './patience.ts';
import { afterDeaths, cutInPieces, deathReason, giveUpOnPhoto } from './poison.ts';
import { runBatch } from './run-batch.ts';
import { isSameRecipe, OtherRecipeError, otherRecipe } from './same-recipe.ts';
import { runWhole, sweep } from './sweep.ts';
import { DEATHS, MOST_TRIES } from './timings.ts';
import { LapsedError, type WorkItem, type WorkTools } from './tools.ts';

interface Taken {
  readonly job: Job;
  readonly ends: readonly AttemptEnd[];
}

interface InHand extends Taken {
  readonly stop: AbortController;
}

/** An attempt that the database knows and this process does not is younger than this while its job is being taken. */
const TAKING_MILLIS = 10_000;

/**
 * Takes jobs of its stages and does them, some at a time, until it is told to stop. It also moves the barriers where
 * nobody else does. Whatever it was doing when it dies is done by another.
 */
export class Worker {
  readonly #tools: WorkTools;
  readonly #facts: Omit<WorkerFacts, 'state'>;
  readonly #coordinator: Coordinator;
  readonly #inHand = new Map<string, InHand>();
  readonly #ready = new Map<StageName, { readonly of: string; readonly stage: Promise<AnyStage> }>();
  /** Since when this process has heard of jobs in its name that it does not know. */
  readonly #unknown = new Map<string, number>();
  /** Told to stop: takes nothing new. */
  readonly #draining = new AbortController();
  /** The time for that is over. */
  readonly #over = new AbortController();
  readonly #patience: Patience;
  readonly #hold: LibraryHold;
  readonly #ended = Promise.withResolvers<void>();
  #wake = Promise.withResolvers<void>();
  #isBusyRun = false;
  #refusal: OtherRecipeError | null = null;
  #drain: () => void = () => undefined;
  #alone: Promise<void> = Promise.resolve();

  constructor(tools: WorkTools, facts: Omit<WorkerFacts, 'state'>) {
    this.#tools = tools;
    this.#facts = facts;
    this.#coordinator = new Coordinator(tools, facts.id);
    this.#hold = new LibraryHold(tools);
    this.#patience = new Patience(
      tools.timings,
      (notice) => tools.tell(notice),
      this.#over.signal,
      () => this.#hold.mend(),
    );
  }

  /**
   * @param stop finishes the batches at work, takes no other, and gives back what is not done in time
   * @param untilIdle ends as soon as no run is left
   */
  async work(stop: AbortSignal, { untilIdle = false } = {}): Promise<void> {
    const drain = (): void => {
      this.#draining.abort();
      this.#kick();
      setTimeout(() => this.#end(), this.#tools.timings.drainMillis).unref();
      for (const { job, stop: stopped } of this.#inHand.values()) if (job.kind === 'sweep') stopped.abort();
    };
    this.#drain = drain;
    if (stop.aborted) return;
    stop.addEventListener('abort', drain, { once: true });
    try {
      await this.#patience.through(() => this.#hear());
      const all = Promise.all([
        this.#beat(),
        this.#coordinate(untilIdle ? drain : undefined),
        ...Array.from({ length: this.#facts.concurrency }, () => this.#slot()),
      ]);
      await Promise.race([all, this.#ended.promise]);
    } finally {
      stop.removeEventListener('abort', drain);
      await this.#leave();
    }
    if (this.#refusal !== null) throw this.#refusal;
  }

  async #slot(): Promise<void> {
    while (!this.#draining.signal.aborted) {
      await this.#alone;
      const taken = await this.#patience
        .through(() => this.#take())
        .catch((error: unknown) => {
          this.#tools.tell(`No job could be taken: ${messageOf(error)}`);
          return null;
        });
      if (taken === null) await this.#rest();
      else await this.#do(taken);
    }
  }

  /** What is nearest to the end of the pipeline comes first, so that photos get through. */
  async #take(): Promise<Taken | null> {
    if (this.#draining.signal.aborted) return null;
    const { queue } = this.#tools;
    const ready = await queue.ready(this.#facts.stages);
    if (ready.length === 0) {
      if (this.#inHand.size === 0) await this.#hold.release();
      return null;
    }
    if (!(await this.#hold.take())) return null;
    for (const stage of ready.toReversed()) {
      const taken = await queue.transaction(async (store, jobs) => {
        const job = await jobs.take(stage);
        if (job === null) return null;
        const ends = await store.runs.endsOf(job.id);
        await store.runs.begin({
          job: job.id,
          attempt: job.attempt,
          runId: job.runId,
          stage,
          items: job.keys.length,
          worker: this.#facts.id,
        });
        return { job, ends };
      });
      if (taken !== null) return taken;
    }
    return null;
  }

  async #do(taken: Taken): Promise<void> {
    const { job, ends } = taken;
    const stop = new AbortController();
    this.#inHand.set(job.id, { ...taken, stop });
    if (this.#draining.signal.aborted) stop.abort();
    try {
      const work = () => this.#untilItLasts(taken, stop.signal);
      // Where the program died at it before, nothing else is at work beside it that would be blamed as well.
      if (ends.includes('died')) await this.#byItself(job, work);
      else await work();
    } catch (error) {
      if (error instanceof OtherRecipeError) await this.#refuse(job, error);
      else if (!(error instanceof LapsedError)) await this.#didNotWork(taken, error);
    } finally {
      this.#inHand.delete(job.id);
      this.#kick();
    }
  }

  /** Goes on with the same attempt when the database is back; by then it may be somebody else's. */
  async #untilItLasts(taken: Taken, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.#attempt(taken, signal);
        return;
      } catch (error) {
        if (this.#over.signal.aborted || !(isLost(error) || isConflict(error))) throw error;
        this.#forgetStage(taken.job);
        const held = await this.#patience.through(() =>
          this.#tools.queue.transaction((_, jobs) => jobs.holds(taken.job)),
        );
        if (!held) throw new LapsedError(taken.job);
        if (isConflict(error)) await sleep(Math.random() * 100);
      }
    }
  }

  async #attempt({ job, ends }: Taken, signal: AbortSignal): Promise<void> {
    const { store, queue } = this.#tools;
    const run = await store.runs.get(job.runId);
    if (run?.state !== 'running') {
      await queue.transaction(async (transaction, jobs) => {
        await jobs.complete(job);
        await transaction.runs.forgetJob(job.id);
      });
      return;
    }
    if (!isSameRecipe(run.recipe, this.#tools.recipe)) throw otherRecipe(run, this.#tools.recipe);
    const steps = await store.runs.steps([run.id]);
    const stages = new Set(steps.map((step) => step.stage));
    const deaths = ends.filter((end) => end === 'died').length;
    const sweeps = steps.find((step) => step.stage === job.stage)?.sweeps ?? 0;
    const stage = await this.#stageFor(job, run, sweeps, signal);
    const work: WorkItem = { job, run, stages, stage, signal };
    const { isWhole, isPerPhoto } = PLACES[job.stage];
    if (job.kind === 'sweep') {
      if (deaths >= DEATHS.ofSweep) return this.#bury(job, deathReason(deaths));
      if (isWhole !== true) return sweep(this.#tools, work);
      if (!(await runWhole(this.#tools, work))) await this.#giveBack(job, 'released', 'it was stopped');
      return;
    }
    switch (afterDeaths(job.keys.length, deaths)) {
      case 'cut':
        return cutInPieces(this.#tools, work);
      case 'give up':
        return isPerPhoto
          ? giveUpOnPhoto(this.#tools, work, deaths)
          : this.#bury(job, `${deathReason(deaths)}: ${job.keys.join(', ')}`);
      case 'try':
        return runBatch(this.#tools, work, this.#patience);
    }
  }

  /** What a stage found out about the library is kept from job to job, until somebody looked for what is due anew. */
  async #stageFor(job: Job, run: QueuedRun, sweeps: number, signal: AbortSignal): Promise<AnyStage> {
    const of = `${run.id} ${sweeps}`;
    const known = this.#ready.get(job.stage);
    if (job.kind === 'batch' && known?.of === of) return known.stage;
    const made = this.#tools.stageOf(job.stage, run);
    if (job.kind === 'sweep') return made;
    const stage = (made.prepare?.(signal) ?? Promise.resolve()).then(() => made);
    this.#ready.set(job.stage, { of, stage });
    return stage;
  }

  #forgetStage({ stage }: Job): void {
    this.#ready.delete(stage);
  }

  async #didNotWork({ job, ends }: Taken, error: unknown): Promise<void> {
    this.#forgetStage(job);
    const reason = messageOf(error);
    if (this.#over.signal.aborted) return;
    const tries = ends.filter((end) => end === 'failed').length + 1;
    // What is wrong with a machine may be right on another; alone there is no other.
    const isFinal =
      tries >= MOST_TRIES ||
      (error instanceof PhotoTagError && (FINAL.has(error.code) || this.#tools.lock === undefined));
    const what = job.kind === 'sweep' ? 'the stage' : `a batch of ${job.keys.length}`;
    this.#tools.tell(
      `${job.stage}: ${what} failed (${reason}); ${isFinal ? 'it is not tried again in this run' : 'it is tried again'}.`,
    );
    const remedy = error instanceof PhotoTagError ? ` → ${error.remedy}` : '';
    await this.#patience
      .through(() =>
        isFinal ? this.#bury(job, `${reason}${remedy}`) : this.#giveBack(job, 'failed', reason),
      )
      .catch((failure: unknown) => this.#tools.tell(messageOf(failure)));
  }

  /** What it would do the others would do again: it ends, and leaves the job to them. */
  async #refuse(job: Job, error: OtherRecipeError): Promise<void> {
    this.#refusal = error;
    await this.#patience.through(() => this.#giveBack(job, 'released', error.message)).catch(() => undefined);
    this.#drain();
  }

  #bury(job: Job, reason: string): Promise<void> {
    return this.#tools.queue.transaction(async (store, jobs) => {
      if (await jobs.bury(job, reason)) await store.runs.forgetJob(job.id);
    });
  }

  #giveBack(job: Job, how: AttemptEnd, reason: string): Promise<void> {
    return this.#tools.queue.transaction(async (store, jobs) => {
      await jobs.giveBack(job, reason);
      await store.runs.end(job.id, job.attempt, how);
    });
  }

  /** One job while no other is at work here. */
  async #byItself(job: Job, work: () => Promise<void>): Promise<void> {
    const before = this.#alone;
    const mine = Promise.withResolvers<void>();
    this.#alone = before.then(() => mine.promise);
    try {
      await before;
      while (
        [...this.#inHand.values()].some((other) => other.job.id !== job.id && !other.ends.includes('died'))
      ) {
        await sleep(20);
      }
      await work();
    } finally {
      mine.resolve();
    }
  }

  async #beat(): Promise<void> {
    while (!this.#isDone()) {
      await this.#patience
        .through(() => this.#answered(this.#alive()))
        .catch((error: unknown) => {
          this.#tools.tell(`The worker could not be seen: ${messageOf(error)}`);
        });
      await this.#pause(this.#tools.timings.beatMillis);
    }
  }

  /** A sign of life, and what was decided elsewhere about the jobs in hand. */
  async #alive(): Promise<void> {
    const { store } = this.#tools;
    await this.#hear();
    const known = await store.runs.atWork(this.#facts.id);
    const mine = new Map(known.map((attempt) => [attempt.job, attempt]));
    for (const { job, stop } of [...this.#inHand.values()]) {
      // It was given to another; a batch finds that out when it is saved. We were slow, and nothing died of it.
      if (mine.get(job.id)?.attempt !== job.attempt) {
        await store.runs.end(job.id, job.attempt, 'released');
        if (job.kind === 'sweep') stop.abort();
        continue;
      }
      if (job.kind === 'sweep' && (await store.runs.get(job.runId))?.state !== 'running') stop.abort();
    }
    // After a crash of the server that lost its last commits, a job may be in our name that we have done with.
    const unknown = known.filter(({ job }) => !this.#inHand.has(job));
    for (const id of this.#unknown.keys())
      if (!unknown.some(({ job }) => job === id)) this.#unknown.delete(id);
    for (const { job, attempt, stage } of unknown) {
      const since = this.#unknown.get(job) ?? Date.now();
      this.#unknown.set(job, since);
      if (Date.now() - since < TAKING_MILLIS) continue;
      await this.#tools.queue.transaction(async (transaction, jobs) => {
        await jobs.giveBack({ id: job, attempt, stage }, 'its worker does not know of it');
        await transaction.runs.end(job, attempt, 'released');
      });
    }
  }

  /** Connections that do not answer are cut, so that whoever waits on them goes on. */
  async #answered(work: Promise<void>): Promise<void> {
    const late = new AbortController();
    const timer = sleep(this.#tools.timings.answerMillis, 'late' as const, { signal: late.signal }).catch(
      () => 'answered' as const,
    );
    const first = await Promise.race([work.then(() => 'answered' as const), timer]).finally(() =>
      late.abort(),
    );
    if (first === 'answered') return;
    this.#tools.store.cutConnections();
    await work;
  }

  #hear(): Promise<void> {
    const state = this.#draining.signal.aborted ? 'draining' : 'working';
    return this.#tools.store.runs.hear({ ...this.#facts, state });
  }

  async #coordinate(whenIdle: (() => void) | undefined): Promise<void> {
    while (!this.#draining.signal.aborted) {
      const isBusy = await this.#patience
        .through(() => this.#coordinator.tick())
        .catch((error: unknown) => {
          this.#tools.tell(`The stages could not be looked after: ${messageOf(error)}`);
          return true;
        });
      if (!isBusy && whenIdle) return whenIdle();
      this.#isBusyRun = isBusy;
      await this.#rest();
    }
  }

  /** Until the next look: sooner where a job has just ended here, because that may have made others due. */
  async #rest(): Promise<void> {
    const { lookMillis, idleMillis } = this.#tools.timings;
    await this.#pause(this.#isBusyRun ? lookMillis : idleMillis);
  }

  async #pause(millis: number): Promise<void> {
    const timer = new AbortController();
    const slept = sleep(millis, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([slept, this.#wake.promise]);
    timer.abort();
  }

  #kick(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
  }

  #end(): void {
    this.#over.abort();
    this.#ended.resolve();
  }

  #isDone(): boolean {
    return this.#over.signal.aborted || (this.#draining.signal.aborted && this.#inHand.size === 0);
  }

  /** What is in hand goes to others at once; where even that fails, they notice by our silence. */
  async #leave(): Promise<void> {
    this.#over.abort();
    for (const { job } of this.#inHand.values()) {
      await this.#giveBack(job, 'released', 'its worker was stopped').catch(() => undefined);
    }
    await this.#hold.release().catch(() => undefined);
    await this.#coordinator.leave().catch(() => undefined);
    await this.#tools.store.runs.forgetWorker(this.#facts.id).catch(() => undefined);
  }
}

/** What no other try and no other worker with the same configuration can mend. */
const FINAL: ReadonlySet<string> = new Set([
  'CONFIG_INVALID',
  'CONFIG_MISSING',
  'NO_ROOTS',
  'VISION_UNUSABLE',
]);
