import { dirname } from 'node:path';
import type { SidecarProblem } from './journalled-changes.ts';

export interface ProblemGroup {
  /** What is wrong and what to do, for all of them. */
  readonly reason: string;
  readonly originals: readonly string[];
}

/** Problems by reason, the most frequent first: a disk that is full is one thing to do, not eight. */
export function groupProblems(problems: readonly SidecarProblem[]): ProblemGroup[] {
  const groups = Map.groupBy(problems, withoutNames);
  return [...groups]
    .map(([reason, same]) => ({ reason, originals: same.map((problem) => problem.original) }))
    .toSorted((a, b) => b.originals.length - a.originals.length);
}

/**
 * Originals whose sidecars are not written. One that is written without a keyword that cannot stand in it has a problem
 * as well, and one with two problems is one.
 *
 * @param written originals of the sidecars that are.
 */
export function sidecarsNotWritten(
  problems: readonly SidecarProblem[],
  written: ReadonlySet<string>,
): string[] {
  return [...new Set(problems.map(({ original }) => original))].filter((original) => !written.has(original));
}

function withoutNames({ reason, original, sidecar }: SidecarProblem): string {
  const names: [string, string][] = [
    [sidecar ?? original, 'the sidecar'],
    [original, 'the photo'],
    [dirname(original), 'its folder'],
  ];
  if (sidecar !== null) names.push([dirname(sidecar), 'its folder']);
  let general = reason;
  for (const [name, word] of names) general = general.replaceAll(name, word);
  return general.replace(/^the /, 'The ');
}
