import { basename, join } from 'node:path';
import { chooseSidecar, indexFolder, type SidecarNaming } from '../../algorithms/sidecar-path.ts';
import type { SidecarFile } from '../../domain/library.ts';
import type { WalkedFolder } from './walk.ts';

/** Sidecars of a folder that belong to one of its photos. */
export function belongingSidecars(
  { folder, files, unread }: WalkedFolder,
  naming: SidecarNaming,
): SidecarFile[] {
  if (!unread.some((file) => file.path.toLowerCase().endsWith('.xmp'))) return [];
  const stamps = new Map(unread.map((file) => [file.path, file.stamp]));
  const names = [...files, ...unread].map((file) => basename(file.path));
  const index = indexFolder(names, { originals: files.map((file) => basename(file.path)) });
  return files.flatMap((file) => {
    const choice = chooseSidecar(basename(file.path), index, naming);
    if (choice instanceof Error || !choice.exists) return [];
    const path = join(folder, choice.name);
    const found = stamps.get(path);
    if (!found) return [];
    return {
      path,
      original: file.path,
      sizeBytes: found.sizeBytes,
      mtimeMicros: found.mtimeMicros,
    };
  });
}
