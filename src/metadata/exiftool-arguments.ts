/**
 * What exiftool is asked for. The order of the day is speed: naming tags one by one (`-Make -Model …`) costs a
 * search per tag and file, and tags that are made of others (Composite) need code to be compiled for each file. So
 * exiftool is told which tags to keep at all (`IgnoreTags=all` with `RequestTags`) and then to print what it kept.
 * Measured on 400 camera JPEGs, seconds of processor time: everything with `-fast2`, which leaves out maker notes and
 * with them serial numbers, lenses and shutter counts, 3.1; these tags with maker notes named one by one 3.0, kept
 * and printed 2.5 with Composite, 1.6 without. `-fast` saves no more and would miss metadata behind the image data.
 * The options are described in ExifTool.pod of the bundled version.
 */

/** exiftool looks at these itself while reading: without them it misjudges file types and drops extended XMP. */
const NEEDED_BY_EXIFTOOL = [
  'FileType',
  'FileTypeExtension',
  'MIMEType',
  'HasExtendedXMP',
  'Warning',
  'Error',
];

const KEYWORDS = ['Subject', 'HierarchicalSubject', 'TagsList', 'Keywords'];

const PHOTO = [
  ...NEEDED_BY_EXIFTOOL,
  ...KEYWORDS,
  ...['ImageWidth', 'ImageHeight', 'Orientation', 'Make', 'Model', 'Software'],
  ...['SerialNumber', 'InternalSerialNumber', 'LensModel', 'Lens', 'LensType'],
  ...['ISO', 'StandardOutputSensitivity', 'RecommendedExposureIndex', 'CameraISO', 'BaseISO', 'AutoISO'],
  ...['FNumber', 'ApertureValue', 'ExposureTime', 'ShutterSpeedValue', 'FocalLength', 'Flash', 'FlashFired'],
  ...['GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef'],
  ...['GPSDateStamp', 'GPSTimeStamp', 'GPSDateTime'],
  ...['DateTimeOriginal', 'SubSecTimeOriginal', 'OffsetTimeOriginal'],
  ...['CreateDate', 'SubSecTimeDigitized', 'OffsetTimeDigitized'],
  ...['ModifyDate', 'SubSecTime', 'OffsetTime', 'DateCreated', 'TimeCreated'],
  ...['ShutterCount', 'ImageCount', 'FileNumber', 'DirectoryNumber', 'FileIndex', 'DirectoryIndex'],
];

const SIDECAR = [...NEEDED_BY_EXIFTOOL, ...KEYWORDS];

const COMMON = [
  '-json',
  // The group says who speaks: EXIF, MakerNotes, XMP… (and brings a tag once for each of them).
  '-G0',
  ...api('IgnoreTags=all'),
  // pdf:Subject and pdf:Keywords are other things with the names of keyword properties.
  ...api('IgnoreGroups=XMP-pdf'),
  ...api('Composite=0'),
  // Every value as a JSON string: else the keywords 007, 1.0 and True come back as 7, 1 and true.
  ...api('StructFormat=JSONQ'),
  // exiftool's own words in English, whatever the machine speaks.
  ...['-lang', 'en'],
];

/** By their exact group, so that a property of the same name elsewhere cannot stand in their place. */
const EXACT = ['-IPTC:Keywords', '-XMP-dc:Subject'];

/** These are numbers in the file and names only as exiftool prints them; all others come as they are (`-all#`). */
const PRINTED = ['-LensType', '-Lens', '-SerialNumber', '-FileNumber'];

/** For photos whose image data hash comes from elsewhere (JPEG: see hash-files.ts). */
export const PHOTO_ARGUMENTS = [...COMMON, ...keep(PHOTO), ...EXACT, ...PRINTED, '-all#'];

/** With ImageDataHash, for which exiftool reads the whole file; it reports on stderr that it is still alive. */
export const PHOTO_AND_HASH_ARGUMENTS = [
  ...COMMON,
  ...keep([...PHOTO, 'ImageDataHash']),
  ...api('ImageHashProgress=5'),
  ...[...EXACT, ...PRINTED, '-all#'],
];

export const SIDECAR_ARGUMENTS = [...COMMON, ...keep(SIDECAR), '-XMP-dc:Subject', '-all#'];

function api(option: string): string[] {
  return ['-api', option];
}

function keep(tags: readonly string[]): string[] {
  return api(`RequestTags=${tags.join(',')}`);
}
