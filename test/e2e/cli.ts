import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const PROGRAM = resolve(import.meta.dirname, '../../bin/photo-tag.js');

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the program as a user does: its own process, real files, real exit code. */
export function startCli(
  args: readonly string[],
  folder: string,
  user: User = {},
): { child: ChildProcess; ended: Promise<CliResult> } {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    ...user,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr!.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<CliResult>((done) => {
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

export const runCli = (args: readonly string[], folder: string, user: User = {}): Promise<CliResult> =>
  startCli(args, folder, user).ended;

export interface User {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

const NOBODY: User = { uid: 65534, gid: 65534 };

/**
 * A user whom permissions stop: who runs the test, or `nobody` where that is the superuser. Null where nobody may
 * not read the program.
 */
export function ordinaryUser(): User | null {
  if (process.getuid?.() !== 0) return {};
  const read = `require('node:fs').readFileSync(${JSON.stringify(PROGRAM)})`;
  return spawnSync(process.execPath, ['-e', read], { ...NOBODY }).status === 0 ? NOBODY : null;
}
