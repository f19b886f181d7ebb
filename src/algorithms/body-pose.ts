import type { Box } from '../domain/detection.ts';
import { clipToPicture } from './non-maximum-suppression.ts';

/** A joint or a point of the face, in shares of the picture's width and height. */
export interface BodyPoint {
  readonly x: number;
  readonly y: number;
  readonly score: number;
}

/** Indices in COCO's order of 17 keypoints (nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles). */
const LEFT_SHOULDER = 5;
const RIGHT_SHOULDER = 6;
const LEFT_HIP = 11;
const RIGHT_HIP = 12;

/** A point below this is a guess of the network (MoveNet's authors use 0.3, its sample code 0.2 to 0.3). */
const MIN_POINT_SCORE = 0.3;

/** A body counts by its best points: the others may be hidden or outside the picture. */
const POINTS_THAT_COUNT = 6;

/** Mean score of the six best points, 0 to 1: how sure it is that there is a body at all. */
export function bodyScore(points: readonly BodyPoint[]): number {
  const best = points
    .map((point) => point.score)
    .sort((a, b) => b - a)
    .slice(0, POINTS_THAT_COUNT);
  return best.length === 0 ? 0 : best.reduce((sum, score) => sum + score, 0) / best.length;
}

/** Box around the points that were seen; null with fewer than two. */
export function bodyBox(points: readonly BodyPoint[]): Box | null {
  const seen = points.filter((point) => point.score >= MIN_POINT_SCORE);
  if (seen.length < 2) return null;
  const xs = seen.map((point) => point.x);
  const ys = seen.map((point) => point.y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return clipToPicture({ x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y });
}

/** Share of the picture between shoulders and hips (shoelace formula), 0 where one of the four is not seen. */
export function torsoAreaOfPose(points: readonly BodyPoint[]): number {
  const corners = [LEFT_SHOULDER, RIGHT_SHOULDER, RIGHT_HIP, LEFT_HIP].map((index) => points[index]);
  if (corners.some((point) => point === undefined || point.score < MIN_POINT_SCORE)) return 0;
  let twiceArea = 0;
  for (const [i, point] of corners.entries()) {
    const next = corners[(i + 1) % corners.length]!;
    twiceArea += point!.x * next.y - next.x * point!.y;
  }
  return Math.min(1, Math.abs(twiceArea) / 2);
}
