import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../evaluation/write-whole.ts';

export interface LastBackup {
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly file: string;
  readonly bytes: number;
}

const fileIn = (dataFolder: string): string => join(dataFolder, 'last-backup.json');

export function noteBackup(dataFolder: string, backup: LastBackup): void {
  writeWhole(fileIn(dataFolder), `${JSON.stringify(backup)}\n`, 'The note of the backup');
}

/** Null where none was ever made of this library, or its note is gone. */
export function lastBackup(dataFolder: string): LastBackup | null {
  try {
    const { madeAt, file, bytes } = JSON.parse(readFileSync(fileIn(dataFolder), 'utf8')) as LastBackup;
    return Number.isNaN(Date.parse(madeAt)) ? null : { madeAt, file, bytes };
  } catch {
    return null;
  }
}
