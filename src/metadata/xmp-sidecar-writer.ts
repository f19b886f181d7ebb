import { resolve } from 'node:path';
import { clearLeftovers } from './clear-leftovers.ts';
import { ExiftoolCheck } from './exiftool-check.ts';
import type { ChangeOptions, SecondOpinion } from './make-change.ts';
import { failed, makeChange, planChange } from './make-change.ts';
import { moveSidecar } from './move-sidecar.ts';
import type { SidecarRequest } from './sidecar-change.ts';
import { inTurn, LOCK_WAIT_MILLIS } from './sidecar-lock.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { targetOf } from './sidecar-target.ts';
import { SidecarThreads } from './sidecar-threads.ts';
import type {
  SidecarAddition,
  SidecarChange,
  SidecarMoveResult,
  SidecarRemoval,
  SidecarRespelling,
  SidecarWriteResult,
  SidecarWriter,
} from './sidecar-writer.ts';
import { Turns } from './turns.ts';
import { writeProblem } from './write-problem.ts';

/** Reading is short; enough at once to keep a network disk busy, far below the limit of open files. */
const PLANS_AT_ONCE = 16;

/** The default of `xmp.write_concurrency`; sidecars in this thread, and threads where there are many. */
const WRITES_AT_ONCE = 4;

/** Fewer are done before a thread has started (0.2 s). */
const MANY_PLANS = 200;
const MANY_WRITES = 40;

/**
 * Writes keywords into XMP sidecars and nothing else, anywhere: a path that is not `*.xmp`, or a file that is not XMP,
 * is refused. A few are done here; many in worker threads.
 */
export class XmpSidecarWriter implements SidecarWriter {
  readonly #check: ExiftoolCheck;
  readonly #options: ChangeOptions;
  readonly #threads: SidecarThreads;
  readonly #turns: Turns;
  #writes = 0;

  /**
   * @param options.mirrorRoot config `xmp.sidecar_root`: folders below it are made as needed. Elsewhere a missing
   *   folder means a drive that is not there, and is a failure.
   * @param options.exiftoolProcesses how many exiftool processes check what is beyond XMP; each wants a core.
   * @param options.writesAtOnce config `xmp.write_concurrency`: each waits for the disk most of the time.
   * @param options.lockWaitMillis how long to wait for another process that writes the same sidecar.
   */
  constructor(
    options: {
      readonly mirrorRoot?: string | null;
      readonly exiftoolProcesses?: number;
      readonly writesAtOnce?: number;
      readonly lockWaitMillis?: number;
    } = {},
  ) {
    this.#check = new ExiftoolCheck(options.exiftoolProcesses);
    this.#options = {
      mirrorRoot: options.mirrorRoot ? resolve(options.mirrorRoot) : null,
      lockWaitMillis: options.lockWaitMillis ?? LOCK_WAIT_MILLIS,
    };
    const writesAtOnce = options.writesAtOnce ?? WRITES_AT_ONCE;
    this.#threads = new SidecarThreads(writesAtOnce, this.#options);
    this.#turns = new Turns(writesAtOnce);
  }

  plan(additions: readonly SidecarAddition[]): Promise<(SidecarChange | Error)[]> {
    return this.#plan(additions);
  }

  planRemoval(removals: readonly SidecarRemoval[]): Promise<(SidecarChange | Error)[]> {
    return this.#plan(removals);
  }

  write(addition: SidecarAddition): Promise<SidecarWriteResult> {
    return this.#make(addition);
  }

  remove(removal: SidecarRemoval): Promise<SidecarWriteResult> {
    return this.#make(removal);
  }

  planRespelling(respellings: readonly SidecarRespelling[]): Promise<(SidecarChange | Error)[]> {
    return this.#plan(respellings);
  }

  respell(respelling: SidecarRespelling): Promise<SidecarWriteResult> {
    return this.#make(respelling);
  }

  async move(from: string, to: string): Promise<SidecarMoveResult> {
    try {
      return { status: await inTurn(to, () => moveSidecar(from, to, this.#options.lockWaitMillis)) };
    } catch (error) {
      return { status: 'failed', reason: writeProblem(error, to) };
    }
  }

  clearLeftovers(sidecars: readonly string[]): Promise<void> {
    return clearLeftovers(sidecars);
  }

  async close(): Promise<void> {
    await Promise.all([this.#check.close(), this.#threads.close()]);
  }

  async #plan(requests: readonly SidecarRequest[]): Promise<(SidecarChange | Error)[]> {
    if (requests.length >= MANY_PLANS) return await this.#threads.plan(requests);
    const changes: (SidecarChange | Error)[] = [];
    for (let start = 0; start < requests.length; start += PLANS_AT_ONCE) {
      changes.push(...(await Promise.all(requests.slice(start, start + PLANS_AT_ONCE).map(planChange))));
    }
    return changes;
  }

  async #make(request: SidecarRequest): Promise<SidecarWriteResult> {
    let target: string;
    try {
      target = await targetOf(request);
    } catch (error) {
      return failed(error, request);
    }
    this.#writes += 1;
    return await inTurn(target, async () => {
      const made = this.#writes > MANY_WRITES ? await this.#threads.make(request, target) : null;
      if (made !== null) return made;
      return await this.#turns.take(() => makeChange(request, target, this.#options, this.#askExiftool));
    });
  }

  readonly #askExiftool: SecondOpinion = async (before, { change, bytes }) => {
    if (bytes === null) return;
    const loss = await this.#check.findLoss(before, bytes, change.add, change.remove);
    if (loss !== null) throw new SidecarRefusal(loss);
  };
}
