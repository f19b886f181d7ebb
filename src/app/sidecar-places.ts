import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { mirrorFolder, rootLabel } from '../algorithms/sidecar-path.ts';
import type { PhotoFile } from '../domain/photo.ts';
import type { Library } from './library.ts';

const PAGE = 5000;

/** Folders with photos that cannot be written, said once at the start. */
export interface ReadOnlyPlaces {
  readonly folders: number;
  readonly photos: number;
  /** The roots that hold them. */
  readonly roots: readonly string[];
  /** Where their sidecars go. */
  readonly sidecarRoot: string;
}

/** @returns null where all folders can be written. */
export async function readOnlyPlaces(library: Library): Promise<ReadOnlyPlaces | null> {
  const roots = new Set<string>();
  let folders = 0;
  let photos = 0;
  for (const [folder, files] of await filesByFolder(library)) {
    if (!(await isReadOnly(library.settings.places.toLocal(folder)))) continue;
    folders++;
    photos += files.length;
    roots.add(files[0]!.root);
  }
  if (folders === 0) return null;
  return { folders, photos, roots: [...roots].sort(), sidecarRoot: library.settings.xmp.sidecar_root };
}

/** Where the sidecars of a folder go when it cannot be written; null where they go beside the photos. */
export async function mirrorOf({ settings }: Library, folder: string, root: string): Promise<string | null> {
  if (!(await isReadOnly(settings.places.toLocal(folder)))) return null;
  return mirrorFolder(folder, { root, sidecarRoot: settings.xmp.sidecar_root, label: rootLabel(root) });
}

/** A folder that is not there is not read-only: whoever reads it says so. */
async function isReadOnly(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}

/** Present files, each folder once. */
export async function filesByFolder({ store }: Library): Promise<Map<string, PhotoFile[]>> {
  const folders = new Map<string, PhotoFile[]>();
  let after: string | null = null;
  for (;;) {
    const page: PhotoFile[] = await store.files.page({ after, limit: PAGE });
    for (const file of page) {
      if (file.status !== 'present' || file.sha1 === null) continue;
      const list = folders.get(dirname(file.path));
      if (list) list.push(file);
      else folders.set(dirname(file.path), [file]);
    }
    if (page.length < PAGE) return folders;
    after = page.at(-1)!.path;
  }
}
