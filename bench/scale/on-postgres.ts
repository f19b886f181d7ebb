import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { startPostgres } from '../../test/postgres.fixture.ts';
import type { ProgramCost } from './cost-at-exit.ts';
import { writeMadeFiles } from './made-photos.ts';
import type { QueuedSeconds } from './run-queued.ts';

const WORKERS = [1, 2, 4];

/**
 * The same library in a Postgres of its own, which syncs as it does for users, worked on by 1, 2 and 4 processes: rows
 * for each stage. Seconds on the clock, by stage and one after the other.
 */
export async function onPostgres(photos: number, seed: number): Promise<Record<string, unknown>[]> {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-scale-pg-'));
  const cluster = startPostgres({ fsync: true });
  try {
    const root = join(folder, 'photos');
    writeMadeFiles(root, photos, seed);
    const runs: { workers: number; seconds: QueuedSeconds; cpuSeconds: number }[] = [];
    for (const workers of WORKERS) {
      const address = await cluster.database();
      const home = join(folder, `home-${workers}`);
      mkdirSync(home);
      const env = { ...process.env, PHOTO_TAG_DATABASE_URL: address.reveal() };
      const args = (name: string) => [script(name), home, root, String(seed)];
      // The first makes the tables, before the others look at them.
      const started: { child: ChildProcess; costFile: string }[] = [];
      for (let n = 0; n < workers; n++) {
        const costFile = join(home, `cost-${n}.json`);
        const child = spawn(process.execPath, ['--import', script('cost-at-exit.ts'), ...args('worker.ts')], {
          env: { ...env, COST_FILE: costFile },
          stdio: 'inherit',
        });
        started.push({ child, costFile });
        if (n === 0) await new Promise((resolve) => setTimeout(resolve, FIRST_WORKER_MILLIS));
      }
      try {
        const { stdout } = await promisify(execFile)(process.execPath, args('run-queued.ts'), { env });
        const seconds = JSON.parse(stdout) as QueuedSeconds;
        const run = { workers, seconds, cpuSeconds: await stopped(started) };
        runs.push(run);
        // What is known already is not lost where a later one hangs or is stopped.
        process.stderr.write(`${JSON.stringify(run)}\n`);
      } finally {
        for (const { child } of started) child.kill('SIGKILL');
      }
    }
    return [
      ...STAGE_NAMES.filter((stage) => stage !== 'vision').map((stage) => ({
        'Postgres, photos/s on the clock': stage,
        photos,
        ...Object.fromEntries(
          runs.map(({ workers, seconds }) => [inWords(workers), Math.round(photos / seconds[stage]!)]),
        ),
      })),
      ...runs.map(({ workers, seconds, cpuSeconds }) => ({
        'Postgres, all stages': inWords(workers),
        'seconds on the clock': Object.values(seconds).reduce((sum, one) => sum + one, 0),
        'processor seconds of the workers': cpuSeconds,
      })),
    ];
  } finally {
    cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const FIRST_WORKER_MILLIS = 10_000;

const inWords = (workers: number): string => (workers === 1 ? '1 worker' : `${workers} workers`);

/** Tells them to stop, and adds up what they took. */
async function stopped(workers: readonly { child: ChildProcess; costFile: string }[]): Promise<number> {
  let cpuSeconds = 0;
  for (const { child, costFile } of workers) {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    cpuSeconds += (JSON.parse(readFileSync(costFile, 'utf8')) as ProgramCost).cpuSeconds;
  }
  return cpuSeconds;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
