import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { keywordForms } from '../algorithms/merge-keywords.ts';
import { chooseSidecar, indexFolder, mirrorFolder, rootLabel } from '../algorithms/sidecar-path.ts';
import { messageOf } from '../domain/errors.ts';
import type { PhotoFile } from '../domain/photo.ts';
import type { SidecarAddition, SidecarChange } from '../metadata/sidecar-writer.ts';
import type { Library } from './library.ts';
import { type TagChoice, type WantedTag, wantedTags } from './wanted-tags.ts';

/** What writing would do for one original. */
export interface PlannedWrite {
  readonly original: string;
  readonly addition: SidecarAddition;
  readonly change: SidecarChange;
}

export interface WriteProblem {
  readonly original: string;
  readonly sidecar: string | null;
  readonly reason: string;
}

export interface PlannedFolder {
  readonly folder: string;
  /** Where its sidecars go instead, because the folder cannot be written; null where they go beside the photos. */
  readonly mirror: string | null;
  readonly writes: readonly PlannedWrite[];
  /** Sidecars that hold everything already. */
  readonly unchanged: number;
  readonly problems: readonly WriteProblem[];
}

const PAGE = 5000;

/** Compares the tags that photos are to carry with their sidecars, a folder at a time. Writes nothing. */
export async function* planWrite(library: Library, choice: TagChoice): AsyncGenerator<PlannedFolder> {
  for await (const [folder, files] of filesByFolder(library)) {
    const tags = await wantedTags(library.store, [...new Set(files.map((file) => file.sha1!))], choice);
    const tagged = files.filter((file) => (tags.get(file.sha1!) ?? []).length > 0);
    if (tagged.length > 0) yield await planFolder(library, folder, tagged, tags);
  }
}

async function* filesByFolder({ store }: Library): AsyncGenerator<[string, PhotoFile[]]> {
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
    if (page.length < PAGE) break;
    after = page.at(-1)!.path;
  }
  yield* folders;
}

async function planFolder(
  library: Library,
  folder: string,
  files: readonly PhotoFile[],
  tags: ReadonlyMap<string, readonly WantedTag[]>,
): Promise<PlannedFolder> {
  const { xmp } = library.settings;
  const problems: WriteProblem[] = [];
  let names: string[];
  let mirror: string | null;
  try {
    names = await readdir(folder);
    mirror = (await isWritable(folder))
      ? null
      : mirrorFolder(folder, {
          root: files[0]!.root,
          sidecarRoot: xmp.sidecar_root,
          label: rootLabel(files[0]!.root),
        });
  } catch (error) {
    const reason = `the folder cannot be read: ${messageOf(error)}`;
    const lost = files.map((file) => ({ original: file.path, sidecar: null, reason }));
    return { folder, mirror: null, writes: [], unchanged: 0, problems: lost };
  }
  const originals = files.map((file) => basename(file.path));
  const index = indexFolder(
    names,
    mirror === null ? { originals } : { originals, sidecarNames: await namesIn(mirror) },
  );
  const targets: { original: string; addition: SidecarAddition }[] = [];
  for (const file of files) {
    const sidecar = chooseSidecar(basename(file.path), index, xmp.naming);
    if (sidecar instanceof Error) {
      problems.push({ original: file.path, sidecar: null, reason: sidecar.message });
      continue;
    }
    const forms = formsOf(tags.get(file.sha1!) ?? [], xmp);
    problems.push(...forms.problems.map((reason) => ({ original: file.path, sidecar: null, reason })));
    const addition = { sidecar: join(mirror ?? folder, sidecar.name), ...forms.keywords };
    targets.push({ original: file.path, addition });
  }
  const writer = await library.sidecarWriter();
  const changes = await writer.plan(targets.map((target) => target.addition));
  const writes: PlannedWrite[] = [];
  let unchanged = 0;
  targets.forEach(({ original, addition }, position) => {
    const change = changes[position]!;
    if (change instanceof Error) {
      problems.push({ original, sidecar: addition.sidecar, reason: change.message });
    } else if (change.addsSubject.length + change.addsHierarchicalSubject.length === 0) {
      unchanged++;
    } else {
      writes.push({ original, addition, change });
    }
  });
  return { folder, mirror, writes, unchanged, problems };
}

function formsOf(tags: readonly WantedTag[], xmp: { prefix_ck: string; prefix_ai: string }) {
  const subject: string[] = [];
  const hierarchicalSubject: string[] = [];
  const problems: string[] = [];
  for (const { layer, name } of tags) {
    const forms = keywordForms(name, layer === 'CK' ? xmp.prefix_ck : xmp.prefix_ai);
    if (forms instanceof Error) {
      problems.push(forms.message);
      continue;
    }
    subject.push(forms.subject);
    hierarchicalSubject.push(forms.hierarchicalSubject);
  }
  return { keywords: { subject, hierarchicalSubject }, problems };
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** A mirror folder that does not exist yet has no names. */
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
