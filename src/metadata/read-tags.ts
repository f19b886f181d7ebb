import type { ExistingKeywords, GpsPosition, PhotoMetadata, WallTime } from '../domain/metadata.ts';
import { readExifTime } from './exif-time.ts';
import { CONTAINER_FIRST, listOf, type RawTags, TagIndex } from './raw-tags.ts';

/** Goes up whenever the same tags would give other metadata, so that metadata is read again. */
export const READ_TAGS_VERSION = 1;

/** What exiftool printed of one photo, as metadata. Values that make no sense are null, never a guess. */
export function readTags(raw: RawTags): PhotoMetadata {
  const tags = new TagIndex(raw);
  const [widthPx, heightPx] = readSize(tags);
  return {
    fileType: tags.first('FileType', readText),
    widthPx,
    heightPx,
    orientation: tags.first('Orientation', readOrientation),
    make: tags.first('Make', readText),
    model: tags.first('Model', readText),
    bodySerial: tags.first('SerialNumber', readSerial) ?? tags.first('InternalSerialNumber', readSerial),
    lens: readLens(tags),
    iso: readIso(tags),
    fNumber: tags.first(tags.has('FNumber') ? 'FNumber' : 'ApertureValue', readPositive),
    exposureSeconds: tags.first(
      tags.has('ExposureTime') ? 'ExposureTime' : 'ShutterSpeedValue',
      readPositive,
    ),
    focalLengthMm: tags.first('FocalLength', readPositive),
    flashFired: tags.first('Flash', readFlash) ?? tags.first('FlashFired', readTruth),
    gps: readGps(tags),
    gpsTimeMillis: readGpsTime(tags),
    dateTimeOriginal:
      readTime(tags, 'DateTimeOriginal', 'SubSecTimeOriginal', 'OffsetTimeOriginal') ?? readDateCreated(tags),
    createDate: readTime(tags, 'CreateDate', 'SubSecTimeDigitized', 'OffsetTimeDigitized'),
    modifyDate: readTime(tags, 'ModifyDate', 'SubSecTime', 'OffsetTime'),
    shutterCount: tags.first('ShutterCount', readCount) ?? tags.first('ImageCount', readCount),
    fileNumber: readFileNumber(tags),
    software: tags.first('Software', readText),
    imageDataHash: tags.first('ImageDataHash', readText),
    keywords: readKeywords(raw),
    warning: tags.first('Error', readText) ?? tags.first('Warning', readText),
  };
}

/** Keywords exactly as they stand: `007` and a blank at the end belong to the user. */
export function readKeywords(raw: RawTags): ExistingKeywords {
  return {
    subject: listOf(raw, 'XMP:Subject'),
    hierarchicalSubject: listOf(raw, 'XMP:HierarchicalSubject'),
    tagsList: listOf(raw, 'XMP:TagsList'),
    iptc: listOf(raw, 'IPTC:Keywords'),
  };
}

/** A sentence on why the content is no picture; null for a picture. The file's extension plays no part. */
export function whyNoPicture(raw: RawTags): string | null {
  const tags = new TagIndex(raw);
  const type = tags.first('FileType', readText);
  const mimeType = tags.first('MIMEType', readText);
  if (mimeType?.startsWith('image/')) return null;
  if (type !== null) return `Not a picture: exiftool says ${type} (${mimeType ?? 'unknown kind'}).`;
  return `Not a picture that exiftool can read: ${tags.first('Error', readText) ?? 'it names no file type'}.`;
}

/** A number, or null for what exiftool prints of 0/0 (`undef`, `inf`) and of blanks. */
function readNumber(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

function readPositive(text: string): number | null {
  const value = readNumber(text);
  return value !== null && value > 0 ? value : null;
}

function readCount(text: string): number | null {
  const value = readNumber(text);
  return value !== null && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function readText(text: string): string | null {
  // Cameras fill fixed fields with NUL or blanks.
  const trimmed = text.replaceAll('\0', '').trim();
  return trimmed === '' ? null : trimmed;
}

function readOrientation(text: string): number | null {
  const value = readNumber(text);
  return value !== null && Number.isInteger(value) && value >= 1 && value <= 8 ? value : null;
}

/** Bit 0 of EXIF Flash. */
function readFlash(text: string): boolean | null {
  const value = readNumber(text);
  return value !== null && Number.isInteger(value) && value >= 0 ? (value & 1) === 1 : null;
}

/** XMP's word for the same. */
function readTruth(text: string): boolean | null {
  return { true: true, false: false }[text.trim().toLowerCase()] ?? null;
}

function readSize(tags: TagIndex): [number, number] | [null, null] {
  const heights = tags.all('ImageHeight', CONTAINER_FIRST);
  for (const { group, text } of tags.all('ImageWidth', CONTAINER_FIRST)) {
    const width = readCount(text);
    const height = readCount(heights.find((value) => value.group === group)?.text ?? '');
    if (width !== null && height !== null) return [width, height];
  }
  return [null, null];
}

/** `No= 1005a431` is how old Nikon bodies write it; all zeros or `n/a` is no serial number. */
function readSerial(text: string): string | null {
  const serial = readText(text)?.replace(/^No= ?/, '') ?? '';
  return /^$|^[0\s.-]+$|^(n\/?a|none|unknown)\b/i.test(serial) ? null : serial;
}

function readLens(tags: TagIndex): string | null {
  const names = [tags.first('LensModel', readLensName), tags.first('Lens', readLensName)];
  // Nikon's LensType is a list of abilities (`D G VR`), no name.
  const isNikon = tags.first('Make', readText)?.toUpperCase().startsWith('NIKON') ?? false;
  if (!isNikon) names.push(tags.first('LensType', readLensName));
  return names.find((name) => name !== null) ?? null;
}

/** `n/a`, `----`, `0.0 mm f/0.0`, `Unknown (61182)` and a bare number name no lens. */
function readLensName(text: string): string | null {
  const name = readText(text) ?? '';
  return /^[-\d\s.]*$|^(n\/a|none|unknown)\b|^0(\.0)? ?mm f\/0/i.test(name) ? null : name;
}

/** EXIF keeps ISO in 16 bits: 65535 says that the real one is elsewhere. Some maker notes list two (`0 200`). */
function readIso(tags: TagIndex): number | null {
  const read = (text: string): number | null => {
    const values = text.split(/\s+/).flatMap((part) => readPositive(part) ?? []);
    const value = values.find((candidate) => candidate !== 65535);
    return value === undefined ? null : Math.round(value);
  };
  const iso =
    tags.first('ISO', read) ??
    tags.first('RecommendedExposureIndex', read) ??
    tags.first('StandardOutputSensitivity', read) ??
    tags.first('CameraISO', read);
  if (iso !== null) return iso;
  // Canon compacts before 2004 have no other (exiftool's Composite ISO).
  const base = tags.first('BaseISO', readPositive);
  const auto = tags.first('AutoISO', readPositive);
  return base !== null && auto !== null ? Math.round((base * auto) / 100) : null;
}

function readTime(tags: TagIndex, name: string, subSeconds: string, offset: string): WallTime | null {
  const besides = {
    subSeconds: tags.all(subSeconds).find(({ group }) => group === 'EXIF')?.text ?? null,
    offset: tags.all(offset).find(({ group }) => group === 'EXIF')?.text ?? null,
  };
  // Sub-seconds and offset of EXIF belong to the time of EXIF alone.
  return tags.first(name, (text, group) => readExifTime(text, group === 'EXIF' ? besides : {}));
}

/**
 * IPTC DateCreated with TimeCreated, or photoshop:DateCreated: what scans and archives have in place of
 * DateTimeOriginal (Metadata Working Group, Guidelines for Handling Image Metadata 2.0, "Original Date/Time").
 */
function readDateCreated(tags: TagIndex): WallTime | null {
  const time = tags.first('TimeCreated', readText);
  return tags.first('DateCreated', (text, group) =>
    group === 'IPTC' && time !== null ? readExifTime(`${text} ${time}`) : readExifTime(text),
  );
}

/** EXIF keeps degrees and the half of the globe apart; XMP has them in one signed number. */
function readGps(tags: TagIndex): GpsPosition | null {
  const latitudes = tags.all('GPSLatitude');
  for (const { group, text } of tags.all('GPSLongitude')) {
    const beside = (name: string) => tags.all(name).find((value) => value.group === group)?.text ?? '';
    const latitude = readNumber(latitudes.find((value) => value.group === group)?.text ?? '');
    const longitude = readNumber(text);
    if (latitude === null || longitude === null) continue;
    const position =
      group === 'XMP'
        ? { latitude, longitude }
        : signed(latitude, longitude, beside('GPSLatitudeRef'), beside('GPSLongitudeRef'));
    if (position !== null && isOnEarth(position)) return position;
  }
  return null;
}

function signed(latitude: number, longitude: number, north: string, east: string): GpsPosition | null {
  const half = { N: 1, S: -1, E: 1, W: -1 } as const;
  const latitudeSign = /^[NS]/i.test(north) ? half[north.charAt(0).toUpperCase() as 'N' | 'S'] : null;
  const longitudeSign = /^[EW]/i.test(east) ? half[east.charAt(0).toUpperCase() as 'E' | 'W'] : null;
  // No position is better than one on the wrong half of the globe.
  if (latitudeSign === null || longitudeSign === null) return null;
  return { latitude: Math.abs(latitude) * latitudeSign, longitude: Math.abs(longitude) * longitudeSign };
}

/** 0, 0 is what receivers without a fix write; nobody photographs in the Gulf of Guinea to the last digit. */
function isOnEarth({ latitude, longitude }: GpsPosition): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0);
}

/** GPS time is UTC. EXIF has date and time apart, XMP together. */
function readGpsTime(tags: TagIndex): number | null {
  const day = tags.first('GPSDateStamp', readText);
  const time = tags.first('GPSTimeStamp', readText);
  const stamp = day !== null && time !== null ? readExifTime(`${day} ${time}`) : null;
  if (stamp !== null) return stamp.wallMillis;
  const whole = tags.first('GPSDateTime', (text) => readExifTime(text));
  return whole === null ? null : whole.wallMillis - (whole.offsetMinutes ?? 0) * 60_000;
}

/** `100-0001`, as the camera names folder and file. */
function readFileNumber(tags: TagIndex): string | null {
  const number = tags.first('FileNumber', readText);
  const file = number ?? tags.first('FileIndex', readText);
  if (file === null || file.includes('-')) return file;
  const folder = tags.first(number === null ? 'DirectoryIndex' : 'DirectoryNumber', readText);
  return folder === null ? file : `${folder}-${file.padStart(4, '0')}`;
}
