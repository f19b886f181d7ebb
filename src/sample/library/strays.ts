import { type PlannedPhoto, wallMillis } from './planned-file.ts';
import { photosOf, type Shoot } from './shoot.ts';

const SEATTLE: Shoot = {
  folder: '2021-10-02 Seattle',
  fileName: (number) => `R000${number}.JPG`,
  firstNumber: 1234,
  shots: 6,
  scene: 'autumnForest',
  camera: 'ricohForest',
  start: '2021-10-02T08:52:17',
  offset: '-07:00',
  gapSeconds: 16,
  iso: 400,
  fNumber: 4,
  exposureTime: '1/60',
  focalLengthMm: 18.3,
  gps: [47.6292, -122.2955],
};

/** RAW and JPEG of one stem, a RAW whose preview is too small, and JPEGs of the same burst. */
function rawShoot(seed: number): PlannedPhoto[] {
  const photos = photosOf(SEATTLE, seed);
  const raw = (photo: PlannedPhoto, format: 'dng' | 'dng-small-preview'): PlannedPhoto => ({
    ...photo,
    path: photo.path.replace('.JPG', '.DNG'),
    picture: { ...photo.picture, format, widthPx: 1280, heightPx: 854 },
  });
  const [first, second, third, ...rest] = photos;
  return [raw(first!, 'dng'), first!, raw(second!, 'dng'), raw(third!, 'dng-small-preview'), ...rest];
}

/** Pictures as a messenger leaves them: small, without EXIF, the date only in the name. */
function fromMessenger(seed: number): PlannedPhoto[] {
  const shoot: Shoot = {
    ...SEATTLE,
    folder: 'misc/WhatsApp',
    fileName: (number) => `IMG-20190703-WA00${number}.jpg`,
    firstNumber: 12,
    shots: 2,
    scene: 'coffee',
    start: '2019-07-03T09:12:00',
  };
  return photosOf(shoot, seed).map((photo, i) => ({
    ...photo,
    picture: { ...photo.picture, widthPx: 1600, heightPx: 1066 },
    tags: null,
    mtimeMillis: wallMillis('2020-12-27T11:00:00') + i * 900,
  }));
}

/** A TIFF from an image editor. */
function print(seed: number): PlannedPhoto[] {
  const shoot: Shoot = {
    ...SEATTLE,
    folder: 'misc',
    fileName: () => 'winter tree print.tif',
    shots: 1,
    scene: 'winterTree',
    camera: 'canonWide',
    start: '2015-01-18T08:05:00',
    offset: '+01:00',
    copiedAt: '2015-02-01T17:00:00',
  };
  const { gps: _gps, ...withoutGps } = shoot;
  return photosOf(withoutGps, seed).map((photo) => ({
    ...photo,
    picture: { ...photo.picture, format: 'tiff', widthPx: 1500, heightPx: 1000 },
  }));
}

/** Photos that are not a plain burst of JPEGs. */
export function strays(seed: number): PlannedPhoto[] {
  return [...rawShoot(seed), ...fromMessenger(seed), ...print(seed)];
}
