import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import { deleteSidecar } from './delete-sidecar.ts';
import type { SidecarFile } from './read-sidecar-file.ts';
import { readSidecarFile } from './read-sidecar-file.ts';
import { removeTemporary, replaceSidecar } from './replace-sidecar.ts';
import type { SharedDrafts } from './shared-drafts.ts';
import type { PreparedChange, SidecarRequest } from './sidecar-change.ts';
import { prepareChange } from './sidecar-change.ts';
import { hasLockFile, withLockFile } from './sidecar-lock.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { targetOf } from './sidecar-target.ts';
import { sha1Of } from './sidecar-trace.ts';
import type { SidecarChange, SidecarWriteResult } from './sidecar-writer.ts';
import { UnsettledChange } from './unsettled-change.ts';
import { writeProblem } from './write-problem.ts';

/** Another program that saves at the very moment is done after one more try; more means that it keeps saving. */
const ATTEMPTS = 3;

export interface ChangeOptions {
  /** Absolute; folders below it are made as needed. */
  readonly mirrorRoot: string | null;
  readonly lockWaitMillis: number;
  /** Of a thread that makes many changes, one after the other. */
  readonly drafts?: SharedDrafts;
}

/** A second reader's look at a change before it is made; it throws SidecarRefusal where something would be lost. */
export type SecondOpinion = (before: Buffer | null, prepared: PreparedChange) => Promise<void>;

/** One sidecar from request to result; the steps of an attempt are those of the file's life. */
export async function makeChange(
  request: SidecarRequest,
  target: string,
  options: ChangeOptions,
  askOther: SecondOpinion,
): Promise<SidecarWriteResult> {
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const result = await attemptChange(request, target, options, askOther);
      if (result !== 'stale') return result;
    }
    throw new SidecarRefusal('Another program keeps changing the sidecar. Close it and write again.');
  } catch (error) {
    return failed(error, request);
  }
}

/** What a change would be, without making it. */
export async function planChange(request: SidecarRequest): Promise<SidecarChange | Error> {
  try {
    const before = await readSidecarFile(await targetOf(request));
    return prepareChange(before?.bytes ?? null, request).change;
  } catch (error) {
    return new Error(writeProblem(error, request.sidecar), { cause: error });
  }
}

/** @throws what is no problem of this sidecar. */
export function failed(error: unknown, { sidecar }: SidecarRequest): SidecarWriteResult {
  const reason = writeProblem(error, sidecar);
  return { status: 'failed', reason, ...(error instanceof UnsettledChange && { unsettled: true }) };
}

async function attemptChange(
  request: SidecarRequest,
  target: string,
  { mirrorRoot, lockWaitMillis, drafts }: ChangeOptions,
  askOther: SecondOpinion,
): Promise<SidecarWriteResult | 'stale'> {
  const before = await readSidecarFile(target);
  const prepared = prepareChange(before?.bytes ?? null, request);
  const { change, bytes, isBeyondXmp } = prepared;
  if (bytes === null && !change.deletes) {
    await sweepLeftovers(target);
    return { status: 'unchanged', change };
  }
  if (bytes !== null && isBeyondXmp) await askOther(before?.bytes ?? null, prepared);
  if (mirrorRoot !== null && isBelow(mirrorRoot, target)) await mkdir(dirname(target), { recursive: true });
  return withLockFile(target, () => putInPlace(target, before, prepared), {
    waitMillis: lockWaitMillis,
    drafts,
  });
}

function isBelow(root: string, path: string): boolean {
  const inside = relative(root, path);
  return inside.split(sep)[0] !== '..' && !isAbsolute(inside);
}

async function putInPlace(
  target: string,
  before: SidecarFile | null,
  { change, bytes }: PreparedChange,
): Promise<SidecarWriteResult | 'stale'> {
  const sha1Before = before === null ? null : sha1Of(before.bytes);
  if (bytes === null) {
    if (before === null || (await deleteSidecar(target, before)) === 'stale') return 'stale';
    return { status: 'written', change, sha1Before, sha1After: null };
  }
  if ((await replaceSidecar(target, before, bytes)) === 'stale') return 'stale';
  return { status: 'written', change, sha1Before, sha1After: sha1Of(bytes) };
}

/** A process that was killed right after its rename left its lock, and nobody would write here again to find it. */
async function sweepLeftovers(target: string): Promise<void> {
  if (!(await hasLockFile(target))) return;
  // Where it is not ours to clear up (somebody is writing, the folder is read-only), the sidecar is right all the same.
  await withLockFile(target, () => removeTemporary(target)).catch(() => undefined);
}
