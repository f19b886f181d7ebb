import type { PhotoMetadata, WallTime } from '../src/domain/metadata.ts';

/** One file of `exiftool -json -n`: values as they stand, numbers as numbers. */
export type PlainTags = Readonly<Record<string, unknown>>;

export interface Differences {
  /** `path: Tag is 1 for exiftool and 2 for us`. */
  readonly different: readonly string[];
  readonly compared: number;
  /** Values that only we have, from maker notes mostly. */
  readonly onlyOurs: number;
}

/** How each tag of exiftool is written in our metadata. Text is compared as text, numbers within a millionth. */
const COMPARED: Readonly<Record<string, (metadata: PhotoMetadata) => string | number | null>> = {
  FileType: (ours) => ours.fileType,
  ImageWidth: (ours) => ours.widthPx,
  ImageHeight: (ours) => ours.heightPx,
  Orientation: (ours) => ours.orientation,
  Make: (ours) => ours.make,
  Model: (ours) => ours.model,
  Software: (ours) => ours.software,
  LensModel: (ours) => ours.lens,
  ISO: (ours) => ours.iso,
  FNumber: (ours) => ours.fNumber,
  ExposureTime: (ours) => ours.exposureSeconds,
  FocalLength: (ours) => ours.focalLengthMm,
  Flash: (ours) => (ours.flashFired === null ? null : Number(ours.flashFired)),
  GPSLatitude: (ours) => ours.gps?.latitude ?? null,
  GPSLongitude: (ours) => ours.gps?.longitude ?? null,
  DateTimeOriginal: (ours) => readingOf(ours.dateTimeOriginal),
  CreateDate: (ours) => readingOf(ours.createDate),
  ModifyDate: (ours) => readingOf(ours.modifyDate),
  Subject: (ours) => joined(ours.keywords.subject),
  Keywords: (ours) => joined(ours.keywords.iptc),
};

/** Compares file by file, tag by tag. Blanks, zeros and the like in exiftool's output say nothing: both have none. */
export function findDifferences(
  theirs: readonly PlainTags[],
  ours: ReadonlyMap<string, PhotoMetadata | Error>,
): Differences {
  const different: string[] = [];
  let compared = 0;
  let onlyOurs = 0;
  for (const tags of theirs) {
    const path = String(tags.SourceFile);
    const metadata = ours.get(path);
    if (metadata === undefined || metadata instanceof Error) {
      different.push(`${path}: ${metadata?.message ?? 'we have no answer'}`);
      continue;
    }
    for (const [tag, read] of Object.entries(COMPARED)) {
      const their = meaningOf(tag, tags[tag]);
      const our = read(metadata);
      if (their === null) {
        if (our !== null) onlyOurs += 1;
        continue;
      }
      compared += 1;
      if (!isSame(their, our)) different.push(`${path}: ${tag} is ${their} for exiftool and ${our} for us`);
    }
  }
  return { different, compared, onlyOurs };
}

function meaningOf(tag: string, value: unknown): string | number | null {
  if (value === undefined) return null;
  if (Array.isArray(value)) return joined(value.map(String));
  const text = String(value).trim();
  if (text === '' || /^0000/.test(text) || /^(undef|inf)$/.test(text)) return null;
  if (/Date/.test(tag))
    return /^\d{4}.\d\d.\d\d.\d\d:\d\d:\d\d/.test(text)
      ? text.slice(0, 19).replace('T', ' ').replaceAll('-', ':')
      : null;
  if (tag === 'Flash') return Number(text) & 1;
  if (['ISO', 'FNumber', 'ExposureTime', 'FocalLength', 'Orientation'].includes(tag)) {
    const number = Number(text);
    return number > 0 && number !== 65535 ? number : null;
  }
  return text;
}

function isSame(their: string | number, our: string | number | null): boolean {
  if (our === null) return false;
  const [a, b] = [Number(their), Number(our)];
  if (Number.isFinite(a) && Number.isFinite(b)) return Math.abs(a - b) <= Math.abs(a) * 1e-6;
  return String(their) === String(our);
}

function readingOf(time: WallTime | null): string | null {
  if (time === null) return null;
  return new Date(time.wallMillis).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', ':');
}

const joined = (list: readonly string[]): string | null => (list.length === 0 ? null : list.join('\n'));
