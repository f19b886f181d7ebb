import { seededRandom } from '../../algorithms/seeded-random.ts';
import type { Development } from '../pixels/develop.ts';
import type { SceneName } from '../scenes/index.ts';
import { CAMERAS, type CameraName } from './camera.ts';
import { exifTime, offsetMillis, type PlannedPhoto, wallMillis } from './planned-file.ts';

/** Several shots of one scene, minutes or seconds apart. */
export interface Shoot {
  readonly folder: string;
  /** Name of the file with a number, `IMG_2201.JPG`. */
  readonly fileName: (number: number) => string;
  readonly firstNumber: number;
  readonly shots: number;
  readonly scene: SceneName;
  readonly camera: CameraName;
  /** True wall-clock time of the first shot. */
  readonly start: string;
  readonly offset: string;
  readonly gapSeconds: number;
  readonly iso: number;
  readonly fNumber: number;
  readonly exposureTime: string;
  readonly focalLengthMm: number;
  /** Latitude and longitude in degrees. */
  readonly gps?: readonly [number, number];
  readonly flash?: boolean;
  readonly upright?: boolean;
  /** How far the framing wanders from shot to shot; 1 is a hand-held walk around the subject. */
  readonly wander?: number;
  readonly look?: Development['look'];
  readonly bloom?: number;
  readonly vignette?: number;
  readonly stops?: number;
  /** What the camera's clock said at the first shot, where it was wrong. */
  readonly clockSays?: string;
  /** The EXIF date is that of the scanner. */
  readonly scannedAt?: string;
  /** Files got the date of the day on which they were copied. */
  readonly copiedAt?: string;
}

/** The photos of a shoot. The seed moves the camera and the grain, never what the scene shows. */
export function photosOf(shoot: Shoot, seed: number): PlannedPhoto[] {
  const random = seededRandom(seed + hashOf(shoot.folder + shoot.scene));
  const wander = shoot.wander ?? 1;
  const start = wallMillis(shoot.start);
  const clockError = shoot.clockSays === undefined ? 0 : wallMillis(shoot.clockSays) - start;
  const photos: PlannedPhoto[] = [];
  let elapsed = 0;
  for (let i = 0; i < shoot.shots; i++) {
    // Most frames repeat the first with small changes; now and then a step closer.
    const closer = i > 0 && i % 4 === 3 ? 0.16 : 0;
    const bracket = i === 0 ? 0 : [0, -0.4, 0.35, 0.1][i % 4]!;
    const view = {
      panX: wander * 0.07 * (random() - 0.5) * 2,
      panY: wander * 0.025 * (random() - 0.5) * 2,
      zoom: 1 + wander * (0.07 * random() + closer),
      rollRadians: wander * 0.02 * (random() - 0.5),
    };
    const wall = start + Math.round(elapsed * 1000);
    photos.push({
      path: `${shoot.folder}/${shoot.fileName(shoot.firstNumber + i)}`,
      picture: {
        scene: shoot.scene,
        exposure: { seed: hashOf(shoot.folder + shoot.scene) % 1000, view, seconds: elapsed },
        development: {
          exposureStops: (shoot.stops ?? 0) + bracket,
          iso: shoot.iso,
          bloom: shoot.bloom ?? 0.05,
          vignette: shoot.vignette ?? 0.35,
          look: shoot.look ?? 'colour',
          grainSeed: Math.floor(random() * 1e6),
        },
        widthPx: shoot.upright ? 1600 : 2400,
        heightPx: shoot.upright ? 2400 : 1600,
        orientation: shoot.upright ? (i % 3 === 2 ? 6 : 8) : 1,
        format: 'jpeg',
      },
      tags: tagsOf(shoot, wall + clockError, bracket),
      mtimeMillis: mtimeOf(shoot, wall + clockError, i),
    });
    elapsed += shoot.gapSeconds * (0.6 + 0.8 * random());
  }
  return photos;
}

function tagsOf(shoot: Shoot, clock: number, bracket: number): Record<string, string | number> {
  const shown = shoot.scannedAt === undefined ? clock : wallMillis(shoot.scannedAt) + (clock % 3_600_000);
  const dates: Record<string, string | number> = {
    DateTimeOriginal: exifTime(shown),
    CreateDate: exifTime(shown),
    ModifyDate: exifTime(shown),
  };
  if (shoot.camera === 'scanner') return { ...CAMERAS[shoot.camera], ...dates };
  const tags: Record<string, string | number> = {
    ...CAMERAS[shoot.camera],
    ...dates,
    ISO: shoot.iso,
    FNumber: shoot.fNumber,
    ExposureTime: shoot.exposureTime,
    FocalLength: shoot.focalLengthMm,
    ExposureCompensation: bracket,
    'Flash#': shoot.flash ? 1 : 0,
  };
  if (shoot.clockSays === undefined && shoot.scannedAt === undefined) {
    const subSeconds = String(Math.floor((shown % 1000) / 10)).padStart(2, '0');
    for (const suffix of ['', 'Original', 'Digitized']) {
      tags[`SubSecTime${suffix}`] = subSeconds;
      tags[`OffsetTime${suffix}`] = shoot.offset;
    }
  }
  if (shoot.gps !== undefined) {
    const [latitude, longitude] = shoot.gps;
    const utc = new Date(shown - offsetMillis(shoot.offset)).toISOString();
    tags.GPSLatitude = Math.abs(latitude);
    tags.GPSLatitudeRef = latitude < 0 ? 'S' : 'N';
    tags.GPSLongitude = Math.abs(longitude);
    tags.GPSLongitudeRef = longitude < 0 ? 'W' : 'E';
    tags.GPSDateStamp = utc.slice(0, 10).replaceAll('-', ':');
    tags.GPSTimeStamp = utc.slice(11, 19);
  }
  return tags;
}

/** Files that were copied without their times have the copying day, a few seconds apart. */
function mtimeOf(shoot: Shoot, clock: number, index: number): number {
  const copied = shoot.copiedAt ?? shoot.scannedAt;
  const wall = copied === undefined ? clock + 2000 : wallMillis(copied) + index * 1400;
  return wall - offsetMillis(shoot.offset);
}

function hashOf(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619) >>> 0;
  return hash % 100_000;
}
