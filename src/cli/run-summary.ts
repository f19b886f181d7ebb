import type { RunReport } from '../app/run.ts';
import type { LockHolder } from '../pipeline/run-lock.ts';
import { duration } from './output.ts';
import { widthOf, wrapped } from './wrap.ts';

/** What a run did and where every file stands, as wide as the terminal that it is for. */
export function runSummary(
  { stages, files, cancelled, seconds }: RunReport,
  stream: NodeJS.WritableStream,
): string {
  const worked = stages.some((stage) => stage.done > 0);
  const states = Object.entries(files.byState)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  const head = cancelled
    ? 'Stopped. What is done is kept; the same command goes on from here.'
    : worked
      ? `Done in ${duration(seconds)}.`
      : 'Nothing to do: everything is up to date.';
  const account = files.total === 0 ? 'No files were found.' : `${files.total} files: ${states.join(', ')}.`;
  const hints = files.byState.failed > 0 ? ['Why files failed: photo-tag status --problems'] : [];
  // Elsewhere than on a terminal, a line is a line: programs may read it.
  const width = (stream as NodeJS.WriteStream).isTTY ? widthOf(stream) : Infinity;
  return [head, account, ...hints].map((line) => wrapped('', line, width)).join('');
}

export const abandonedNote = (holder: LockHolder): string =>
  `The last run (photo-tag ${holder.command}, since ${holder.since}) ended without finishing; going on where it stopped.\n`;
