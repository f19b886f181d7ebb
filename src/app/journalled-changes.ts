import type { Sha1 } from '../domain/photo.ts';
import { type JournalEntry, type JournalTag, KEYWORD_PROPERTIES } from '../domain/sidecar-journal.ts';
import type { KeywordLists, SidecarChange, SidecarWriteResult } from '../metadata/sidecar-writer.ts';
import type { JournalRow, Store } from '../store/store.ts';
import type { Library } from './library.ts';
import { ledgerOf, listsOf, type SidecarLedger, tagsWithin } from './sidecar-ledger.ts';

/** One sidecar to change, and the tags that go into it or out of it. */
export interface SidecarTask {
  readonly original: string;
  readonly sha1: Sha1 | null;
  readonly sidecar: string;
  /** With every spelling that is meant. */
  readonly tags: readonly JournalTag[];
  /** What the writer said that it would do. */
  readonly planned: SidecarChange;
}

export interface SidecarProblem {
  readonly original: string;
  readonly sidecar: string | null;
  readonly reason: string;
}

export interface ChangedSidecars {
  /** As confirmed in the journal. */
  readonly done: readonly JournalRow[];
  /** Nothing was left to do when it came to it. */
  readonly unchanged: readonly SidecarTask[];
  readonly problems: readonly SidecarProblem[];
}

/**
 * Sidecars that are announced in one transaction and confirmed in another. Beside two fsyncs a sidecar, two for some
 * fifty of them cost nothing; a killed run leaves that many to be settled from the disk.
 */
export const SIDECARS_A_BATCH = 48;

/** What is to be said in the same transaction as the confirmation. */
export type AlsoConfirm = (
  store: Store,
  result: Pick<ChangedSidecars, 'done' | 'unchanged'>,
) => Promise<void>;

/** Appends tags to sidecars: announced, written, read back, confirmed. */
export function addJournalled(
  library: Library,
  runId: number,
  tasks: readonly SidecarTask[],
  also: AlsoConfirm = async () => {},
): Promise<ChangedSidecars> {
  return journalled(library, { runId, deed: 'added', tasks, also }, async (task) => {
    const writer = await library.sidecarWriter();
    return writer.write({ sidecar: task.sidecar, ...listsOf(task.tags) });
  });
}

/** Takes tags of ours out of sidecars: announced, written, read back, confirmed. */
export function removeJournalled(
  library: Library,
  runId: number,
  tasks: readonly (SidecarTask & { readonly ledger: SidecarLedger })[],
  also: AlsoConfirm = async () => {},
): Promise<ChangedSidecars> {
  return journalled(library, { runId, deed: 'removed', tasks, also }, async (task) => {
    const writer = await library.sidecarWriter();
    return writer.remove(removalOf(task));
  });
}

/** One sidecar in which keywords of ours get other spellings. */
export interface RespellingTask extends SidecarTask {
  /** One for each of the tags, as it stands there now; with no keyword where it does not. */
  readonly former: readonly JournalTag[];
  /** The trace of the respelling that this one takes back. */
  readonly takesBack: string | null;
}

/** Spells tags of ours otherwise: announced, written, read back, confirmed. */
export function respellJournalled(
  library: Library,
  runId: number,
  tasks: readonly RespellingTask[],
  also: AlsoConfirm = async () => {},
): Promise<ChangedSidecars> {
  return journalled(library, { runId, deed: 'respelled', tasks, also }, async (task) => {
    const writer = await library.sidecarWriter();
    return writer.respell(respellingOf(task));
  });
}

export const respellingOf = ({
  sidecar,
  tags,
  former,
  takesBack,
}: Omit<RespellingTask, 'planned' | 'original' | 'sha1'>) => ({
  sidecar,
  respell: Object.fromEntries(
    KEYWORD_PROPERTIES.map((property) => [
      property,
      tags.flatMap((tag, index) => {
        const pair = { from: former[index]?.[property] ?? null, to: tag[property] ?? null };
        return pair.from === null && pair.to === null ? [] : pair;
      }),
    ]),
  ),
  takesBack,
});

export const removalOf = ({
  sidecar,
  tags,
  ledger,
}: Pick<SidecarTask, 'sidecar' | 'tags'> & { readonly ledger: SidecarLedger }) => ({
  sidecar,
  remove: listsOf(tags),
  traces: ledger.traces,
  deleteIfOurs: ledger.isOurs,
});

interface Batch<Task extends SidecarTask> {
  readonly runId: number;
  readonly deed: 'added' | 'removed' | 'respelled';
  readonly tasks: readonly Task[];
  readonly also: AlsoConfirm;
}

async function journalled<Task extends SidecarTask>(
  { store }: Library,
  { runId, deed, tasks, also }: Batch<Task>,
  perform: (task: Task) => Promise<SidecarWriteResult>,
): Promise<ChangedSidecars> {
  // Durable: a keyword of ours on the disk that the journal knows nothing of would be taken for somebody else's.
  const announced = await store.transaction(
    (transaction) =>
      transaction.journal.announce(tasks.map((task) => entryOf(runId, deed, task, task.planned))),
    { durable: true },
  );
  const results = await Promise.all(tasks.map(perform));
  const done: JournalRow[] = [];
  const unchanged: SidecarTask[] = [];
  const problems: SidecarProblem[] = [];
  const withdrawn: number[] = [];
  results.forEach((result, index) => {
    const { original, sidecar } = tasks[index]!;
    const { id } = announced[index]!;
    if (result.status === 'written') {
      const entry = entryOf(runId, deed, tasks[index]!, result.change);
      done.push({ ...entry, id, sha1Before: result.sha1Before, sha1After: result.sha1After });
      return;
    }
    if (result.status === 'unchanged') unchanged.push(tasks[index]!);
    else problems.push({ original, sidecar, reason: result.reason });
    // Where nobody knows which content is there now, the announcement stands, and the next start looks.
    if (result.status === 'unchanged' || !result.unsettled) withdrawn.push(id);
  });
  // A confirmation that a power cut takes away is found again by looking; what was said with it is not.
  await store.transaction(
    async (transaction) => {
      await transaction.journal.confirm(done);
      await transaction.journal.withdraw(withdrawn);
      await also(transaction, { done, unchanged });
    },
    { durable: true },
  );
  return { done, unchanged, problems };
}

function entryOf(
  runId: number,
  deed: Batch<SidecarTask>['deed'],
  task: SidecarTask & Partial<RespellingTask>,
  change: SidecarChange,
): JournalEntry {
  const { original, sha1, sidecar, tags, former } = task;
  return {
    runId,
    deed,
    original,
    sha1,
    sidecar,
    whole: deed === 'removed' ? change.deletes : change.creates,
    ...(former === undefined
      ? { tags: tagsWithin(tags, deed === 'added' ? change.add : change.remove) }
      : respelledTags(tags, former, change)),
    trace: change.trace,
    sha1Before: null,
    sha1After: null,
    at: new Date().toISOString(),
  };
}

/** Pairs of which neither spelling was changed fall away. */
function respelledTags(
  tags: readonly JournalTag[],
  former: readonly JournalTag[],
  { add, remove }: SidecarChange,
): Pick<JournalEntry, 'tags' | 'former'> {
  const added = tags.map((tag) => onlyWithin(tag, add));
  const removed = former.map((tag) => onlyWithin(tag, remove));
  const hasKeyword = (tag: JournalTag) => KEYWORD_PROPERTIES.some((property) => tag[property] !== undefined);
  const counts = (index: number) => hasKeyword(added[index]!) || hasKeyword(removed[index]!);
  return {
    tags: added.filter((_, index) => counts(index)),
    former: removed.filter((_, index) => counts(index)),
  };
}

function onlyWithin(tag: JournalTag, lists: KeywordLists): JournalTag {
  const [within] = tagsWithin([tag], lists);
  const { layer, name, source, model, runId, spelledRunId } = tag;
  const kept = { layer, name, source, model, runId, ...(spelledRunId !== undefined && { spelledRunId }) };
  return { ...within, ...kept };
}

export function batchesOf<T>(items: readonly T[], size = SIDECARS_A_BATCH): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** The ledgers of these sidecars; none for one that we never wrote. */
export async function ledgersOf(
  store: Store,
  sidecars: readonly string[],
): Promise<Map<string, SidecarLedger>> {
  const rows = await store.journal.ofSidecars(sidecars);
  return new Map([...rows].map(([sidecar, history]) => [sidecar, ledgerOf(history)]));
}
