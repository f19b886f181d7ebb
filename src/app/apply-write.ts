import { mkdir } from 'node:fs/promises';
import { acquireRunLock } from '../pipeline/run-lock.ts';
import type { WriteRecord } from '../store/store.ts';
import { writeAudit } from './audit.ts';
import type { Library } from './library.ts';
import { type PlannedFolder, type PlannedWrite, planWrite, type WriteProblem } from './plan-write.ts';
import type { TagChoice } from './wanted-tags.ts';

export interface WriteReport {
  readonly runId: number;
  readonly written: number;
  readonly created: number;
  readonly unchanged: number;
  readonly problems: readonly WriteProblem[];
  /** Folders whose sidecars went to the mirror tree. */
  readonly mirrored: readonly { folder: string; mirror: string }[];
  readonly cancelled: boolean;
}

export interface ApplyRequest {
  readonly choice: TagChoice;
  readonly command: string;
  readonly signal: AbortSignal;
  readonly onFolder?: ((folder: PlannedFolder) => void) | undefined;
  readonly onWritten?: ((write: PlannedWrite) => void) | undefined;
}

/** Appends the tags to the sidecars. What it reports as written was read back from the disk. */
export async function applyWrite(library: Library, request: ApplyRequest): Promise<WriteReport> {
  const { store, settings } = library;
  const lock = acquireRunLock(settings.dataFolder, request.command);
  try {
    await settleOpenWrites(library);
    const runId = await store.journal.startWrite(request.command);
    const problems: WriteProblem[] = [];
    const mirrored: { folder: string; mirror: string }[] = [];
    let written = 0;
    let created = 0;
    let unchanged = 0;
    for await (const folder of planWrite(library, request.choice)) {
      if (request.signal.aborted) break;
      request.onFolder?.(folder);
      unchanged += folder.unchanged;
      problems.push(...folder.problems);
      if (folder.mirror !== null && folder.writes.length > 0) {
        mirrored.push({ folder: folder.folder, mirror: folder.mirror });
        await mkdir(folder.mirror, { recursive: true });
      }
      for (const batch of batchesOf(folder.writes, settings.xmp.write_concurrency)) {
        if (request.signal.aborted) break;
        const result = await writeBatch(library, runId, batch);
        problems.push(...result.problems);
        written += result.written.length;
        created += result.written.filter((record) => record.created).length;
        for (const write of batch) request.onWritten?.(write);
      }
    }
    await writeAudit(library);
    return { runId, written, created, unchanged, problems, mirrored, cancelled: request.signal.aborted };
  } finally {
    lock.release();
  }
}

async function writeBatch(library: Library, runId: number, batch: readonly PlannedWrite[]) {
  const { journal } = library.store;
  const writer = await library.sidecarWriter();
  const announced = batch.map((write) => recordOf(runId, write));
  await library.store.transaction((store) => store.journal.announce(announced));
  const results = await Promise.all(batch.map((write) => writer.write(write.addition)));
  const written: WriteRecord[] = [];
  const withdrawn: WriteRecord[] = [];
  const problems: WriteProblem[] = [];
  results.forEach((result, index) => {
    const record = announced[index]!;
    if (result.status === 'written') {
      written.push({
        ...record,
        created: result.change.creates,
        addedSubject: result.change.addsSubject,
        addedHierarchicalSubject: result.change.addsHierarchicalSubject,
      });
      return;
    }
    withdrawn.push(record);
    if (result.status === 'failed') {
      problems.push({ original: record.original, sidecar: record.sidecar, reason: result.reason });
    }
  });
  await journal.confirm(written);
  await journal.withdraw(withdrawn);
  return { written, problems };
}

const recordOf = (runId: number, { original, change }: PlannedWrite): WriteRecord => ({
  runId,
  original,
  sidecar: change.sidecar,
  created: change.creates,
  addedSubject: change.addsSubject,
  addedHierarchicalSubject: change.addsHierarchicalSubject,
  writtenAt: new Date().toISOString(),
});

/** A run that was killed between writing and saying so: the sidecars themselves say what became of it. */
async function settleOpenWrites({ store, sidecarWriter }: Library): Promise<void> {
  const open = await store.journal.open();
  if (open.length === 0) return;
  const writer = await sidecarWriter();
  const changes = await writer.plan(
    open.map((record) => ({
      sidecar: record.sidecar,
      subject: record.addedSubject,
      hierarchicalSubject: record.addedHierarchicalSubject,
    })),
  );
  const isThere = (index: number): boolean => {
    const change = changes[index]!;
    return (
      !(change instanceof Error) && change.addsSubject.length + change.addsHierarchicalSubject.length === 0
    );
  };
  await store.journal.confirm(open.filter((_, index) => isThere(index)));
  await store.journal.withdraw(open.filter((_, index) => !isThere(index)));
}

function batchesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
