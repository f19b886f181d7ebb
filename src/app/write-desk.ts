import { messageOf, PhotoTagError } from '../domain/errors.ts';
import type { Sha1 } from '../domain/photo.ts';
import { applyWrite } from './apply-write.ts';
import { groupProblems } from './group-problems.ts';
import type { SidecarProblem } from './journalled-changes.ts';
import type { Library, Unsubscribe } from './library.ts';
import { type PlannedFolder, planWrite } from './plan-write.ts';
import type { RunProblem } from './run-desk.ts';
import { applyRedo, applyUndo, type PlannedUndoPage, planRedo, planUndo } from './undo.ts';
import type { UndoSelection } from './undo-selection.ts';
import type { TagChoice } from './wanted-tags.ts';

/** What is to be done to sidecars. `dryRun` compares, and changes nothing. */
export type WriteOrder =
  | {
      readonly kind: 'write';
      readonly dryRun: boolean;
      readonly choice: TagChoice;
      readonly again: boolean;
      readonly among?: ReadonlySet<Sha1> | undefined;
    }
  | { readonly kind: 'undo'; readonly dryRun: boolean; readonly selection: UndoSelection }
  | { readonly kind: 'redo'; readonly dryRun: boolean; readonly undoRun: number };

/** What one sidecar gets or loses. */
export interface SidecarDifference {
  readonly sidecar: string;
  readonly original: string;
  /** SHA-1 of the original; null where it is not known any more. */
  readonly photo: string | null;
  /** The sidecar is made, or goes as a whole. */
  readonly whole: boolean;
  readonly adds: readonly string[];
  readonly removes: readonly string[];
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
  readonly examples: readonly string[];
}

export interface WriteState {
  /** Counts the jobs since the program started. */
  readonly id: number;
  readonly kind: WriteOrder['kind'];
  readonly dryRun: boolean;
  /** Only what was accepted or added by hand; false of an undo. */
  readonly reviewed: boolean;
  /** Also what another program took out; false of an undo. */
  readonly again: boolean;
  /** How many photos it was limited to; null where it is all of them. */
  readonly photos: number | null;
  /** The run that an undo takes back, where one was named; the undo that a redo takes back. */
  readonly of: number | null;
  readonly state: 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed';
  /** Folders looked at, where that is how it goes on; null of an undo. */
  readonly folders: { readonly done: number; readonly total: number } | null;
  /** Sidecars that are through, of those that the run changed which is taken back; null where no run is named. */
  readonly through: { readonly done: number; readonly total: number } | null;
  /** Sidecars that would change, or were changed. */
  readonly sidecars: number;
  /** Of those, how many are new, or go as a whole. */
  readonly whole: number;
  readonly unchanged: number;
  /** Keywords that an undo keeps from being written. */
  readonly undone: number;
  /** Keywords of ours that another program took out. */
  readonly takenOut: number;
  readonly reasons: readonly ReasonCount[];
  /** Its number, to take it back by; null of a dry run. */
  readonly runId: number | null;
  readonly problem: RunProblem | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** So many differences are kept for looking at; the counts are of all. */
export const MOST_DIFFERENCES = 100_000;
const EXAMPLES = 5;

/** What was asked for, so that whoever comes later knows what was compared. */
function orderedOf(order: WriteOrder): Pick<WriteState, 'reviewed' | 'again' | 'photos' | 'of'> {
  if (order.kind === 'write') {
    const { choice, again, among } = order;
    return { reviewed: choice === 'reviewed', again, photos: among?.size ?? null, of: null };
  }
  const of = order.kind === 'undo' ? (order.selection.run ?? null) : order.undoRun;
  return { reviewed: false, again: false, photos: null, of };
}

/** One job on sidecars at a time, and everybody may watch it: dry run, write, undo and redo. */
export class WriteDesk {
  readonly #library: () => Library;
  readonly #hearers = new Set<(state: WriteState) => void>();
  #state: WriteState | null = null;
  #differences: SidecarDifference[] = [];
  #problems: SidecarProblem[] = [];
  #stop: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();

  constructor(library: () => Library) {
    this.#library = library;
  }

  get state(): WriteState | null {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#stop !== null;
  }

  /** Of the last job, at most {@link MOST_DIFFERENCES}. */
  get differences(): readonly SidecarDifference[] {
    return this.#differences;
  }

  /** @throws PhotoTagError LOCKED where a job is at work */
  start(order: WriteOrder): WriteState {
    if (this.#stop !== null) {
      throw new PhotoTagError('LOCKED', 'Sidecars are being compared or written already', {
        remedy: 'Wait until that ends, or cancel it.',
      });
    }
    const stop = new AbortController();
    this.#stop = stop;
    this.#differences = [];
    this.#problems = [];
    this.#tell({
      id: (this.#state?.id ?? 0) + 1,
      kind: order.kind,
      dryRun: order.dryRun,
      ...orderedOf(order),
      state: 'running',
      folders: null,
      through: null,
      sidecars: 0,
      whole: 0,
      unchanged: 0,
      undone: 0,
      takenOut: 0,
      reasons: [],
      runId: null,
      problem: null,
      startedAt: new Date().toISOString(),
      endedAt: null,
    });
    this.#ended = this.#run(order, stop.signal).finally(() => {
      this.#stop = null;
    });
    return this.#state!;
  }

  /** What was written by then stays, and is journalled. Whether there was a job to cancel. */
  cancel(): boolean {
    if (this.#stop === null) return false;
    this.#stop.abort();
    this.#change({ state: 'cancelling' });
    return true;
  }

  ended(): Promise<void> {
    return this.#ended;
  }

  subscribe(hear: (state: WriteState) => void): Unsubscribe {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  }

  async #run(order: WriteOrder, signal: AbortSignal): Promise<void> {
    try {
      if (order.kind === 'write') await this.#write(order, signal);
      else await this.#takeBack(order, signal);
      this.#end(signal.aborted ? 'cancelled' : 'done', null);
    } catch (error) {
      const known = error instanceof PhotoTagError ? error : null;
      this.#end('failed', {
        code: known?.code ?? 'INTERNAL',
        message: messageOf(error),
        remedy: known?.remedy ?? 'What was written is journalled. Please report this.',
      });
    }
  }

  async #write(order: Extract<WriteOrder, { kind: 'write' }>, signal: AbortSignal): Promise<void> {
    const onLooked = (done: number, total: number): void => this.#change({ folders: { done, total } });
    if (!order.dryRun) {
      const report = await applyWrite(this.#library(), {
        ...order,
        onLooked,
        command: 'page: write',
        signal,
        onFolder: (folder) => this.#folder(folder, false),
        onWritten: () => this.#change({ sidecars: this.#state!.sidecars + 1 }),
      });
      const { written, created, unchanged, undone, runId } = report;
      this.#problems = [...report.problems];
      this.#change({ sidecars: written, whole: created, unchanged, undone, runId });
      return;
    }
    for await (const folder of planWrite(this.#library(), { ...order, onLooked })) {
      this.#folder(folder, true);
      if (signal.aborted) return;
    }
  }

  #folder({ writes, unchanged, undone, findings, problems }: PlannedFolder, counts: boolean): void {
    this.#keep(
      writes.map(({ sidecar, original, sha1, change }) => ({
        sidecar,
        original,
        photo: sha1,
        whole: change.creates,
        adds: [...change.addsSubject],
        removes: [],
      })),
    );
    this.#problems.push(...problems);
    const state = this.#state!;
    const takenOut = findings.reduce((sum, finding) => sum + finding.takenOut.length, state.takenOut);
    if (!counts) {
      this.#change({ takenOut });
      return;
    }
    this.#change({
      takenOut,
      sidecars: state.sidecars + writes.length,
      whole: state.whole + writes.filter(({ change }) => change.creates).length,
      unchanged: state.unchanged + unchanged,
      undone: state.undone + undone,
    });
  }

  async #takeBack(order: Exclude<WriteOrder, { kind: 'write' }>, signal: AbortSignal): Promise<void> {
    const library = this.#library();
    const onPage = (page: PlannedUndoPage): void => this.#page(page, order.kind);
    const total = (await library.store.journal.runs()).find(({ id }) => id === this.#state!.of)?.sidecars;
    let done = 0;
    const onThrough = (sidecars: number): void => {
      done += sidecars;
      if (total !== undefined) this.#change({ through: { done, total: Math.max(done, total) } });
    };
    onThrough(0);
    if (!order.dryRun) {
      const request = { command: `page: ${order.kind}`, signal, onPage, onThrough };
      const report =
        order.kind === 'undo'
          ? await applyUndo(library, order.selection, request)
          : await applyRedo(library, order.undoRun, request);
      const { changed, whole, unchanged, runId } = report;
      this.#problems = [...report.problems];
      this.#change({ sidecars: changed, whole, unchanged, runId });
      return;
    }
    const pages =
      order.kind === 'undo' ? planUndo(library, order.selection) : planRedo(library, order.undoRun);
    for await (const page of pages) {
      onPage(page);
      onThrough(page.changes.length + page.problems.length);
      if (signal.aborted) return;
    }
  }

  #page({ changes, problems }: PlannedUndoPage, kind: 'undo' | 'redo'): void {
    const differences = changes.flatMap(({ sidecar, original, sha1, planned }): SidecarDifference[] => {
      const { add, remove } = planned;
      const { subject = [], hierarchicalSubject = [], tagsList = [] } = kind === 'redo' ? add : remove;
      const all = [...subject, ...hierarchicalSubject, ...tagsList];
      if (all.length === 0) return [];
      const shown = subject.length > 0 ? [...subject] : all;
      const sides = kind === 'redo' ? { adds: shown, removes: [] } : { adds: [], removes: shown };
      const whole = planned.creates || planned.deletes;
      return [{ sidecar, original, photo: sha1, whole, ...sides }];
    });
    this.#keep(differences);
    this.#problems.push(...problems);
    this.#change({ sidecars: this.#state!.sidecars + differences.length });
  }

  #keep(differences: readonly SidecarDifference[]): void {
    const room = MOST_DIFFERENCES - this.#differences.length;
    this.#differences.push(...differences.slice(0, room));
  }

  #end(state: 'done' | 'cancelled' | 'failed', problem: RunProblem | null): void {
    const reasons = groupProblems(this.#problems).map(({ reason, originals }) => ({
      reason,
      count: originals.length,
      examples: originals.slice(0, EXAMPLES),
    }));
    this.#change({ state, problem, reasons, endedAt: new Date().toISOString() });
  }

  #change(part: Partial<WriteState>): void {
    this.#tell({ ...this.#state!, ...part });
  }

  #tell(state: WriteState): void {
    this.#state = state;
    for (const hear of this.#hearers) hear(state);
  }
}
