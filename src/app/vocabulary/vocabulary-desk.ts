import { isDeepStrictEqual } from 'node:util';
import { renderExampleVocabulary } from '../../config/render-vocabulary.ts';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { TagKey } from '../../domain/vocabulary-change.ts';
import type { TagCounts } from '../../store/vocabulary-store.ts';
import { groupProblems } from '../group-problems.ts';
import type { RespellingTask, SidecarProblem } from '../journalled-changes.ts';
import type { Library, Unsubscribe } from '../library.ts';
import type { RunProblem } from '../run-desk.ts';
import type { ReasonCount, SidecarDifference } from '../write-desk.ts';
import { goOnWithChange, makeChange, planChange, thinkEdit } from './change-vocabulary.ts';
import { followVocabulary, planFollow } from './follow-vocabulary.ts';
import type { RespellingPage } from './respell-sidecars.ts';
import { planUndoChange, undoChange, undoneFile } from './undo-change.ts';
import { type ThoughtOrder, thinkOrder, type VocabularyOrder } from './vocabulary-order.ts';

/** What is known of a word that a change is about, and which word it becomes. */
export interface MovedWord extends TagCounts {
  readonly from: TagKey;
  /** Null where it becomes none: the term goes, or only what is said of it changes. */
  readonly to: TagKey | null;
  /** Photos that have both. */
  readonly both: number;
}

export interface VocabularyJob {
  /** Counts the jobs since the program started. */
  readonly id: number;
  readonly order: VocabularyOrder;
  readonly dryRun: boolean;
  readonly state: 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed';
  readonly words: readonly MovedWord[];
  /** The vocabulary file: whether it changes, and whether it is made from the seed, or goes. */
  readonly file: 'same' | 'changes' | 'made' | 'goes';
  /** Sidecars that would change, or were changed. */
  readonly sidecars: number;
  /** How many the same order would change, where it was looked at just before; null where nobody knows. */
  readonly total: number | null;
  readonly reasons: readonly ReasonCount[];
  /** The change that was made, to take it back by; null of a dry run. */
  readonly changeId: number | null;
  readonly runId: number | null;
  readonly problem: RunProblem | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** What the file says and would say, and what sidecars would get. */
export interface VocabularyPreview {
  readonly before: string | null;
  readonly after: string | null;
  /** The first ones; the job counts all. */
  readonly sidecars: readonly SidecarDifference[];
}

const MOST_DIFFERENCES = 1000;
const EXAMPLES = 5;
const NOTHING: VocabularyPreview = { before: null, after: null, sidecars: [] };

/** One change of the vocabulary at a time, first as a dry run, and everybody may watch it. */
export class VocabularyDesk {
  readonly #library: () => Library;
  readonly #onChanged: () => Promise<void>;
  readonly #hearers = new Set<(job: VocabularyJob) => void>();
  #job: VocabularyJob | null = null;
  #preview = NOTHING;
  #stop: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();

  /** @param onChanged opens the library anew: its settings hold the words that were there when it was opened. */
  constructor(library: () => Library, onChanged: () => Promise<void>) {
    this.#library = library;
    this.#onChanged = onChanged;
  }

  get job(): VocabularyJob | null {
    return this.#job;
  }

  get isRunning(): boolean {
    return this.#stop !== null;
  }

  /** Of the last job. */
  get preview(): VocabularyPreview {
    return this.#preview;
  }

  /** @throws PhotoTagError LOCKED where a job is at work; USAGE where the order makes no sense, and nothing is begun */
  async start(order: VocabularyOrder, dryRun: boolean): Promise<VocabularyJob> {
    if (this.#stop !== null) {
      throw new PhotoTagError('LOCKED', 'A change of the vocabulary is at work', {
        remedy: 'Wait until it ends, or cancel it.',
      });
    }
    const stop = new AbortController();
    this.#stop = stop;
    let thought: ThoughtOrder;
    try {
      thought = await thinkOrder(this.#library(), order);
    } catch (error) {
      this.#stop = null;
      throw error;
    }
    const last = this.#job;
    const isLooked = last?.dryRun && last.state === 'done' && isDeepStrictEqual(last.order, order);
    this.#preview = NOTHING;
    this.#tell({
      ...{ id: (last?.id ?? 0) + 1, order, dryRun, state: 'running', words: [], file: 'same', sidecars: 0 },
      ...{ total: !dryRun && isLooked ? last.sidecars : null, reasons: [], changeId: null, runId: null },
      ...{ problem: null, startedAt: new Date().toISOString(), endedAt: null },
    });
    this.#ended = this.#run(thought, order, dryRun, stop.signal).finally(() => {
      this.#stop = null;
    });
    return this.#job!;
  }

  /** What was changed by then stays, and is journalled. Whether there was a job to cancel. */
  cancel(): boolean {
    if (this.#stop === null || this.#job === null) return false;
    this.#stop.abort();
    this.#change({ state: 'cancelling' });
    return true;
  }

  ended(): Promise<void> {
    return this.#ended;
  }

  subscribe(hear: (job: VocabularyJob) => void): Unsubscribe {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  }

  async #run(
    thought: ThoughtOrder,
    order: VocabularyOrder,
    dryRun: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const found: SidecarProblem[] = [];
    let end: Pick<VocabularyJob, 'state' | 'problem'>;
    try {
      if (dryRun) await this.#look(thought, order, found, signal);
      else await this.#make(thought, found, signal);
      end = { state: signal.aborted ? 'cancelled' : 'done', problem: null };
    } catch (error) {
      end = { state: 'failed', problem: problemOf(error) };
    }
    if (!dryRun) {
      try {
        await this.#onChanged();
      } catch (error) {
        end = { state: 'failed', problem: problemOf(error) };
      }
    }
    const reasons = groupProblems(found).map(({ reason, originals }) => ({
      reason,
      count: originals.length,
      examples: originals.slice(0, EXAMPLES),
    }));
    this.#change({ ...end, reasons, endedAt: new Date().toISOString() });
  }

  async #look(
    thought: ThoughtOrder,
    order: VocabularyOrder,
    found: SidecarProblem[],
    signal: AbortSignal,
  ): Promise<void> {
    const library = this.#library();
    this.#change({ words: await wordsOf(library, thought, order) });
    const pages = await this.#pages(library, thought);
    for await (const { changes, problems } of pages) {
      found.push(...problems);
      const room = MOST_DIFFERENCES - this.#preview.sidecars.length;
      const shown = changes.slice(0, room).map(differenceOf);
      this.#preview = { ...this.#preview, sidecars: [...this.#preview.sidecars, ...shown] };
      this.#change({ sidecars: this.#job!.sidecars + changes.length });
      if (signal.aborted) return;
    }
  }

  async #pages(library: Library, thought: ThoughtOrder): Promise<AsyncIterable<RespellingPage>> {
    if (thought.how === 'follow') return planFollow(library);
    if (thought.how === 'undo') {
      const { before, after } = await undoneFile(thought.change);
      this.#preview = { ...this.#preview, before, after };
      this.#change({ file: before === after ? 'same' : after === null ? 'goes' : 'changes' });
      return planUndoChange(library, thought.change);
    }
    const { change } = thought.thought;
    const edited = await thinkEdit(library, change.edit);
    if (change.edit !== null) {
      // What is made from the seed is shown beside it.
      const before = edited.before ?? renderExampleVocabulary();
      this.#preview = { ...this.#preview, before, after: edited.after };
      this.#change({ file: edited.before === null ? 'made' : 'changes' });
    }
    return thought.hasSidecars ? planChange(library, change, edited) : none();
  }

  async #make(thought: ThoughtOrder, found: SidecarProblem[], signal: AbortSignal): Promise<void> {
    const library = this.#library();
    const request = { signal, onChanged: (sidecars: number) => this.#change({ sidecars }) };
    const report = await (thought.how === 'follow'
      ? followVocabulary(library, 'vocab follow --apply', request)
      : thought.how === 'undo'
        ? undoChange(library, thought.change, `vocab undo ${thought.change.id} --apply`, request)
        : thought.thought.begun === null
          ? makeChange(library, thought.thought.change, request, thought.hasSidecars)
          : goOnWithChange(library, thought.thought.begun, request));
    found.push(...report.problems);
    const { changeId, runId, changed, madeFile, goneFile } = report;
    const file = madeFile !== null ? 'made' : goneFile !== undefined ? 'goes' : 'changes';
    this.#change({ changeId, runId, sidecars: changed, file: thought.how === 'follow' ? 'same' : file });
  }

  #change(part: Partial<VocabularyJob>): void {
    this.#tell({ ...this.#job!, ...part });
  }

  #tell(job: VocabularyJob): void {
    this.#job = job;
    for (const hear of this.#hearers) hear(job);
  }
}

async function* none(): AsyncGenerator<RespellingPage> {}

async function wordsOf(
  { store }: Library,
  thought: ThoughtOrder,
  order: VocabularyOrder,
): Promise<MovedWord[]> {
  if (thought.how !== 'change') return [];
  const { moves, names } = thought.thought.change;
  if (moves.length === 0) {
    const [name] = names;
    if (order.kind === 'add' || name === undefined) return [];
    const from: TagKey = { layer: 'CK', name };
    return [{ from, to: null, both: 0, ...(await store.vocabulary.countsOf(from)) }];
  }
  return Promise.all(
    moves.map(async ({ from, to }) => ({
      ...{ from, to, both: await store.vocabulary.countBoth(from, to) },
      ...(await store.vocabulary.countsOf(from)),
    })),
  );
}

function differenceOf({
  sidecar,
  original,
  sha1,
  planned: { add, remove },
}: RespellingTask): SidecarDifference {
  const shown = ({ subject = [], hierarchicalSubject = [], tagsList = [] }: typeof add): string[] => [
    ...new Set([...subject, ...hierarchicalSubject, ...tagsList]),
  ];
  return { sidecar, original, photo: sha1, whole: false, adds: shown(add), removes: shown(remove) };
}

function problemOf(error: unknown): RunProblem {
  const known = error instanceof PhotoTagError ? error : null;
  return {
    code: known?.code ?? 'INTERNAL',
    message: messageOf(error),
    remedy: known?.remedy ?? 'What was changed is journalled. Please report this.',
  };
}
