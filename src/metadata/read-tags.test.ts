import { describe, expect, it } from 'vitest';
import type { PhotoMetadata } from '../domain/metadata.ts';
import type { RawTags } from './raw-tags.ts';
import { readTags, whyNoPicture } from './read-tags.ts';

type Tags = Record<string, string | string[]>;

const read = (tags: Tags): PhotoMetadata => readTags({ SourceFile: '/photo', ...tags } as RawTags);

/** One row: these tags, and what becomes of some fields. */
function table(rows: readonly { tags: Tags; expected: Partial<PhotoMetadata> }[]): void {
  it.each(
    rows.map((row) => ({ ...row, title: `${JSON.stringify(row.tags)} is ${JSON.stringify(row.expected)}` })),
  )('$title', ({ tags, expected }) => {
    expect(read(tags)).toMatchObject(expected);
  });
}

describe('a file without tags', () => {
  it('has metadata in which nothing is known', () => {
    const { keywords, ...others } = read({});
    expect(Object.values(others).every((value) => value === null)).toBe(true);
    expect(keywords).toEqual({ subject: [], hierarchicalSubject: [], tagsList: [], iptc: [] });
  });
});

describe('size and orientation', () => {
  table([
    {
      tags: { 'File:ImageWidth': '640', 'File:ImageHeight': '480' },
      expected: { widthPx: 640, heightPx: 480 },
    },
    {
      tags: {
        'EXIF:ImageWidth': '96',
        'EXIF:ImageHeight': '72',
        'File:ImageWidth': '640',
        'File:ImageHeight': '480',
      },
      expected: { widthPx: 640, heightPx: 480 },
    },
    {
      tags: {
        'XMP:ImageWidth': '10',
        'XMP:ImageHeight': '10',
        'EXIF:ImageWidth': '4000',
        'EXIF:ImageHeight': '3000',
      },
      expected: { widthPx: 4000, heightPx: 3000 },
    },
    {
      tags: { 'File:ImageWidth': '640', 'EXIF:ImageHeight': '480' },
      expected: { widthPx: null, heightPx: null },
    },
    {
      tags: { 'File:ImageWidth': '0', 'File:ImageHeight': '480' },
      expected: { widthPx: null, heightPx: null },
    },
    { tags: { 'EXIF:Orientation': '6' }, expected: { orientation: 6 } },
    { tags: { 'EXIF:Orientation': '0' }, expected: { orientation: null } },
    { tags: { 'EXIF:Orientation': '9' }, expected: { orientation: null } },
    { tags: { 'EXIF:Orientation': '', 'XMP:Orientation': '8' }, expected: { orientation: 8 } },
    { tags: { 'XMP:Orientation': 'Top-left' }, expected: { orientation: null } },
  ]);
});

describe('camera and lens', () => {
  table([
    {
      tags: { 'EXIF:Make': 'NIKON CORPORATION ', 'EXIF:Model': 'NIKON D70\0\0' },
      expected: { make: 'NIKON CORPORATION', model: 'NIKON D70' },
    },
    { tags: { 'EXIF:Make': '   ', 'XMP:Make': 'Canon' }, expected: { make: 'Canon' } },
    {
      tags: { 'XMP:Software': 'Lightroom', 'EXIF:Software': 'Ver.1.00' },
      expected: { software: 'Ver.1.00' },
    },
    { tags: { 'EXIF:SerialNumber': '062021002724' }, expected: { bodySerial: '062021002724' } },
    { tags: { 'MakerNotes:SerialNumber': 'No= 1005a431' }, expected: { bodySerial: '1005a431' } },
    {
      tags: { 'MakerNotes:SerialNumber': '0000000000', 'MakerNotes:InternalSerialNumber': 'H1234567' },
      expected: { bodySerial: 'H1234567' },
    },
    { tags: { 'MakerNotes:SerialNumber': 'n/a' }, expected: { bodySerial: null } },
    {
      tags: { 'EXIF:LensModel': 'EF24-70mm f/2.8L', 'XMP:Lens': 'other' },
      expected: { lens: 'EF24-70mm f/2.8L' },
    },
    {
      tags: { 'EXIF:LensModel': '----', 'MakerNotes:LensType': 'Sony FE 50mm' },
      expected: { lens: 'Sony FE 50mm' },
    },
    { tags: { 'MakerNotes:LensType': 'n/a' }, expected: { lens: null } },
    { tags: { 'MakerNotes:LensType': 'Unknown (61182)' }, expected: { lens: null } },
    { tags: { 'MakerNotes:Lens': '0.0 mm f/0.0' }, expected: { lens: null } },
    {
      tags: { 'EXIF:Make': 'NIKON', 'MakerNotes:LensType': 'D', 'MakerNotes:Lens': '50mm f/1.8' },
      expected: { lens: '50mm f/1.8' },
    },
    { tags: { 'EXIF:Make': 'NIKON', 'MakerNotes:LensType': 'G VR' }, expected: { lens: null } },
    { tags: { 'MakerNotes:ShutterCount': '2870' }, expected: { shutterCount: 2870 } },
    {
      tags: { 'MakerNotes:ShutterCount': '0', 'MakerNotes:ImageCount': '17' },
      expected: { shutterCount: 17 },
    },
    { tags: { 'MakerNotes:FileNumber': '106-2940' }, expected: { fileNumber: '106-2940' } },
    {
      tags: { 'MakerNotes:FileNumber': '0123', 'MakerNotes:DirectoryNumber': '100' },
      expected: { fileNumber: '100-0123' },
    },
    {
      tags: { 'MakerNotes:FileIndex': '42', 'MakerNotes:DirectoryIndex': '101' },
      expected: { fileNumber: '101-0042' },
    },
    { tags: { 'MakerNotes:FileIndex': '42' }, expected: { fileNumber: '42' } },
  ]);
});

describe('exposure', () => {
  table([
    {
      tags: {
        'EXIF:ExposureTime': '0.004',
        'EXIF:FNumber': '2.8',
        'EXIF:FocalLength': '50',
        'EXIF:ISO': '200',
      },
      expected: { exposureSeconds: 0.004, fNumber: 2.8, focalLengthMm: 50, iso: 200 },
    },
    {
      tags: { 'EXIF:ExposureTime': '0', 'EXIF:FNumber': 'undef', 'EXIF:FocalLength': 'inf', 'EXIF:ISO': '0' },
      expected: { exposureSeconds: null, fNumber: null, focalLengthMm: null, iso: null },
    },
    {
      tags: { 'MakerNotes:ExposureTime': '0.03111', 'EXIF:ExposureTime': '0.0333' },
      expected: { exposureSeconds: 0.0333 },
    },
    {
      tags: { 'EXIF:ShutterSpeedValue': '0.0125', 'EXIF:ApertureValue': '4' },
      expected: { exposureSeconds: 0.0125, fNumber: 4 },
    },
    {
      tags: { 'EXIF:ExposureTime': '0', 'EXIF:ShutterSpeedValue': '1' },
      expected: { exposureSeconds: null },
    },
    { tags: { 'EXIF:ISO': '65535', 'EXIF:RecommendedExposureIndex': '102400' }, expected: { iso: 102400 } },
    { tags: { 'MakerNotes:ISO': '0 200' }, expected: { iso: 200 } },
    {
      tags: { 'MakerNotes:CameraISO': 'Auto', 'MakerNotes:BaseISO': '64.8', 'MakerNotes:AutoISO': '100' },
      expected: { iso: 65 },
    },
    { tags: { 'EXIF:Flash': '0' }, expected: { flashFired: false } },
    { tags: { 'EXIF:Flash': '1' }, expected: { flashFired: true } },
    { tags: { 'EXIF:Flash': '16' }, expected: { flashFired: false } },
    { tags: { 'EXIF:Flash': '25' }, expected: { flashFired: true } },
    { tags: { 'XMP:Flash': '\n  ' }, expected: { flashFired: null } },
    { tags: { 'XMP:FlashFired': 'True' }, expected: { flashFired: true } },
  ]);
});

const gps = (latitude: string, north: string, longitude: string, east: string): Tags => ({
  'EXIF:GPSLatitude': latitude,
  'EXIF:GPSLatitudeRef': north,
  'EXIF:GPSLongitude': longitude,
  'EXIF:GPSLongitudeRef': east,
});

describe('place and GPS time', () => {
  table([
    { tags: gps('40.5', 'N', '3.7', 'W'), expected: { gps: { latitude: 40.5, longitude: -3.7 } } },
    { tags: gps('22.9', 'South', '43.2', 'West'), expected: { gps: { latitude: -22.9, longitude: -43.2 } } },
    { tags: gps('40.5', '', '3.7', ''), expected: { gps: null } },
    { tags: gps('', '', '', ''), expected: { gps: null } },
    { tags: gps('0', 'N', '0', 'E'), expected: { gps: null } },
    { tags: gps('undef', 'N', '3.7', 'E'), expected: { gps: null } },
    { tags: gps('91', 'N', '3.7', 'E'), expected: { gps: null } },
    {
      tags: { 'XMP:GPSLatitude': '-22.9', 'XMP:GPSLongitude': '-43.2' },
      expected: { gps: { latitude: -22.9, longitude: -43.2 } },
    },
    {
      tags: { ...gps('', '', '', ''), 'XMP:GPSLatitude': '1', 'XMP:GPSLongitude': '2' },
      expected: { gps: { latitude: 1, longitude: 2 } },
    },
    {
      tags: { 'EXIF:GPSDateStamp': '2022:01:10', 'EXIF:GPSTimeStamp': '21:15:33.519' },
      expected: { gpsTimeMillis: Date.UTC(2022, 0, 10, 21, 15, 33, 519) },
    },
    { tags: { 'EXIF:GPSTimeStamp': '21:15:33' }, expected: { gpsTimeMillis: null } },
    {
      tags: { 'XMP:GPSDateTime': '2023:11:15 12:30:00Z' },
      expected: { gpsTimeMillis: Date.UTC(2023, 10, 15, 12, 30) },
    },
    {
      tags: { 'XMP:GPSDateTime': '2023:11:15 12:30:00+02:00' },
      expected: { gpsTimeMillis: Date.UTC(2023, 10, 15, 10, 30) },
    },
  ]);
});

const wall = (...parts: [number, number, number, number, number, number, number?]) => Date.UTC(...parts);

describe('dates', () => {
  table([
    {
      tags: {
        'EXIF:DateTimeOriginal': '2014:05:03 10:22:07',
        'EXIF:SubSecTimeOriginal': '25',
        'EXIF:OffsetTimeOriginal': '-03:00',
        'EXIF:OffsetTime': '+09:00',
      },
      expected: { dateTimeOriginal: { wallMillis: wall(2014, 4, 3, 10, 22, 7, 250), offsetMinutes: -180 } },
    },
    {
      tags: {
        'EXIF:CreateDate': '2014:05:03 10:22:07',
        'EXIF:SubSecTimeDigitized': '5',
        'EXIF:OffsetTimeDigitized': '+01:00',
      },
      expected: { createDate: { wallMillis: wall(2014, 4, 3, 10, 22, 7, 500), offsetMinutes: 60 } },
    },
    {
      tags: { 'EXIF:ModifyDate': '2023-09-27T14:35:33+02:00', 'XMP:ModifyDate': '2020:01:01 00:00:00' },
      expected: { modifyDate: { wallMillis: wall(2023, 8, 27, 14, 35, 33), offsetMinutes: 120 } },
    },
    {
      tags: {
        'EXIF:DateTimeOriginal': '0000:00:00 00:00:00',
        'EXIF:SubSecTimeOriginal': '99',
        'XMP:DateTimeOriginal': '2010:01:02 03:04:05',
      },
      expected: { dateTimeOriginal: { wallMillis: wall(2010, 0, 2, 3, 4, 5), offsetMinutes: null } },
    },
    {
      tags: { 'IPTC:DateCreated': '2004:08:27', 'IPTC:TimeCreated': '13:52:55+02:00' },
      expected: { dateTimeOriginal: { wallMillis: wall(2004, 7, 27, 13, 52, 55), offsetMinutes: 120 } },
    },
    {
      tags: { 'IPTC:DateCreated': '2004:08:27', 'XMP:DateCreated': '2004' },
      expected: { dateTimeOriginal: null },
    },
    {
      tags: { 'EXIF:DateTimeOriginal': '', 'EXIF:ModifyDate': '    :  :     :  :  ' },
      expected: { dateTimeOriginal: null, modifyDate: null },
    },
  ]);
});

describe('keywords, hash and warning', () => {
  const keywords = { subject: [], hierarchicalSubject: [], tagsList: [], iptc: [] };
  table([
    { tags: { 'XMP:Subject': '007' }, expected: { keywords: { ...keywords, subject: ['007'] } } },
    {
      tags: {
        'XMP:Subject': ['flower', 'flower', ' São Paulo '],
        'XMP:HierarchicalSubject': 'Places|Brazil',
        'XMP:TagsList': ['Places/Brazil'],
        'IPTC:Keywords': ['2019', '1.0', 'True'],
      },
      expected: {
        keywords: {
          subject: ['flower', 'flower', ' São Paulo '],
          hierarchicalSubject: ['Places|Brazil'],
          tagsList: ['Places/Brazil'],
          iptc: ['2019', '1.0', 'True'],
        },
      },
    },
    {
      tags: { 'XMP:Subject': '', 'IPTC:Keywords': ['', 'a'] },
      expected: { keywords: { ...keywords, iptc: ['a'] } },
    },
    {
      tags: { 'File:ImageDataHash': 'e0aceee4bfcf744fd5f4636a504500a0' },
      expected: { imageDataHash: 'e0aceee4bfcf744fd5f4636a504500a0' },
    },
    { tags: { 'ExifTool:Warning': 'Bad IFD2 directory' }, expected: { warning: 'Bad IFD2 directory' } },
    {
      tags: { 'ExifTool:Warning': 'a', 'ExifTool:Error': 'File format error' },
      expected: { warning: 'File format error' },
    },
  ]);
});

describe('what is no picture', () => {
  it.each([
    { tags: { 'File:FileType': 'JPEG', 'File:MIMEType': 'image/jpeg' }, expected: null },
    { tags: { 'File:FileType': 'DNG', 'File:MIMEType': 'image/x-adobe-dng' }, expected: null },
    {
      tags: { 'File:FileType': 'TXT', 'File:MIMEType': 'text/plain' },
      expected: 'Not a picture: exiftool says TXT (text/plain).',
    },
    {
      tags: { 'File:FileType': 'MP4', 'File:MIMEType': 'video/mp4' },
      expected: 'Not a picture: exiftool says MP4 (video/mp4).',
    },
    {
      tags: { 'ExifTool:Error': 'File is empty' },
      expected: 'Not a picture that exiftool can read: File is empty.',
    },
    { tags: {}, expected: 'Not a picture that exiftool can read: it names no file type.' },
  ])('$tags gives $expected', ({ tags, expected }) => {
    expect(whyNoPicture({ SourceFile: '/photo', ...tags } as RawTags)).toBe(expected);
  });
});
