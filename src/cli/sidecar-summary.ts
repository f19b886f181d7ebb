import { groupProblems } from '../app/group-problems.ts';
import type { SidecarProblem } from '../app/journalled-changes.ts';
import type { ReadOnlyPlaces } from '../app/sidecar-places.ts';
import { printable } from './output.ts';

/** Names of one reason that are shown; `--all` shows the rest. */
const SHOWN = 3;

/** `412 of 420 sidecars written`: what was meant is said whenever it is not what was done. */
export function countLine(done: number, wanted: number, deed: string): string {
  return done === wanted ? `${done} ${sidecars(done)} ${deed}` : `${done} of ${wanted} sidecars ${deed}`;
}

export const sidecars = (count: number): string => (count === 1 ? 'sidecar' : 'sidecars');
export const keywords = (count: number): string => (count === 1 ? 'keyword' : 'keywords');

/** Why sidecars were left alone, a reason at a time, with what to do; empty where there are none. */
export function problemLines(problems: readonly SidecarProblem[], all: boolean): string {
  return groupProblems(problems)
    .map(({ reason, originals }) => {
      const names = originals.slice(0, all ? undefined : SHOWN).map(printable);
      const more =
        originals.length > names.length ? [`… and ${originals.length - names.length} more (--all)`] : [];
      return [
        `${originals.length} × ${printable(reason)}`,
        ...[...names, ...more].map((name) => `    ${name}`),
      ]
        .map((line) => `${line}\n`)
        .join('');
    })
    .join('');
}

/** Said once, before anything is written. */
export function readOnlyNote({ folders, photos, roots, sidecarRoot }: ReadOnlyPlaces): string {
  return (
    `${photos} ${photos === 1 ? 'photo lies' : 'photos lie'} in ${folders} ${folders === 1 ? 'folder' : 'folders'} that cannot be written (${roots.map(printable).join(', ')}):\n` +
    `their sidecars go to ${printable(sidecarRoot)} (xmp.sidecar_root). Where that is not meant, allow your user to write\n` +
    'the folders; what is in the mirror then goes to its place with: photo-tag sidecars --bring-home --apply\n'
  );
}
