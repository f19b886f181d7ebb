import { mkdir } from 'node:fs/promises';
import type { JournalEntry } from '../domain/sidecar-journal.ts';
import { REMOVED_IN_SIDECAR } from '../domain/tag.ts';
import { writeAudit } from './audit.ts';
import { sidecarsNotWritten } from './group-problems.ts';
import { addJournalled, batchesOf } from './journalled-changes.ts';
import type { Library } from './library.ts';
import { lockLibrary } from './lock-library.ts';
import {
  type PlannedFolder,
  type PlannedWrite,
  planWrite,
  type SidecarFinding,
  type WriteChoice,
  type WriteProblem,
} from './plan-write.ts';
import { settleJournal } from './sidecar-settle.ts';

export interface WriteReport {
  readonly runId: number;
  /** Sidecars that were to be written: those that were and those that failed. */
  readonly wanted: number;
  readonly written: number;
  readonly created: number;
  readonly unchanged: number;
  readonly problems: readonly WriteProblem[];
  /** What other programs did to our keywords since. */
  readonly findings: readonly SidecarFinding[];
  /** Keywords that are not written because they were undone. */
  readonly undone: number;
  /** Sidecars in which a tag stands under an older name or path. */
  readonly otherwise: number;
  /** Folders whose sidecars went to the mirror tree. */
  readonly mirrored: readonly { folder: string; mirror: string }[];
  readonly cancelled: boolean;
}

export interface ApplyRequest extends WriteChoice {
  readonly command: string;
  readonly signal: AbortSignal;
  readonly onFolder?: ((folder: PlannedFolder) => void) | undefined;
  readonly onWritten?: ((write: PlannedWrite) => void) | undefined;
}

/** Appends the tags to the sidecars. What it reports as written was read back from the disk. */
export async function applyWrite(library: Library, request: ApplyRequest): Promise<WriteReport> {
  const { store } = library;
  const lock = await lockLibrary(library, request.command);
  try {
    await settleJournal(library);
    const runId = await store.journal.startRun('write', request.command);
    const problems: WriteProblem[] = [];
    const findings: SidecarFinding[] = [];
    const mirrored: { folder: string; mirror: string }[] = [];
    const done = new Set<string>();
    let written = 0;
    let created = 0;
    let unchanged = 0;
    let undone = 0;
    let otherwise = 0;
    for await (const folder of planWrite(library, request)) {
      if (request.signal.aborted) break;
      request.onFolder?.(folder);
      unchanged += folder.unchanged;
      undone += folder.undone;
      otherwise += folder.otherwise;
      problems.push(...folder.problems);
      await (await library.sidecarWriter()).clearLeftovers(folder.sidecars);
      await recordFindings(library, runId, folder.findings, request.again);
      findings.push(...folder.findings);
      if (folder.mirror !== null && folder.writes.length > 0) {
        mirrored.push({ folder: folder.folder, mirror: folder.mirror });
        await mkdir(library.settings.places.toLocal(folder.mirror), { recursive: true });
      }
      for (const batch of batchesOf(folder.writes)) {
        if (request.signal.aborted) break;
        const result = await writeBatch(library, runId, batch);
        problems.push(...result.problems);
        unchanged += result.unchanged.length;
        written += result.done.length;
        for (const { original } of result.done) done.add(original);
        created += result.done.filter((row) => row.whole).length;
        for (const write of batch) request.onWritten?.(write);
      }
    }
    await writeAudit(library);
    const wanted = written + sidecarsNotWritten(problems, done).length;
    const cancelled = request.signal.aborted;
    const counts = { wanted, written, created, unchanged, undone, otherwise };
    return { runId, ...counts, problems, findings, mirrored, cancelled };
  } finally {
    await lock.release();
  }
}

function writeBatch(library: Library, runId: number, batch: readonly PlannedWrite[]) {
  const tasks = batch.map((write) => ({ ...write, tags: write.tags.map((tag) => ({ ...tag, runId })) }));
  return addJournalled(library, runId, tasks, async (store) => {
    // Whoever writes a rejected tag all the same has accepted it, and that is said with the write.
    for (const { sha1, again } of batch) {
      for (const { layer, name } of again) {
        await store.tags.putDecision(sha1!, { layer, name, verdict: 'accepted' });
      }
    }
  });
}

/** What another program did is journalled, and what it rejected is decided, in one transaction. */
async function recordFindings(
  { store }: Library,
  runId: number,
  findings: readonly SidecarFinding[],
  again: boolean,
): Promise<void> {
  if (findings.length === 0) return;
  const at = new Date().toISOString();
  const entries = findings.flatMap((finding): JournalEntry[] => {
    const { original, sha1, sidecar } = finding;
    const found = { runId, original, sha1, sidecar, trace: null, sha1Before: null, sha1After: null, at };
    const entry = (deed: 'taken-out' | 'lost', tags: JournalEntry['tags'], whole: boolean) =>
      tags.length === 0 ? [] : [{ ...found, deed, whole, tags }];
    return [
      ...entry('taken-out', finding.takenOut, false),
      ...entry('lost', finding.lost, finding.sidecarGone),
    ];
  });
  await store.transaction(async (transaction) => {
    await transaction.journal.record(entries);
    if (again) return;
    for (const { sha1, rejected } of findings) {
      for (const tag of rejected) {
        await transaction.tags.putDecision(sha1, {
          ...tag,
          verdict: 'rejected',
          source: REMOVED_IN_SIDECAR,
        });
      }
    }
  });
}
