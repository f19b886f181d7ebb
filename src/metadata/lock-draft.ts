import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { stat } from './disk.ts';
import { isAlive } from './lock-owner.ts';
import { removeFile } from './remove-file.ts';
import { writeNewFile } from './write-new-file.ts';

/*
 * What becomes a lock when it gets the lock's name. The draft's own name, which nobody else uses, says who made it: so the
 * leftover of a process that was killed before it could write anything is known for what it is.
 */

const DRAFT = /^\.([0-9a-f]{8})-(\d+)-[0-9a-f-]{36}\.photo-tag-draft$/;

/** For drafts of other machines. Nobody waits for them, and the clock of a network disk may be off by much. */
const LEFTOVER_AFTER_MILLIS = 24 * 3_600_000;

export interface LockDraft {
  readonly path: string;
  /** The content, which names the lock's owner and is like no other. */
  readonly owner: string;
}

/** A draft for locks of this process in the folder. */
export async function makeDraft(folder: string): Promise<LockDraft> {
  const owner = JSON.stringify({ host: hostname(), pid: process.pid, lock: randomUUID() });
  return { owner, path: await writeDraft(folder, owner) };
}

/** @returns the path of a new file in the folder with this content. */
export async function writeDraft(folder: string, content: string): Promise<string> {
  const draft = join(folder, `.${machine()}-${process.pid}-${randomUUID()}.photo-tag-draft`);
  await writeNewFile(draft, content);
  return draft;
}

/** Removes a draft whose maker is gone; every other file stays. */
export async function removeIfLeftover(path: string): Promise<void> {
  const [, host, pid] = DRAFT.exec(basename(path)) ?? [];
  if (host === undefined) return;
  const mayBeInUse = host !== machine() || Number(pid) === process.pid || isAlive(Number(pid));
  if (!mayBeInUse || (await isOld(path))) await removeFile(path);
}

async function isOld(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null);
  return stats !== null && Date.now() - stats.mtimeMs > LEFTOVER_AFTER_MILLIS;
}

/** Short, and the same for every process of this machine. */
const machine = (): string => createHash('sha1').update(hostname()).digest('hex').slice(0, 8);
