import { chooseSidecar, indexFolder } from './sidecar-path.ts';
import { RULES } from './sidecar-readers-rules.ts';

/** Kinds of file that other programs treat alike. `other`: what a configuration adds (HEIC, WebP, …). */
export const PHOTO_KINDS = ['RAW', 'DNG', 'JPEG', 'TIFF', 'PNG', 'other'] as const;
export type PhotoKind = (typeof PHOTO_KINDS)[number];

export const PROGRAMS = [
  'Lightroom Classic',
  'Capture One',
  'darktable',
  'digiKam',
  'Immich',
  'exiftool',
] as const;
export type Program = (typeof PROGRAMS)[number];

/** `short`: `IMG_1.xmp`. `full`: `IMG_1.CR2.xmp`. `mirror`: either, but in the tree of `xmp.sidecar_root`. */
export type SidecarKind = 'short' | 'full' | 'mirror';

/** `setting`: yes, once something is set or said there, which the rule names. `once`: on import and never again. */
export type Reading = 'yes' | 'setting' | 'once' | 'no' | 'unknown';

export interface ReadingRule {
  readonly program: Program | 'any';
  readonly kinds: readonly PhotoKind[] | 'any';
  readonly sidecars: readonly SidecarKind[];
  readonly reads: Reading;
  readonly why: string;
  /** What to set or choose in that program or here; empty where there is nothing. */
  readonly todo: string;
}

/** Photos whose sidecars are of one kind. */
export interface PhotoCount {
  readonly kind: PhotoKind;
  readonly sidecar: SidecarKind;
  readonly photos: number;
}

/** One line of the table. */
export interface ReaderRow extends PhotoCount, Pick<ReadingRule, 'reads' | 'why' | 'todo'> {
  readonly program: Program;
}

/** The first rule that fits; the rules leave nothing out. */
export function ruleFor(program: Program, kind: PhotoKind, sidecar: SidecarKind): ReadingRule {
  const rule = RULES.find(
    (candidate) =>
      (candidate.program === 'any' || candidate.program === program) &&
      (candidate.kinds === 'any' || candidate.kinds.includes(kind)) &&
      candidate.sidecars.includes(sidecar),
  );
  if (rule === undefined) throw new RangeError(`no rule for ${program}, ${kind}, ${sidecar}`);
  return rule;
}

/** Which programs read the sidecars of these photos: program by program, each in the order of the counts. */
export function whoReads(counts: readonly PhotoCount[]): ReaderRow[] {
  const present = counts.filter(({ photos }) => photos > 0);
  return PROGRAMS.flatMap((program) =>
    present.map((count) => {
      const { reads, why, todo } = ruleFor(program, count.kind, count.sidecar);
      return { program, ...count, reads, why, todo };
    }),
  );
}

/**
 * What holds for the library as a whole: programs that find sidecars of one form of name only, where both occur.
 *
 * @returns sentences, none where nothing collides.
 */
export function remarksOn(counts: readonly PhotoCount[]): string[] {
  const sum = (kind: SidecarKind) =>
    counts.filter(({ sidecar }) => sidecar === kind).reduce((total, { photos }) => total + photos, 0);
  const short = sum('short');
  const full = sum('full');
  if (short === 0 || full === 0) return [];
  return [
    `digiKam looks for one form of name in the whole collection: with "Sidecar file names are compatible with commercial programs" on it sees ${short} of these sidecars, with it off ${full}. The setting xmp.naming: full gives new sidecars the full name; Lightroom and Capture One then see none of the new ones.`,
  ];
}

/** Kinds by extension (lower case); what is missing here is camera RAW or `other`. */
const KIND_OF: Readonly<Record<string, PhotoKind>> = {
  dng: 'DNG',
  jpg: 'JPEG',
  jpeg: 'JPEG',
  jpe: 'JPEG',
  tif: 'TIFF',
  tiff: 'TIFF',
  png: 'PNG',
};

/** @param name a file name. */
export function kindOf(name: string): PhotoKind {
  const dot = name.lastIndexOf('.');
  const extension = dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
  return KIND_OF[extension] ?? (isRaw(extension) ? 'RAW' : 'other');
}

/** Of pictures that lie alone, `auto` gives the short name to RAW and to nothing else: one list says what RAW is. */
function isRaw(extension: string): boolean {
  const name = `a.${extension}`;
  const choice = chooseSidecar(name, indexFolder([], { originals: [name] }), 'auto');
  return !(choice instanceof Error) && choice.form === 'adobe';
}
