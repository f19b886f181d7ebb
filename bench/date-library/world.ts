import type { Period } from '../../src/algorithms/wall-time.ts';
import type { DatePrecision } from '../../src/domain/capture-time.ts';

/** The nouns of the made library. All times are milliseconds; wall times as WallTime in src/domain/metadata.ts. */

/** What is wrong with a photo. One each: what it is (a scan) goes before what its clock does. */
export const FAULTS = [
  'right clock',
  'minutes off',
  'reset',
  'restarting clock',
  'stopped clock',
  'wrong zone',
  'daylight saving',
  'wrong year',
  'day and month swapped',
  'twelve hours',
  'EXIF stripped',
  'dates lost in an edit',
  'scan',
  'message',
  'named by the second',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Body {
  readonly make: string;
  readonly model: string;
  readonly serial: string | null;
  readonly kind: 'camera' | 'phone';
  /** Wall time of its first and last day in use. */
  readonly fromMillis: number;
  readonly toMillis: number;
  /** Where its clock starts after the battery died. */
  readonly epochMillis: number;
  /** Share of runs with the satellites on. */
  readonly gpsShare: number;
  readonly saysShutterCount: boolean;
  readonly saysFileNumber: boolean;
  readonly folderName: string;
  nameOf(counter: number, truthMillis: number, utcMillis: number): string;
}

export interface Journey {
  readonly place: string;
  readonly offsetMinutes: number;
  readonly startMillis: number;
}

export interface Shoot {
  readonly startMillis: number;
  readonly durationMillis: number;
  readonly offsetMinutes: number;
  readonly place: string;
  readonly journey: Journey | null;
}

/** Consecutive photos of a run whose clock has one error. */
export interface Piece {
  readonly fault: Fault;
  /** Clock minus truth; null for a stopped clock. */
  readonly errorMillis: number | null;
  /** What a stopped clock says. */
  readonly standsAtMillis: number | null;
  /** Pieces of one stretch have one clock that nobody set between them. */
  readonly stretch: number;
  readonly shots: Shot[];
}

/** One body in one shoot. */
export interface Run {
  readonly index: number;
  readonly body: Body;
  readonly shoot: Shoot;
  readonly shots: Shot[];
  pieces: Piece[];
  hasSerial: boolean;
}

export interface Folder {
  /** With a `/` at the end. */
  readonly path: string;
  /** The folder of the event: `card1` and `100CANON` belong to the folder above them. */
  readonly event: string;
  /** What the path says, be it right or wrong. */
  readonly named: (Period & { readonly precision: DatePrecision }) | null;
}

/** One photo of a body, as it is made. */
export interface Shot {
  readonly truthMillis: number;
  readonly utcMillis: number;
  readonly run: Run;
  /** Releases of the body so far: never wraps. */
  counter: number;
  piece: Piece;
  /** What the clock said, whether or not EXIF still says it. */
  readingMillis: number;
  gpsMillis: number | null;
  folder: Folder;
  name: string;
  /** `no dates`: a program dropped DateTimeOriginal and CreateDate; `nothing`: an export dropped all EXIF. */
  kept: 'all' | 'no dates' | 'nothing';
  /** The name still has the camera's number. */
  isNumbered: boolean;
  mtimeMillis: number;
  birthMillis: number;
  editMillis: number | null;
}

/** The finest statement that the evidence allows: see evidence.ts. */
export type Recoverable = 'hour' | 'day' | 'month' | 'year' | 'none';

export interface PhotoTruth {
  readonly wallMillis: number;
  readonly fault: Fault;
  readonly recoverable: Recoverable;
  /** Its date is wrong, and nothing in the data speaks against it. */
  readonly isUnseen: boolean;
  /** Names the body, the shoot and the piece of its clock; -1 for what has no clock. */
  readonly clock: number;
}
