import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PhotoTagError } from '../../domain/errors.ts';
import { putFile } from './put-file.ts';

/** What a restore is about to do, kept from before its first change to after its last. */
export interface RestoreNote {
  /** The backup. */
  readonly from: string;
  /** What is put behind the names of what is kept aside. */
  readonly suffix: string;
}

const fileIn = (dataFolder: string): string => join(dataFolder, 'restore-unfinished.json');

/** Null where no restore was killed half-way. */
export function unfinishedRestore(dataFolder: string): RestoreNote | null {
  try {
    return JSON.parse(readFileSync(fileIn(dataFolder), 'utf8')) as RestoreNote;
  } catch {
    return null;
  }
}

export function noteRestore(dataFolder: string, note: RestoreNote): void {
  putFile(fileIn(dataFolder), Buffer.from(`${JSON.stringify(note)}\n`));
}

export function forgetRestore(dataFolder: string): void {
  rmSync(fileIn(dataFolder), { force: true });
}

/**
 * Database and vocabulary may be of two times then: nothing works on them.
 * @throws PhotoTagError STORE_UNUSABLE
 */
export function refuseHalfRestored(dataFolder: string): void {
  const note = unfinishedRestore(dataFolder);
  if (note === null) return;
  throw new PhotoTagError('STORE_UNUSABLE', `A restore of ${note.from} was stopped half-way`, {
    file: dataFolder,
    remedy: `Run it again: \`photo-tag restore ${note.from} --replace\`. What was there before is kept with ${note.suffix} in its name.`,
  });
}
