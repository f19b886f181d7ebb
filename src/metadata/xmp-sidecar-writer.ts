import { createHash } from 'node:crypto';
import { lstat, mkdir, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { keywordProblem } from '../algorithms/merge-keywords.ts';
import type { AppendedKeywords } from './append-keywords.ts';
import { appendKeywords } from './append-keywords.ts';
import { ExiftoolCheck } from './exiftool-check.ts';
import { newSidecar } from './new-sidecar.ts';
import type { SidecarFile } from './replace-sidecar.ts';
import { readSidecarFile, removeTemporary, replaceSidecar } from './replace-sidecar.ts';
import { hasLockFile, inTurn, LOCK_WAIT_MILLIS, withLockFile } from './sidecar-lock.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import type { SidecarAddition, SidecarChange, SidecarWriteResult, SidecarWriter } from './sidecar-writer.ts';
import { writeProblem } from './write-problem.ts';

/** Another program that saves at the very moment is done after one more try; more means that it keeps saving. */
const ATTEMPTS = 3;

/** Reading is short; enough at once to keep a network disk busy, far below the limit of open files. */
const PLANS_AT_ONCE = 16;

/**
 * Writes keywords into XMP sidecars and nothing else, anywhere: a path that is not `*.xmp`, or a file that is not XMP,
 * is refused. The steps of one write, in `#attempt`, are those of the file's life.
 */
export class XmpSidecarWriter implements SidecarWriter {
  readonly #check: ExiftoolCheck;
  readonly #mirrorRoot: string | null;
  readonly #lockWaitMillis: number;

  /**
   * @param options.mirrorRoot config `xmp.sidecar_root`: folders below it are made as needed. Elsewhere a missing
   *   folder means a drive that is not there, and is a failure.
   * @param options.exiftoolProcesses how many exiftool processes check what is written; each wants a core.
   * @param options.lockWaitMillis how long to wait for another process that writes the same sidecar.
   */
  constructor(
    options: {
      readonly mirrorRoot?: string | null;
      readonly exiftoolProcesses?: number;
      readonly lockWaitMillis?: number;
    } = {},
  ) {
    this.#lockWaitMillis = options.lockWaitMillis ?? LOCK_WAIT_MILLIS;
    this.#check = new ExiftoolCheck(options.exiftoolProcesses);
    this.#mirrorRoot = options.mirrorRoot ? resolve(options.mirrorRoot) : null;
  }

  async plan(additions: readonly SidecarAddition[]): Promise<(SidecarChange | Error)[]> {
    const changes: (SidecarChange | Error)[] = [];
    for (let start = 0; start < additions.length; start += PLANS_AT_ONCE) {
      const some = additions.slice(start, start + PLANS_AT_ONCE);
      changes.push(...(await Promise.all(some.map((addition) => planOne(addition)))));
    }
    return changes;
  }

  async write(addition: SidecarAddition): Promise<SidecarWriteResult> {
    try {
      const target = await targetOf(addition);
      return await inTurn(target, async () => {
        for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
          const result = await this.#attempt(addition, target);
          if (result !== 'stale') return result;
        }
        throw new SidecarRefusal('Another program keeps changing the sidecar. Close it and write again.');
      });
    } catch (error) {
      return { status: 'failed', reason: writeProblem(error, addition.sidecar) };
    }
  }

  async close(): Promise<void> {
    await this.#check.close();
  }

  async #attempt(addition: SidecarAddition, target: string): Promise<SidecarWriteResult | 'stale'> {
    const before = await readSidecarFile(target);
    const edit = merge(before, addition);
    const change = changeOf(addition, before, edit);
    if (edit.bytes === null) {
      await sweepLeftovers(target);
      return { status: 'unchanged', change };
    }
    const after = edit.bytes;
    const loss = await this.#check.findLoss(before?.bytes ?? null, after, edit.added);
    if (loss !== null) throw new SidecarRefusal(loss);
    await this.#makeMirrorFolder(target);
    return withLockFile(
      target,
      () => replaceAndReadBack(target, before, after, change),
      this.#lockWaitMillis,
    );
  }

  async #makeMirrorFolder(target: string): Promise<void> {
    if (this.#mirrorRoot === null) return;
    const inside = relative(this.#mirrorRoot, target);
    if (inside.split(sep)[0] === '..' || isAbsolute(inside)) return;
    await mkdir(dirname(target), { recursive: true });
  }
}

async function replaceAndReadBack(
  target: string,
  before: SidecarFile | null,
  after: Buffer,
  change: SidecarChange,
): Promise<SidecarWriteResult | 'stale'> {
  if ((await replaceSidecar(target, before, after)) === 'stale') return 'stale';
  const onDisk = await readSidecarFile(target);
  if (!onDisk?.bytes.equals(after)) {
    throw new SidecarRefusal(
      'The sidecar was written, but reads back otherwise: another program changed it, or the disk is failing.',
    );
  }
  return {
    status: 'written',
    change,
    sha1Before: before === null ? null : sha1(before.bytes),
    sha1After: sha1(after),
  };
}

async function planOne(addition: SidecarAddition): Promise<SidecarChange | Error> {
  try {
    const before = await readSidecarFile(await targetOf(addition));
    return changeOf(addition, before, merge(before, addition));
  } catch (error) {
    return new Error(writeProblem(error, addition.sidecar), { cause: error });
  }
}

/**
 * The file to write. A sidecar that is a symbolic link is written through to the file it leads to, in that file's
 * folder, so that the link and whoever else uses that file stay right; that file must be a `*.xmp` as well.
 */
async function targetOf({ sidecar, subject, hierarchicalSubject }: SidecarAddition): Promise<string> {
  for (const keyword of [...subject, ...hierarchicalSubject]) {
    const problem = keywordProblem(keyword);
    if (problem !== null) throw new SidecarRefusal(problem);
  }
  const path = resolve(sidecar);
  refuseOtherFiles(path);
  const stats = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!stats?.isSymbolicLink()) return path;
  const target = await realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new SidecarRefusal('The sidecar is a link to a file that is not there.');
    throw error;
  });
  refuseOtherFiles(target);
  return target;
}

function refuseOtherFiles(path: string): void {
  if (!/.\.xmp$/iu.test(basename(path))) {
    throw new SidecarRefusal(`${path} is not an .xmp file, and nothing else is ever written.`);
  }
}

function merge(before: SidecarFile | null, addition: SidecarAddition): AppendedKeywords {
  if (before !== null) return appendKeywords(before.bytes, addition);
  return newSidecar(addition);
}

/** A process that was killed right after its rename left its lock, and nobody would write here again to find it. */
async function sweepLeftovers(target: string): Promise<void> {
  if (!(await hasLockFile(target))) return;
  // Where it is not ours to clear up (somebody is writing, the folder is read-only), the sidecar is right all the same.
  await withLockFile(target, () => removeTemporary(target)).catch(() => undefined);
}

const changeOf = (
  addition: SidecarAddition,
  before: SidecarFile | null,
  { bytes, added }: AppendedKeywords,
): SidecarChange => ({
  sidecar: addition.sidecar,
  creates: before === null && bytes !== null,
  addsSubject: added.subject,
  addsHierarchicalSubject: added.hierarchicalSubject,
});

const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');
