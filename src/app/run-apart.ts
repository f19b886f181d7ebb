import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ConfigSources } from '../config/load.ts';
import { type ErrorCode, PhotoTagError } from '../domain/errors.ts';
import type { RunReport } from './run.ts';
import type { RunEvent, Runner, RunOrder } from './run-desk.ts';

/** What the process that runs is told first. */
export interface RunAssignment {
  readonly sources: ConfigSources;
  readonly order: RunOrder;
}

export interface ErrorByWire {
  readonly code: string;
  readonly message: string;
  readonly file: string | null;
  readonly remedy: string;
}

/** What it says. */
export type RunMessage =
  | RunEvent
  | { readonly event: 'report'; readonly report: RunReport }
  | { readonly event: 'error'; readonly error: ErrorByWire };

/** Tells the running process to finish its batches and end; so does the end of the channel. */
export const CANCEL = 'cancel';

/**
 * Runs in a process of its own: what is heavy there neither keeps the page waiting nor takes it along when it breaks.
 * When this process ends, however it ends, the other finishes the batches in hand and ends as well.
 * @param entry the program that takes a {@link RunAssignment} as its first message
 */
export const runApart =
  (entry: URL, sources: () => ConfigSources): Runner =>
  async (order, hear, signal) => {
    const child = fork(entry, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const assignment: RunAssignment = { sources: sources(), order };
    child.send(assignment);
    const cancel = (): void => {
      if (child.connected) child.send(CANCEL);
    };
    signal.addEventListener('abort', cancel);
    let report: RunReport | null = null;
    let problem: PhotoTagError | null = null;
    child.on('message', (message: RunMessage) => {
      if (message.event === 'report') report = message.report;
      else if (message.event === 'error') problem = errorOf(message.error);
      else hear(message);
    });
    const [code, killedBy] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    signal.removeEventListener('abort', cancel);
    if (problem !== null) throw problem;
    if (report !== null) return report;
    throw new PhotoTagError(
      'TOOL_FAILED',
      `The run ended before its time (${killedBy === null ? `exit code ${code}` : killedBy})`,
      {
        remedy:
          'Start it again: what it has done is kept. If it was killed for want of memory, lower runtime.workers or embeddings.batch_size.',
      },
    );
  };

function errorOf({ code, message, file, remedy }: ErrorByWire): PhotoTagError {
  return new PhotoTagError(code as ErrorCode, message, { file: file ?? undefined, remedy });
}
