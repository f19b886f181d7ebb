import { type JpegHeader, readJpegHeader } from './jpeg-header.ts';
import type { ByteSource } from './original-file.ts';
import { readTiffDirectories, type TiffDirectory } from './tiff-directories.ts';

/** A JPEG that lies inside a RAW file. */
export interface EmbeddedJpeg extends JpegHeader {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** What the directories of a RAW file in TIFF structure say: NEF, CR2, ARW, DNG, RW2, PEF, SRW and others. */
export interface RawStructure {
  /** EXIF orientation, 1 to 8, that the RAW data and the previews are stored in. */
  readonly orientation: number;
  /** Size of the RAW data as stored, 0 where the file does not say. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly previews: readonly EmbeddedJpeg[];
  /** Offset behind the last picture data: larger than the file where it was cut off. */
  readonly endOfData: number;
}

const TAG = {
  width: 0x0100,
  height: 0x0101,
  compression: 0x0103,
  photometric: 0x0106,
  stripOffsets: 0x0111,
  orientation: 0x0112,
  stripByteCounts: 0x0117,
  tileOffsets: 0x0144,
  tileByteCounts: 0x0145,
  jpegOffset: 0x0201,
  jpegByteCount: 0x0202,
  dngVersion: 0xc612,
  panasonicJpegFromRaw: 0x002e,
  panasonicSensorWidth: 0x0002,
  panasonicSensorHeight: 0x0003,
} as const;

/** Photometric interpretation of sensor data: colour filter array (TIFF/EP) and linear RAW (DNG 1.6). */
const RAW_PHOTOMETRIC = new Set([32803, 34892]);
/** Makers' compressions, as exiftool names them: Sony ARW, Samsung SRW (2), Nikon NEF, Pentax PEF. */
const RAW_COMPRESSION = new Set([32767, 32770, 32772, 34713, 65535]);
/** Panasonic's strip offset where the data is found by another tag. */
const NOWHERE = 0xffffffff;
/** JPEG in a strip: old style (6) as in CR2, and TIFF Tech Note 2 (7) as in DNG. */
const JPEG_COMPRESSION = new Set([6, 7]);

/**
 * @param name what the first bytes said ({@link Content}): CR2 and RW2 are RAW by their signature alone.
 * @returns undefined where the file is a TIFF picture and no RAW.
 */
export async function readRawStructure(file: ByteSource, name: string): Promise<RawStructure | undefined> {
  const directories = await readTiffDirectories(file);
  const isRaw = name !== 'TIFF' || directories.some(holdsSensorData);
  if (!isRaw) return undefined;
  const first = directories[0] ?? new Map();
  const orientation = number(first, TAG.orientation) ?? 1;
  const sizes = directories.map((directory) => ({
    widthPx: number(directory, TAG.width) ?? number(directory, TAG.panasonicSensorWidth) ?? 0,
    heightPx: number(directory, TAG.height) ?? number(directory, TAG.panasonicSensorHeight) ?? 0,
  }));
  const largest = sizes.reduce((a, b) => (b.widthPx * b.heightPx > a.widthPx * a.heightPx ? b : a), {
    widthPx: 0,
    heightPx: 0,
  });
  return {
    ...largest,
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    previews: await findPreviews(file, directories),
    endOfData: Math.max(0, ...directories.flatMap(dataOf).map(({ offset, sizeBytes }) => offset + sizeBytes)),
  };
}

function holdsSensorData(directory: TiffDirectory): boolean {
  return (
    directory.has(TAG.dngVersion) ||
    RAW_PHOTOMETRIC.has(number(directory, TAG.photometric) ?? 0) ||
    RAW_COMPRESSION.has(number(directory, TAG.compression) ?? 0)
  );
}

async function findPreviews(
  file: ByteSource,
  directories: readonly TiffDirectory[],
): Promise<EmbeddedJpeg[]> {
  const previews: EmbeddedJpeg[] = [];
  for (const { offset, sizeBytes } of directories.flatMap(jpegsOf)) {
    if (offset + sizeBytes > file.sizeBytes) continue;
    const header = await readJpegHeader(file, offset);
    if (header !== undefined) previews.push({ ...header, offset, sizeBytes });
  }
  return previews;
}

interface Extent {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Where a directory says that JPEGs lie; whether there is one to look at, its own header tells. */
function jpegsOf(directory: TiffDirectory): Extent[] {
  const extents: Extent[] = [];
  const offset = number(directory, TAG.jpegOffset);
  const sizeBytes = number(directory, TAG.jpegByteCount);
  if (offset !== undefined && sizeBytes !== undefined) extents.push({ offset, sizeBytes });
  const panasonic = directory.get(TAG.panasonicJpegFromRaw);
  if (panasonic !== undefined) extents.push({ offset: panasonic.offset, sizeBytes: panasonic.count });
  const strips = directory.get(TAG.stripOffsets)?.numbers ?? [];
  const counts = directory.get(TAG.stripByteCounts)?.numbers ?? [];
  const isPicture =
    JPEG_COMPRESSION.has(number(directory, TAG.compression) ?? 0) &&
    !RAW_PHOTOMETRIC.has(number(directory, TAG.photometric) ?? 0);
  if (isPicture && strips.length === 1 && counts.length === 1)
    extents.push({ offset: strips[0]!, sizeBytes: counts[0]! });
  return extents;
}

/** All picture data that a directory points to. */
function dataOf(directory: TiffDirectory): Extent[] {
  const pairs = [
    [TAG.stripOffsets, TAG.stripByteCounts],
    [TAG.tileOffsets, TAG.tileByteCounts],
    [TAG.jpegOffset, TAG.jpegByteCount],
  ] as const;
  return pairs.flatMap(([offsets, counts]) => {
    const sizes = directory.get(counts)?.numbers ?? [];
    return (directory.get(offsets)?.numbers ?? [])
      .map((offset, index) => ({ offset, sizeBytes: sizes[index] ?? 0 }))
      .filter(({ offset }) => offset !== NOWHERE);
  });
}

function number(directory: TiffDirectory, tag: number): number | undefined {
  return directory.get(tag)?.numbers[0];
}
