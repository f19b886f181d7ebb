import { basename, resolve } from 'node:path';
import { keywordProblem } from '../algorithms/merge-keywords.ts';
import { lstat, realpath } from './disk.ts';
import { KEYWORD_PROPERTY_NAMES } from './keyword-properties.ts';
import type { SidecarRequest } from './sidecar-change.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import type { KeywordLists, SidecarRespelling } from './sidecar-writer.ts';

/**
 * The file to write. A sidecar that is a symbolic link is written through to the file it leads to, in that file's
 * folder, so that the link and whoever else uses that file stay right; that file must be a `*.xmp` as well.
 *
 * @throws SidecarRefusal where the path is no sidecar, or a keyword cannot stand in one.
 */
export async function targetOf(request: SidecarRequest): Promise<string> {
  if ('respell' in request) refuseBadKeywords(newSpellings(request));
  else if (!('remove' in request)) refuseBadKeywords(request);
  const path = resolve(request.sidecar);
  refuseOtherFiles(path);
  const stats = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!stats?.isSymbolicLink()) return path;
  const target = await realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new SidecarRefusal(
        'The sidecar is a link to a file that is not there. Remove the link, or connect its disk, and write again.',
      );
    throw error;
  });
  refuseOtherFiles(target);
  return target;
}

const newSpellings = ({ respell }: SidecarRespelling): KeywordLists =>
  Object.fromEntries(
    KEYWORD_PROPERTY_NAMES.map((name) => [name, (respell[name] ?? []).flatMap(({ to }) => to ?? [])]),
  );

function refuseBadKeywords(lists: KeywordLists): void {
  for (const name of KEYWORD_PROPERTY_NAMES) {
    for (const keyword of lists[name] ?? []) {
      const problem = keywordProblem(keyword);
      if (problem !== null) throw new SidecarRefusal(problem);
    }
  }
}

function refuseOtherFiles(path: string): void {
  if (!/.\.xmp$/iu.test(basename(path))) {
    throw new SidecarRefusal(`${path} is not an .xmp file, and nothing else is ever written.`);
  }
}
