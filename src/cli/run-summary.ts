import type { RunReport } from '../app/run.ts';
import type { LockHolder } from '../pipeline/run-lock.ts';
import { duration } from './output.ts';

/** What a run did and where every file stands. */
export function runSummary({ stages, files, cancelled, seconds }: RunReport): string {
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
  const hint = files.byState.failed > 0 ? 'Why files failed: photo-tag status --problems\n' : '';
  return `${head}\n${account}\n${hint}`;
}

export const abandonedNote = (holder: LockHolder): string =>
  `The last run (photo-tag ${holder.command}, since ${holder.since}) ended without finishing; going on where it stopped.\n`;
