import type { WriteState } from '../../api/wire.ts';

/** What the user chose to write. */
export interface Choice {
  /** Only what was accepted or added by hand. */
  readonly reviewed: boolean;
  /** Also keywords of ours that another program took out. */
  readonly again: boolean;
}

export const isAtWork = (job: WriteState | null): boolean => job !== null && job.endedAt === null;

/** The choice of the job, so that a reload keeps it; what is proposed where there was none. */
export const choiceOf = (job: WriteState | null): Choice =>
  job?.kind === 'write' ? { reviewed: job.reviewed, again: job.again } : { reviewed: false, again: false };

/** Whether the job was a comparison of all photos for that choice. */
export const isComparisonOf = (job: WriteState, choice: Choice): boolean =>
  job.photos === null && job.reviewed === choice.reviewed && job.again === choice.again;

/**
 * Whether what the job compared may be done: only a comparison that came to its end, that found something, and that was
 * made for what is chosen now.
 */
export function mayApply(job: WriteState | null, choice: Choice): job is WriteState {
  if (job === null || !job.dryRun || job.state !== 'done' || job.sidecars === 0) return false;
  if (job.kind === 'write') return isComparisonOf(job, choice);
  // An undo that another program asked for by tag or time is not ours to repeat.
  return job.of !== null;
}

/** File name and folder of a path, of either kind of system. */
export function partsOf(path: string): { readonly name: string; readonly folder: string } {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { name: path.slice(at + 1), folder: path.slice(0, Math.max(at, 0)) };
}
