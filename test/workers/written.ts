import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliResult } from '../e2e/cli.ts';
import { filesBelow } from '../e2e/small-library.ts';

export const sidecarsBelow = (folder: string): Map<string, Buffer> =>
  new Map(
    filesBelow(folder)
      .filter((file) => file.endsWith('.xmp'))
      .map((file) => [file, readFileSync(file)]),
  );

export function takeAwaySidecars(folder: string): void {
  for (const file of sidecarsBelow(folder).keys()) rmSync(file);
}

/** The photos are the same files, to the last time of the file system. */
export function putBack(folder: string, before: ReadonlyMap<string, Buffer>): void {
  for (const file of sidecarsBelow(folder).keys()) {
    const content = before.get(file);
    if (content === undefined) rmSync(file);
    else writeFileSync(file, content);
  }
}

/**
 * Without the times and the numbers of runs (one that was killed early has written nothing); in whatever order they were
 * written.
 */
export const auditOf = (folder: string): string[] =>
  readFileSync(join(folder, 'data', 'audit.csv'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, '').replace(/written: run \d+/, 'written'))
    .sort();

/** Workers hold the library for a moment after their last job. */
export async function whenFree(command: () => Promise<CliResult>): Promise<CliResult> {
  for (let tries = 0; ; tries++) {
    const result = await command();
    if (result.code !== 3 || tries === 5) return result;
    await sleep(1000);
  }
}
