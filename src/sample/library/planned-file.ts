import type { Development } from '../pixels/develop.ts';
import type { SceneName } from '../scenes/index.ts';
import type { Exposure } from '../scenes/scene.ts';

/** A picture to render and how to store it. */
export interface Picture {
  readonly scene: SceneName;
  readonly exposure: Exposure;
  readonly development: Development;
  /** Pixels of the upright picture at full scale. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** EXIF orientation: 1 is stored upright, 6 and 8 are stored on their side. */
  readonly orientation: 1 | 6 | 8;
  readonly format: 'jpeg' | 'tiff' | 'dng' | 'dng-small-preview';
}

export interface PlannedPhoto {
  /** Relative to the library, with `/`. */
  readonly path: string;
  readonly picture: Picture;
  /** exiftool tag names and values; null for a file without EXIF. */
  readonly tags: Readonly<Record<string, string | number>> | null;
  /** Milliseconds since 1970 UTC. */
  readonly mtimeMillis: number;
}

/** Milliseconds of a wall clock reading `2014-05-03T05:48:12`, as if it were UTC. */
export function wallMillis(text: string): number {
  return Date.parse(`${text}Z`);
}

/** `2014:05:03 05:48:12`, as EXIF has it. */
export function exifTime(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ');
}

/** `-03:00` in milliseconds. */
export function offsetMillis(offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return sign * (hours * 60 + minutes) * 60_000;
}
