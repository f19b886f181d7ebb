import { PhotoTagError } from '../domain/errors.ts';
import type { JournalRunKind, JournalTag } from '../domain/sidecar-journal.ts';
import type { JournalRow } from '../store/store.ts';
import { writeAudit } from './audit.ts';
import {
  addJournalled,
  batchesOf,
  type ChangedSidecars,
  ledgersOf,
  removalOf,
  removeJournalled,
  type SidecarProblem,
  type SidecarTask,
} from './journalled-changes.ts';
import type { Library } from './library.ts';
import { lockLibrary } from './lock-library.ts';
import { journalTags, listsOf, type SidecarLedger, tagsWithin } from './sidecar-ledger.ts';
import { settleJournal } from './sidecar-settle.ts';
import { isSelected, type UndoSelection } from './undo-selection.ts';
import { renamedLedger, tagHistory } from './vocabulary/tag-history.ts';

/** What taking back (or redoing) would do to one sidecar. */
export interface PlannedUndo extends SidecarTask {
  /** Only where something is taken out. */
  readonly ledger: SidecarLedger | null;
  /** Of the tags those that are not there any more (or, of a redo, are there). */
  readonly settled: readonly JournalTag[];
}

export interface PlannedUndoPage {
  readonly changes: readonly PlannedUndo[];
  readonly problems: readonly SidecarProblem[];
}

export interface UndoReport {
  readonly runId: number;
  readonly wanted: number;
  readonly changed: number;
  /** Sidecars that went, because nobody but us had a part in them; of a redo, those that were made again. */
  readonly whole: number;
  /** Nothing of it was there any more; of a redo, all of it is there. */
  readonly unchanged: number;
  readonly problems: readonly SidecarProblem[];
  readonly cancelled: boolean;
}

export interface UndoRequest {
  readonly command: string;
  readonly signal: AbortSignal;
  readonly onPage?: ((page: PlannedUndoPage) => void) | undefined;
  /** Hears how many sidecars more are through, whatever came of them. */
  readonly onThrough?: ((sidecars: number) => void) | undefined;
}

const PAGE = 1000;

/** Which of our keywords would go, sidecar by sidecar, in path order. Writes nothing. */
export async function* planUndo(
  { store, sidecarWriter }: Library,
  selection: UndoSelection,
): AsyncGenerator<PlannedUndoPage> {
  const history = await tagHistory(store);
  let after: string | null = null;
  for (;;) {
    const sidecars: string[] = await store.journal.sidecars({ after, limit: PAGE });
    const ledgers = await ledgersOf(store, sidecars);
    const due = [...ledgers].flatMap(([sidecar, written]) => {
      const ledger = renamedLedger(written, written.photo?.sha1 ?? null, history);
      const tags = journalTags(ledger.own.filter((item) => isSelected(item, selection)));
      return tags.length === 0 ? [] : { ...ledger.photo!, sidecar, ledger, tags };
    });
    if (due.length > 0) {
      const changes = await (await sidecarWriter()).planRemoval(due.map(removalOf));
      const planned: PlannedUndo[] = [];
      const problems: SidecarProblem[] = [];
      due.forEach((task, index) => {
        const change = changes[index]!;
        const { original, sidecar } = task;
        if (change instanceof Error) problems.push({ original, sidecar, reason: change.message });
        else planned.push({ ...task, planned: change, settled: tagsWithout(task.tags, change.remove) });
      });
      yield { changes: planned, problems };
    }
    if (sidecars.length < PAGE) return;
    after = sidecars.at(-1)!;
  }
}

/** Takes out of the sidecars what we put there and is still there; what was there before us stays. */
export function applyUndo(
  library: Library,
  selection: UndoSelection,
  request: UndoRequest,
): Promise<UndoReport> {
  return underLock(library, request, 'undo', undefined, async (runId, change) => {
    for await (const page of planUndo(library, selection)) {
      const isGoingOn = await change(page, (batch) =>
        removeJournalled(
          library,
          runId,
          batch.map((task) => ({ ...task, ledger: task.ledger! })),
          async (store, { done, unchanged }) => {
            const at = new Date().toISOString();
            const through = new Map(done.map((row) => [row.sidecar, row]));
            for (const task of batch) {
              const row = through.get(task.sidecar);
              if (row === undefined && !unchanged.includes(task)) continue;
              // Also what was gone already: whoever takes a tag back does not want it written anew.
              const { sha1, original, sidecar, tags } = task;
              if (sha1 !== null) {
                await store.tags.putUndone(tags.map(({ layer, name }) => ({ sha1, layer, name, runId })));
              }
              const lost = tagsWithout(tags, listsOf(row?.tags ?? []));
              if (lost.length === 0) continue;
              const found = {
                runId,
                original,
                sha1,
                sidecar,
                trace: null,
                sha1Before: null,
                sha1After: null,
              };
              await store.journal.record([{ ...found, deed: 'lost', whole: false, tags: lost, at }]);
            }
          },
        ),
      );
      if (!isGoingOn) return;
    }
  });
}

/** What a redo of an undo would put back. */
export async function* planRedo(
  { store, sidecarWriter }: Library,
  undoRun: number,
): AsyncGenerator<PlannedUndoPage> {
  let after = 0;
  for (;;) {
    const page: JournalRow[] = await store.journal.page({ after, limit: PAGE, runId: undoRun });
    const rows = page.filter((row) => row.deed === 'removed');
    if (rows.length > 0) {
      const writer = await sidecarWriter();
      const changes = await writer.plan(rows.map(({ sidecar, tags }) => ({ sidecar, ...listsOf(tags) })));
      const planned: PlannedUndo[] = [];
      const problems: SidecarProblem[] = [];
      rows.forEach(({ original, sha1, sidecar, tags }, index) => {
        const change = changes[index]!;
        const task = { original, sha1, sidecar, tags, ledger: null };
        if (change instanceof Error) problems.push({ original, sidecar, reason: change.message });
        else planned.push({ ...task, planned: change, settled: tagsWithout(tags, change.add) });
      });
      yield { changes: planned, problems };
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

/** Puts back what an undo took out, and lets those tags be written again. */
export function applyRedo(library: Library, undoRun: number, request: UndoRequest): Promise<UndoReport> {
  return underLock(library, request, 'redo', undoRun, async (runId, change) => {
    for await (const page of planRedo(library, undoRun)) {
      if (!(await change(page, (batch) => addJournalled(library, runId, batch)))) return;
    }
  });
}

/**
 * The undo that `undo --redo` means: the one named, or the last that was not redone.
 * Throws USAGE where there is none.
 */
export async function undoToRedo({ store }: Library, named: number | null): Promise<number> {
  const runs = await store.journal.runs();
  const redone = new Set(runs.flatMap((run) => (run.kind === 'redo' ? (run.of ?? []) : [])));
  const found =
    named === null
      ? runs.findLast((run) => run.kind === 'undo' && !redone.has(run.id))
      : runs.find((run) => run.kind === 'undo' && run.id === named);
  if (found) return found.id;
  throw new PhotoTagError(
    'USAGE',
    named === null ? 'There is no undo that was not redone' : `Run ${named} was no undo`,
    { remedy: '`photo-tag undo` lists all runs.' },
  );
}

type Change = (
  page: PlannedUndoPage,
  perform: (batch: readonly PlannedUndo[]) => Promise<ChangedSidecars>,
) => Promise<boolean>;

/** One journalled run under the library's lock, with its report and the audit table behind it. */
async function underLock(
  library: Library,
  { command, signal, onPage, onThrough }: UndoRequest,
  kind: JournalRunKind,
  of: number | undefined,
  work: (runId: number, change: Change) => Promise<void>,
): Promise<UndoReport> {
  const { store } = library;
  const lock = await lockLibrary(library, command);
  try {
    await settleJournal(library);
    const runId = await store.transaction(async (transaction) => {
      if (of !== undefined) await transaction.tags.forgetUndone(of);
      return transaction.journal.startRun(kind, command, of);
    });
    const problems: SidecarProblem[] = [];
    let changed = 0;
    let whole = 0;
    let unchanged = 0;
    await work(runId, async (page, perform) => {
      onPage?.(page);
      problems.push(...page.problems);
      onThrough?.(page.problems.length);
      const writer = await library.sidecarWriter();
      await writer.clearLeftovers(page.changes.map((change) => change.sidecar));
      for (const batch of batchesOf(page.changes)) {
        if (signal.aborted) return false;
        const result = await perform(batch);
        problems.push(...result.problems);
        onThrough?.(batch.length);
        changed += result.done.length;
        whole += result.done.filter((row) => row.whole).length;
        unchanged += result.unchanged.length;
      }
      return !signal.aborted;
    });
    await writeAudit(library);
    const wanted = changed + problems.length;
    return { runId, wanted, changed, whole, unchanged, problems, cancelled: signal.aborted };
  } finally {
    await lock.release();
  }
}

/** What of the tags is not in these lists. */
function tagsWithout(tags: readonly JournalTag[], lists: Parameters<typeof tagsWithin>[1]): JournalTag[] {
  const within = listsOf(tagsWithin(tags, lists));
  const all = listsOf(tags);
  const rest = (property: keyof typeof all) =>
    all[property].filter((keyword) => !within[property].includes(keyword));
  return tagsWithin(tags, {
    subject: rest('subject'),
    hierarchicalSubject: rest('hierarchicalSubject'),
    tagsList: rest('tagsList'),
  });
}
