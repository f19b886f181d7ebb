import type { DateDecision } from '../domain/capture-time.ts';
import type { WallTime } from '../domain/metadata.ts';
import type { DateWitness } from './date-votes.ts';
import type { DateOptions } from './resolve-date.ts';
import { saneRange } from './sane-range.ts';

/** Witnesses as a test or an example writes them down: times as text, what is left out is not known. */
export interface WitnessText {
  /** Path below the root, or several for a photo in several places. */
  readonly path: string | readonly string[];
  /** `2014-05-03 10:22:07`, with `+02:00` where the file says the zone. */
  readonly original?: string;
  readonly create?: string;
  readonly modify?: string;
  /** UTC. */
  readonly mtime?: string;
  readonly birth?: string;
  readonly gps?: string;
  readonly camera?: string;
  readonly make?: string;
  readonly serial?: string;
  readonly software?: string;
  /** Default: true where a camera is named. */
  readonly exposure?: boolean;
  readonly shutterCount?: number;
  readonly fileNumber?: string;
  readonly decision?: DateDecision;
}

/** The defaults of the config, with the clock stopped at noon of 2026-06-15 and file times read as UTC. */
export const DATE_OPTIONS: DateOptions = {
  weights: {
    exif_original: 0.6,
    exif_create: 0.2,
    fs_time: 0.2,
    path_tokens: 0.2,
    sequence_consistency: 0.2,
  },
  outlierDays: 30,
  saneRange: saneRange(['1990', 'now'], Date.UTC(2026, 5, 15, 12)),
  fileZoneOffsetMinutes: () => 0,
};

export function witness(text: WitnessText): DateWitness {
  const paths = typeof text.path === 'string' ? [text.path] : text.path;
  return {
    key: paths.join('|'),
    folder: paths[0]!.replace(/[^/]*$/, ''),
    files: paths.map((relativePath) => ({
      relativePath,
      mtimeMillis: utcMillis(text.mtime),
      birthMillis: utcMillis(text.birth),
    })),
    dateTimeOriginal: wallTime(text.original),
    createDate: wallTime(text.create),
    modifyDate: wallTime(text.modify),
    gpsTimeMillis: utcMillis(text.gps),
    make: text.make ?? null,
    model: text.camera ?? null,
    bodySerial: text.serial ?? null,
    software: text.software ?? null,
    hasExposure: text.exposure ?? text.camera !== undefined,
    shutterCount: text.shutterCount ?? null,
    fileNumber: text.fileNumber ?? null,
    decision: text.decision ?? null,
  };
}

function wallTime(text: string | undefined): WallTime | null {
  if (text === undefined) return null;
  const [, local = '', sign = '+', hours, minutes] =
    /^(\S+ [\d:]+?)(?:([+-])(\d\d):(\d\d))?$/.exec(text) ?? [];
  const offsetMinutes =
    hours === undefined ? null : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return { wallMillis: Date.parse(`${local.replace(' ', 'T')}Z`), offsetMinutes };
}

function utcMillis(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(`${text.replace(' ', 'T')}Z`);
}
