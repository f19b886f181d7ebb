/** A place in the picture in pixels, x to the right, y down. */
export type Point = readonly [number, number];

/** The six points that BlazeFace marks. "Right" is the person's right, which a frontal picture shows at the left. */
export interface FaceLandmarks {
  readonly rightEye: Point;
  readonly leftEye: Point;
  readonly noseTip: Point;
  readonly mouth: Point;
  readonly rightEar: Point;
  readonly leftEar: Point;
}

/**
 * How far apart the ears are, divided by how far the tip of the nose stands out in front of the line between
 * them. Set so that on 150 faces the angle agrees with that of a 468-point face mesh.
 */
const EAR_SPAN_TO_NOSE_DEPTH = 1.25;

/** 110°: beyond it a face shows its back, and the points are a mistake. */
const MAX_YAW = 1.92;

/**
 * How far a head is turned, from the landmarks as seen from the front (weak perspective): a turn by `yaw` moves
 * the nose off the middle of the ears by depth × sin(yaw) and brings the ears together to span × cos(yaw).
 * The head's own vertical axis, eyes to mouth, is the reference, because it holds in profile, where the eyes
 * fall together.
 * @returns radians: negative towards the left edge of the picture, positive towards the right one; about
 * ±π/2 is a profile. Null where the points cannot be a face's: eyes on the mouth, the nose behind the ears.
 */
export function headYaw(face: FaceLandmarks): number | null {
  const eyes = middle(face.rightEye, face.leftEye);
  const down: Point = [face.mouth[0] - eyes[0], face.mouth[1] - eyes[1]];
  const length = Math.hypot(...down);
  if (length === 0) return null;
  const sideways: Point = [down[1] / length, -down[0] / length];
  const along = (point: Point): number => point[0] * sideways[0] + point[1] * sideways[1];
  const noseOff = along(face.noseTip) - along(middle(face.rightEar, face.leftEar));
  const earSpan = along(face.leftEar) - along(face.rightEar);
  const yaw = Math.atan2(noseOff * EAR_SPAN_TO_NOSE_DEPTH, earSpan);
  return Math.abs(yaw) > MAX_YAW ? null : yaw;
}

/** The five points that YuNet and RetinaFace mark. "Right" is the person's right. */
export interface FivePoints {
  readonly rightEye: Point;
  readonly leftEye: Point;
  readonly noseTip: Point;
  readonly mouthRight: Point;
  readonly mouthLeft: Point;
}

/**
 * How far apart the eyes (and the corners of the mouth) are, divided by how far the tip of the nose stands out in
 * front of them. Set so that on 244 faces found by YuNet the angle agrees with that of `headYaw` on the same faces:
 * median difference 0.1 (5°), and as large on the 12 that are turned by more than 0.5.
 */
const EYE_SPAN_TO_NOSE_DEPTH = 1.4;

/**
 * How far a head is turned, where no ears are marked: as `headYaw`, with the corners of the eyes and of the mouth in
 * the place of the ears.
 * @returns as `headYaw`
 */
export function headYawOfFivePoints(face: FivePoints): number | null {
  const eyes = middle(face.rightEye, face.leftEye);
  const mouth = middle(face.mouthRight, face.mouthLeft);
  const down: Point = [mouth[0] - eyes[0], mouth[1] - eyes[1]];
  const length = Math.hypot(...down);
  if (length === 0) return null;
  const sideways: Point = [down[1] / length, -down[0] / length];
  const along = (point: Point): number => point[0] * sideways[0] + point[1] * sideways[1];
  const noseOff = along(face.noseTip) - (along(eyes) + along(mouth)) / 2;
  const span =
    (along(face.leftEye) - along(face.rightEye) + along(face.mouthLeft) - along(face.mouthRight)) / 2;
  const yaw = Math.atan2(noseOff * EYE_SPAN_TO_NOSE_DEPTH, span);
  return Math.abs(yaw) > MAX_YAW ? null : yaw;
}

const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
