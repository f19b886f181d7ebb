import { readdir } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import { chooseSidecar, indexFolder, mirrorFolder, rootLabel } from '../algorithms/sidecar-path.ts';
import {
  kindOf,
  PHOTO_KINDS,
  type PhotoCount,
  type PhotoKind,
  type ReaderRow,
  type Reading,
  remarksOn,
  type SidecarKind,
  whoReads,
} from '../algorithms/sidecar-readers.ts';
import { type EmbedCommand, embedCommands, type PhotoToEmbed } from '../algorithms/sidecar-readers-embed.ts';
import { messageOf } from '../domain/errors.ts';
import type { PhotoFile } from '../domain/photo.ts';
import type { Library } from './library.ts';
import { filesByFolder, mirrorOf } from './sidecar-places.ts';

export type { EmbedCommand, ReaderRow, Reading };

/** Which programs see our tags of this library's photos, and what the others need. */
export interface SidecarReaders {
  /** Files, not distinct photos: each has its own sidecar. */
  readonly photos: number;
  /** Of these, how many have a sidecar by now. */
  readonly withSidecar: number;
  readonly rows: readonly ReaderRow[];
  readonly remarks: readonly string[];
  /** For programs that read nothing but the inside of a file; of photos that have a sidecar. */
  readonly embed: readonly EmbedCommand[];
  /** Photos and folders of which nothing can be said. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

/** JPEG, TIFF, PNG and DNG: formats that carry XMP inside, and whose sidecars Lightroom does not read. */
const EMBEDDABLE: ReadonlySet<PhotoKind> = new Set(['DNG', 'JPEG', 'TIFF', 'PNG']);

/** Looks at names only: neither photos nor sidecars are opened, and nothing is written. */
export async function sidecarReaders(library: Library): Promise<SidecarReaders> {
  const counts = new Map<string, number>();
  const toEmbed: PhotoToEmbed[] = [];
  const problems: { path: string; reason: string }[] = [];
  let photos = 0;
  let withSidecar = 0;
  for (const [folder, files] of await filesByFolder(library)) {
    const found = await lookInto(library, folder, files);
    if (found instanceof Error) {
      problems.push({ path: folder, reason: found.message });
      continue;
    }
    const { index, mirror } = found;
    for (const { path, root } of files) {
      const name = basename(path);
      const choice = chooseSidecar(name, index, library.settings.xmp.naming);
      if (choice instanceof Error) {
        problems.push({ path, reason: choice.message });
        continue;
      }
      const kind = kindOf(name);
      const form = choice.form === 'adobe' ? 'short' : 'full';
      const sidecar: SidecarKind = mirror === null ? form : 'mirror';
      counts.set(`${kind} ${sidecar}`, (counts.get(`${kind} ${sidecar}`) ?? 0) + 1);
      photos++;
      if (!choice.exists) continue;
      withSidecar++;
      if (!EMBEDDABLE.has(kind)) continue;
      const tree = mirror === null ? null : mirrorTree(library, root);
      if (tree?.includes('%')) {
        problems.push({
          path,
          reason: `No exiftool command can name a sidecar below ${tree}, because of the %.`,
        });
        continue;
      }
      toEmbed.push({ root, path: relative(root, path).split(sep).join('/'), form, mirror: tree });
    }
  }
  const all: PhotoCount[] = PHOTO_KINDS.flatMap((kind) =>
    SIDECAR_KINDS.map((sidecar) => ({ kind, sidecar, photos: counts.get(`${kind} ${sidecar}`) ?? 0 })),
  );
  return {
    photos,
    withSidecar,
    rows: whoReads(all),
    remarks: remarksOn(all),
    embed: embedCommands(toEmbed),
    problems,
  };
}

const SIDECAR_KINDS = ['short', 'full', 'mirror'] as const;

/** The names of a folder as writing would see them. */
async function lookInto(library: Library, folder: string, files: readonly PhotoFile[]) {
  try {
    const { toLocal } = library.settings.places;
    const names = await readdir(toLocal(folder));
    const mirror = await mirrorOf(library, folder, files[0]!.root);
    const originals = files.map((file) => basename(file.path));
    // A mirror folder that does not exist yet has no names.
    const sidecarNames = mirror === null ? names : await readdir(toLocal(mirror)).catch(() => []);
    return { index: indexFolder(names, { originals, sidecarNames }), mirror };
  } catch (error) {
    return new Error(`cannot be read (${messageOf(error)}). Is its drive connected?`);
  }
}

const mirrorTree = ({ settings }: Library, root: string): string =>
  mirrorFolder(root, { root, sidecarRoot: settings.xmp.sidecar_root, label: rootLabel(root) });
