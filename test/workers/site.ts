import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseAddress } from '../../src/domain/database-address.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import type { Store } from '../../src/store/store.ts';
import { type CliResult, startCli } from '../e2e/cli.ts';

/** A worker in a process of its own, as `photo-tag worker` starts it. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult>;
  /** What it has said so far. */
  said(): string;
}

/** A folder with a configuration, and the database that its library is in. */
export class Site {
  readonly folder: string;
  readonly address: DatabaseAddress;
  readonly #workers: WorkerProcess[] = [];

  /** @param workerTimeout seconds; short, so that tests need not wait for the dead */
  constructor(address: DatabaseAddress, workerTimeout = 4) {
    this.folder = mkdtempSync(join(tmpdir(), 'photo-tag-workers-'));
    this.address = address;
    mkdirSync(join(this.folder, 'config'));
    const config = `runtime:\n  worker_timeout: ${workerTimeout}\n`;
    writeFileSync(join(this.folder, 'config', 'config.yaml'), config);
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): WorkerProcess {
    const { child, ended } = startCli(args, this.folder, {
      env: { ...process.env, PHOTO_TAG_DATABASE_URL: this.address.reveal(), ...env },
    });
    let said = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    return { child, ended, said: () => said };
  }

  worker(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): WorkerProcess {
    const worker = this.start(['worker', ...args], env);
    this.#workers.push(worker);
    return worker;
  }

  run(args: readonly string[]): Promise<CliResult> {
    return this.endOf(this.start(args), 300);
  }

  /** Waits for a program, but not for ever: one that hangs is told of with all that workers and tables say. */
  async endOf(program: WorkerProcess, seconds: number): Promise<CliResult> {
    const isOver = await Promise.race([
      program.ended.then(() => true),
      sleep(seconds * 1000, false, { ref: false }),
    ]);
    if (!isOver) throw new Error(`not over after ${seconds} s\n${await this.#allThatIsKnown(program)}`);
    return await program.ended;
  }

  async #allThatIsKnown(program: WorkerProcess): Promise<string> {
    const said = this.#workers.map(
      ({ child, said }) =>
        `worker ${child.pid} (${child.exitCode ?? child.signalCode ?? 'alive'}):\n${said()}`,
    );
    const tables = await this.open(async ({ runs }) => ({
      runs: await runs.list({ active: true, limit: 10 }),
      steps: await runs.steps((await runs.list({ active: true, limit: 10 })).map(({ id }) => id)),
      atWork: await runs.atWork(),
      workers: await runs.workers(),
    }));
    program.child.kill('SIGKILL');
    return [`itself:\n${program.said()}`, ...said, JSON.stringify(tables, null, 1)].join('\n\n');
  }

  async open<Result>(use: (store: Store) => Promise<Result>): Promise<Result> {
    const store = await openPostgresStore(this.address);
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  async close(): Promise<void> {
    for (const { child } of this.#workers) child.kill('SIGKILL');
    await Promise.all(this.#workers.map(({ ended }) => ended));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 60,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain until ${what}`);
    await sleep(50);
  }
}

/** Whether all that a run counts is counted once: as many as there are outcomes. */
export async function doneBy(store: Store, runId: number): Promise<Record<string, number>> {
  const steps = await store.runs.steps([runId]);
  return Object.fromEntries(steps.map(({ stage, done }) => [stage, done]));
}
