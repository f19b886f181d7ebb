import { basename, join } from 'node:path';
import { chooseSidecar, indexFolder, type SidecarNaming } from '../../algorithms/sidecar-path.ts';
import type { SidecarFile } from '../../domain/library.ts';
import type { WalkedFolder } from './walk.ts';

/** Sidecars of a folder that belong to one of its photos. */
export function belongingSidecars(
  { folder, files, unread }: WalkedFolder,
  naming: SidecarNaming,
): SidecarFile[] {
  const stats = new Map(unread.map((file) => [file.path, file.stats]));
  if (![...stats.keys()].some((path) => path.toLowerCase().endsWith('.xmp'))) return [];
  const names = [...files, ...unread].map((file) => basename(file.path));
  const index = indexFolder(names, { originals: files.map((file) => basename(file.path)) });
  return files.flatMap((file) => {
    const choice = chooseSidecar(basename(file.path), index, naming);
    if (choice instanceof Error || !choice.exists) return [];
    const path = join(folder, choice.name);
    const found = stats.get(path);
    if (!found) return [];
    return {
      path,
      original: file.path,
      sizeBytes: Number(found.size),
      mtimeMicros: Number(found.mtimeNs / 1000n),
    };
  });
}
