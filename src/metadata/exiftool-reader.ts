import { extname } from 'node:path';
import type { ExistingKeywords, PhotoMetadata } from '../domain/metadata.ts';
import { bundledExiftool } from '../exiftool/bundled-exiftool.ts';
import type { ExiftoolPoolOptions } from '../exiftool/exiftool-pool.ts';
import { PHOTO_AND_HASH_ARGUMENTS, PHOTO_ARGUMENTS, SIDECAR_ARGUMENTS } from './exiftool-arguments.ts';
import { ExiftoolBatch } from './exiftool-batch.ts';
import type { MetadataReader } from './metadata-reader.ts';
import type { RawTags } from './raw-tags.ts';
import { READ_TAGS_VERSION, readKeywords, readTags, whyNoPicture } from './read-tags.ts';

/** Two keep two cores busy; the photos come from one disk. */
const PROCESSES = 2;

/** A RAW file on a slow network disk may take ten seconds; a minute without a sign means that exiftool hangs. */
const SILENCE_MILLIS = 60_000;

/** Files that most likely are JPEG: their image data hash comes from the file hasher. */
const JPEG_EXTENSIONS = new Set(['.jpg', '.jpeg', '.jpe', '.jfif']);

/**
 * Metadata through the exiftool that the package exiftool-vendored brings, many files at a time.
 *
 * `imageDataHash` is null for JPEG: the file hasher has it at no cost, while exiftool would read every JPEG to its end
 * (hash-files.ts). For all others exiftool computes it.
 *
 * @throws PhotoTagError TOOL_MISSING where exiftool is not installed. Perl is looked for with the first read.
 */
export function createExiftoolReader(options: Partial<ExiftoolPoolOptions> = {}): MetadataReader {
  const command = options.command ?? bundledExiftool();
  const batch = new ExiftoolBatch({
    command,
    processes: options.processes ?? PROCESSES,
    silenceMillis: options.silenceMillis ?? SILENCE_MILLIS,
  });
  return {
    id: `exiftool ${command.version}, tags ${READ_TAGS_VERSION}`,
    read: (paths) => readPhotos(batch, paths),
    readSidecars: (paths) => readSidecars(batch, paths),
    close: () => batch.close(),
  };
}

async function readPhotos(
  batch: ExiftoolBatch,
  paths: readonly string[],
): Promise<(PhotoMetadata | Error)[]> {
  const isNamedJpeg = (path: string) => JPEG_EXTENSIONS.has(extname(path).toLowerCase());
  const [jpegs, others] = await Promise.all([
    batch.ask(paths.filter(isNamedJpeg), PHOTO_ARGUMENTS),
    batch.ask(
      paths.filter((path) => !isNamedJpeg(path)),
      PHOTO_AND_HASH_ARGUMENTS,
    ),
  ]);
  const misnamed = [...jpegs].flatMap(([path, tags]) => (isOtherPicture(tags) ? [path] : []));
  const again = misnamed.length > 0 ? await batch.ask(misnamed, PHOTO_AND_HASH_ARGUMENTS) : null;
  return paths.map((path) => {
    const tags = again?.get(path) ?? jpegs.get(path) ?? others.get(path)!;
    if (tags instanceof Error) return tags;
    const problem = whyNoPicture(tags);
    return problem === null ? readTags(tags) : new Error(problem);
  });
}

function isOtherPicture(tags: RawTags | Error): boolean {
  return !(tags instanceof Error) && whyNoPicture(tags) === null && tags['File:FileType'] !== 'JPEG';
}

async function readSidecars(
  batch: ExiftoolBatch,
  paths: readonly string[],
): Promise<(ExistingKeywords | Error)[]> {
  const answers = await batch.ask(paths, SIDECAR_ARGUMENTS);
  return paths.map((path) => {
    const tags = answers.get(path)!;
    if (tags instanceof Error) return tags;
    const problem = whyNoSidecar(tags);
    return problem === null ? readKeywords(tags) : new Error(problem);
  });
}

function whyNoSidecar(tags: RawTags): string | null {
  const said = tags['ExifTool:Error'] ?? tags['ExifTool:Warning'];
  const type = tags['File:FileType'];
  if (type !== 'XMP') return `Not an XMP sidecar: exiftool says ${type ?? said ?? 'nothing'}.`;
  // Half a sidecar would look like one with fewer keywords.
  if (tags['ExifTool:Error'] !== undefined || /format error/i.test(String(said ?? ''))) {
    return `The sidecar is damaged: exiftool says ${said}.`;
  }
  return null;
}
