import type { PersonScene } from './person-scene.ts';

/** A rectangle in shares of the picture's width and height: 0 to 1, origin top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DetectedObject {
  /** COCO-80 name, lower case: `person`, `bicycle`, `cat`… */
  readonly label: string;
  readonly score: number;
  readonly box: Box;
}

export interface DetectedFace {
  readonly score: number;
  readonly box: Box;
  /** Head turned left (negative) or right, radians; null where it was not measured. */
  readonly yawRadians: number | null;
}

export interface DetectedHand {
  readonly score: number;
  readonly box: Box;
}

/** All that a detector saw on one proxy. */
export interface Detections {
  readonly objects: readonly DetectedObject[];
  readonly faces: readonly DetectedFace[];
  readonly hands: readonly DetectedHand[];
  /** Share of the picture that a person's torso covers, 0 to 1. */
  readonly torsoArea: number;
  /** Share of the person's (without one: the picture's) pixels with skin tone, 0 to 1. */
  readonly skinCoverage: number;
  /** What surrounds people; left out or null where nobody was seen, and on detections of earlier versions. */
  readonly scene?: PersonScene | null;
}

export type PeopleVerdict = 'people' | 'no-people' | 'undecided';

/** What the people rule made of the detections. Everything but `no-people` stays on the machine. */
export interface PeopleFinding {
  readonly verdict: PeopleVerdict;
  readonly reason: string;
}
