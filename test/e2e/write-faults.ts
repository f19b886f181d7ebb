import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { User } from './cli.ts';
import type { FaultAnswer, FaultCase } from './write-faults-child.fixture.ts';

const PRELOAD = new URL('./write-faults-preload.fixture.ts', import.meta.url).href;
const CHILD = new URL('./write-faults-child.fixture.ts', import.meta.url);

/** The option for Node that brings the fault injection into a program. */
export const WITH_FAULTS = ['--import', PRELOAD];

/** By which calls the writer uses the disk: those of the main thread or those of its worker threads. */
export type DiskCalls = 'promises' | 'blocking';

/** Runs cases one after the other in one process. Fewer answers than cases: the process was killed. */
export async function runCases(
  cases: readonly FaultCase[],
  { calls = 'promises', user = {} }: { readonly calls?: DiskCalls; readonly user?: User } = {},
): Promise<{ answers: FaultAnswer[]; signal: NodeJS.Signals | null; complaints: string }> {
  const child = spawn(process.execPath, [...WITH_FAULTS, CHILD.pathname, calls], { ...user, stdio: 'pipe' });
  const answers: FaultAnswer[] = [];
  let complaints = '';
  createInterface(child.stdout).on('line', (line) => answers.push(JSON.parse(line) as FaultAnswer));
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('close', (_, signal) => resolve(signal)),
  );
  child.stdin.on('error', () => undefined); // A killed child reads no more.
  child.stdin.end(cases.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return { signal: await ended, answers, complaints };
}

/** Runs works, two at a time. */
export async function twoAtATime(works: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...works];
  const go = async () => {
    for (let work = queue.shift(); work; work = queue.shift()) await work();
  };
  await Promise.all([go(), go()]);
}
