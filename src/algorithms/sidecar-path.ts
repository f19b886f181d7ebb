import { isAbsolute, join, relative, sep } from 'node:path';

/** `adobe`: `IMG_1.xmp`. `full`: `IMG_1.CR2.xmp`. `auto`: what is there already, otherwise by kind of file. */
export type SidecarNaming = 'auto' | 'adobe' | 'full';

export interface SidecarChoice {
  /** The sidecar's file name, in the spelling of the existing file where there is one. */
  readonly name: string;
  readonly form: 'adobe' | 'full';
  readonly exists: boolean;
}

/** The names of one folder, by what they are. Made once a folder, asked once an original. */
export interface SidecarFolder {
  /** Originals and other pictures and videos that have an extension, by lower-case stem. */
  readonly picturesByStem: ReadonlyMap<string, readonly string[]>;
  /** The same and originals without extension, by lower-case name. */
  readonly picturesByName: ReadonlyMap<string, readonly string[]>;
  /** Existing `*.xmp` names by lower-case name. */
  readonly sidecars: ReadonlyMap<string, readonly string[]>;
}

/** Camera RAW. Whoever has one beside a JPEG of the same stem means the RAW with `IMG_1.xmp`. */
const RAW_EXTENSIONS = new Set(
  '3fr ari arw bay cap cr2 cr3 crw cs1 dcr dcs dng drf eip erf fff gpr iiq k25 kdc mdc mef mos mrw nef nrw orf pef ptx pxn r3d raf raw rw2 rwl rwz sr2 srf srw x3f'.split(
    ' ',
  ),
);

/** Other files that may own a sidecar: they compete for `IMG_1.xmp` whether or not the index includes them. */
const OTHER_EXTENSIONS = new Set(
  'avi avif bmp gif heic heif hif j2k jp2 jpe jpeg jpg jxl m4v mkv mov mp4 mpg mts m2ts png psb psd tif tiff webp xcf'.split(
    ' ',
  ),
);

/**
 * @param names all file names of the originals' folder, sidecars included. Those that look like pictures or videos
 *   count as possible owners of a sidecar, whether the index includes them or not.
 * @param options.originals names that are originals whatever their extension (config `index.include_ext`).
 * @param options.sidecarNames where to look for existing sidecars, when that is another folder (a mirror tree).
 */
export function indexFolder(
  names: readonly string[],
  options: { readonly originals?: readonly string[]; readonly sidecarNames?: readonly string[] } = {},
): SidecarFolder {
  const pictures = [...new Set([...names.filter(isPicture), ...(options.originals ?? [])])];
  return {
    picturesByStem: Map.groupBy(
      pictures.filter((name) => extensionOf(name) !== ''),
      (name) => key(stemOf(name)),
    ),
    picturesByName: Map.groupBy(pictures, key),
    sidecars: Map.groupBy(
      (options.sidecarNames ?? names).filter((name) => extensionOf(name) === 'xmp'),
      key,
    ),
  };
}

/**
 * The sidecar of one original. Deterministic, the same for any order of names, and unchanged by the sidecars
 * that it leads to: asking again after writing gives the same answer.
 *
 * Two originals never get the same sidecar, since `IMG_1.xmp` has at most one owner and `IMG_1.CR2.xmp` names its
 * own. The owner of `IMG_1.xmp`, among the pictures of that stem (without regard to case, because the folder may
 * be read on a system that knows none):
 * 1. the only picture of the stem;
 * 2. of several, the RAW; of several RAWs the first by name that is no DNG (Lightroom writes into DNGs, and
 *    beside the others), or else the first DNG;
 * 3. of several without a RAW, none: nobody can say whose it is, so all take the full form.
 * It has no owner where it is the full form of another picture (`IMG_1.CR2.xmp` beside `IMG_1.CR2` and
 * `IMG_1.CR2.jpg` belongs to the former).
 *
 * @param original the file name, with extension.
 * @returns an Error where no name is left: an original without extension beside pictures of that stem.
 */
export function chooseSidecar(
  original: string,
  folder: SidecarFolder,
  naming: SidecarNaming,
): SidecarChoice | Error {
  const full = fullForm(original, folder);
  const stem = stemOf(original);
  if (stem === original) {
    // Without an extension both forms are one name, and it is the adobe form of every picture of that stem.
    return folder.picturesByStem.has(key(original))
      ? new Error(
          `"${original}" has no extension, and "${original}.xmp" belongs to other pictures of that name.`,
        )
      : full;
  }
  if (naming === 'full' || !ownsStem(original, folder)) return full;
  const adobe = choice(`${stem}.xmp`, 'adobe', spellings(`${stem}.xmp`, folder));
  if (naming === 'adobe') return adobe;
  const [usual, other] = isRaw(original) ? [adobe, full] : [full, adobe];
  return other.exists && !usual.exists ? other : usual;
}

/**
 * Where the sidecars of a folder go when its root is read-only: the same tree below the mirror.
 *
 * @param folder absolute path of the originals' folder.
 * @param mirror.root the read-only root that holds the folder.
 * @param mirror.sidecarRoot config `xmp.sidecar_root`.
 * @param mirror.label the root's folder below it, see {@link rootLabel}.
 */
export function mirrorFolder(
  folder: string,
  mirror: { readonly root: string; readonly sidecarRoot: string; readonly label: string },
): string {
  const inside = relative(mirror.root, folder);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new RangeError(`${folder} is not below ${mirror.root}`);
  }
  return join(mirror.sidecarRoot, mirror.label, inside);
}

/**
 * The folder of a root below the mirror: its own absolute path (`mnt/nas/photos`). Longer than a bare name, but
 * no two roots share it, and it stays when roots are added or reordered.
 */
export function rootLabel(root: string): string {
  return root
    .split(/[\\/]+/u)
    .map((part) => part.replace(/:$/u, ''))
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join(sep);
}

function ownsStem(original: string, folder: SidecarFolder): boolean {
  const stemKey = key(stemOf(original));
  if ((folder.picturesByName.get(stemKey) ?? []).some((name) => extensionOf(name) !== '')) return false;
  const rivals = (folder.picturesByStem.get(stemKey) ?? []).filter((name) => name !== original);
  if (rivals.length === 0) return true;
  if (!isRaw(original)) return false;
  return rivals.every((rival) => !isRaw(rival) || comesFirst(original, rival));
}

function comesFirst(one: string, other: string): boolean {
  const dngs = Number(extensionOf(one) === 'dng') - Number(extensionOf(other) === 'dng');
  return dngs === 0 ? one < other : dngs < 0;
}

function fullForm(original: string, folder: SidecarFolder): SidecarChoice {
  const wanted = `${original}.xmp`;
  const namesakes = folder.picturesByName.get(key(original)) ?? [];
  const found = spellings(wanted, folder);
  // Beside `a.jpg` and `A.JPG` only the exact spelling says whose sidecar it is.
  const own = namesakes.some((name) => name !== original)
    ? found.filter((name) => stemOf(name) === original)
    : found;
  return choice(wanted, 'full', own);
}

const spellings = (wanted: string, folder: SidecarFolder): readonly string[] =>
  folder.sidecars.get(key(wanted)) ?? [];

function choice(wanted: string, form: SidecarChoice['form'], found: readonly string[]): SidecarChoice {
  const name = found.find((candidate) => candidate === wanted) ?? [...found].sort()[0];
  return name === undefined ? { name: wanted, form, exists: false } : { name, form, exists: true };
}

// Normalised too: a disk written on a Mac gives the same name in another Unicode form.
const key = (name: string): string => name.normalize('NFC').toLowerCase();

/** Without its last extension; `.jpg` and `name.` have none. */
function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 || dot === name.length - 1 ? name : name.slice(0, dot);
}

function extensionOf(name: string): string {
  const stem = stemOf(name);
  return stem === name ? '' : name.slice(stem.length + 1).toLowerCase();
}

function isRaw(name: string): boolean {
  return RAW_EXTENSIONS.has(extensionOf(name));
}

function isPicture(name: string): boolean {
  return isRaw(name) || OTHER_EXTENSIONS.has(extensionOf(name));
}
