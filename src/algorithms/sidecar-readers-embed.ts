import { basename, dirname, join } from 'node:path';
import type { SidecarKind } from './sidecar-readers.ts';

/** One photo whose program reads nothing but what is inside the file. */
export interface PhotoToEmbed {
  readonly root: string;
  /** Below the root, with `/`. */
  readonly path: string;
  readonly form: Exclude<SidecarKind, 'mirror'>;
  /** The folder below which the root's tree of sidecars is, where that is not the root; without `%`. */
  readonly mirror: string | null;
}

/** A command line of a shell that makes copies with the tags inside. */
export interface EmbedCommand {
  readonly root: string;
  /** Where the copies go: beside the root, never in it. */
  readonly copies: string;
  readonly command: string;
  /** What the command works on, below the root; null for all photos of these kinds there. */
  readonly files: readonly string[] | null;
}

/** More on one line would be no line to copy. */
const MOST_NAMES = 20;

/** What programs that read no sidecars of these kinds read inside; exiftool compares without regard to case. */
const EXTENSIONS = ['jpg', 'jpeg', 'jpe', 'tif', 'tiff', 'png', 'dng'];

/** The lists that carry our tags. */
const TAGS = ['-XMP-dc:Subject', '-XMP-lr:HierarchicalSubject'];

/**
 * The commands that embed the sidecars' tags in copies, in the order in which they have to run.
 *
 * Photos whose sidecar has the full name are done a whole root at once: that name belongs to one photo. The short one
 * may be another photo's (`IMG_1.xmp` is the RAW's, not that of the JPEG beside it), so those photos are named one by
 * one, and first, because the run over the root would otherwise copy them without tags.
 */
export function embedCommands(photos: readonly PhotoToEmbed[]): EmbedCommand[] {
  return [...Map.groupBy(photos, ({ root }) => root)].flatMap(([root, ofRoot]) => {
    const groups = [...Map.groupBy(ofRoot, sidecarPattern)].map(([pattern, members]) => ({
      pattern,
      members,
    }));
    const whole = groups
      .filter(({ members }) => members[0]!.form === 'full')
      .sort((one, other) => other.members.length - one.members.length)[0];
    return [
      ...groups
        .filter((group) => group !== whole)
        .map(({ pattern, members }) =>
          commandFor(
            root,
            pattern,
            members.map(({ path }) => path),
          ),
        ),
      ...(whole === undefined ? [] : [commandFor(root, whole.pattern, null)]),
    ];
  });
}

function commandFor(root: string, pattern: string, files: readonly string[] | null): EmbedCommand {
  // exiftool's patterns know no way to write a plain `%`: the root's own path must not be in one.
  const name = `${basename(root).replaceAll('%', '_')}-with-keywords`;
  const source =
    files === null
      ? [...EXTENSIONS.flatMap((extension) => ['-ext', extension]), '-r', '.']
      : files.length <= MOST_NAMES
        ? files.map((path) => quoted(`./${path}`))
        : ['-@', 'files.txt'];
  const words = [
    'exiftool',
    // The copy gets the photo's time.
    '-P',
    // The lists inside the photo and those of the sidecar, one after the other, none twice.
    ...['-api', 'NoDups=1', '-tagsfromfile', '@', ...TAGS],
    ...['-addtagsfromfile', quoted(pattern), ...TAGS],
    // Writes new files, and refuses to write over any.
    '-o',
    quoted(`../${name}/%d%f.%e`),
    ...source,
  ];
  return {
    root,
    copies: join(dirname(root), name),
    command: `cd ${quoted(root)} && ${words.join(' ')}`,
    files,
  };
}

/** In exiftool's codes: `%d` folder with `/`, `%f` name, `%e` extension. */
const sidecarPattern = ({ form, mirror }: PhotoToEmbed): string =>
  `${mirror === null ? '' : `${mirror}/`}%d%f${form === 'full' ? '.%e' : ''}.xmp`;

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
