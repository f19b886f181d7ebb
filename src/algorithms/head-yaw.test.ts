import { describe, expect, it } from 'vitest';
import { type FaceLandmarks, type FivePoints, headYaw, headYawOfFivePoints, type Point } from './head-yaw.ts';

/** A head of ear span 100 px, seen from the front after a turn and a tilt, in weak perspective. */
function head(yaw: number, roll = 0): FaceLandmarks {
  const place = (x: number, y: number, z: number): Point => {
    const turned = x * Math.cos(yaw) + z * Math.sin(yaw);
    return [
      300 + turned * Math.cos(roll) - y * Math.sin(roll),
      200 + turned * Math.sin(roll) + y * Math.cos(roll),
    ];
  };
  return {
    rightEye: place(-25, -10, 60),
    leftEye: place(25, -10, 60),
    noseTip: place(0, 15, 80),
    mouth: place(0, 40, 60),
    rightEar: place(-50, 0, 0),
    leftEar: place(50, 0, 0),
  };
}

describe('the turn of a head', () => {
  const table = [
    { name: 'looking into the camera', yaw: 0, roll: 0 },
    { name: 'turned a little to the right edge', yaw: 0.4, roll: 0 },
    { name: 'turned a little to the left edge', yaw: -0.4, roll: 0 },
    { name: 'turned and tilted', yaw: 0.6, roll: 0.5 },
    { name: 'in profile', yaw: Math.PI / 2, roll: 0 },
    { name: 'in profile to the left, tilted', yaw: -Math.PI / 2, roll: -0.4 },
    { name: 'upside down', yaw: 0.3, roll: Math.PI },
  ];
  it.each(table)('of a head $name is $yaw', ({ yaw, roll }) => {
    expect(headYaw(head(yaw, roll))).toBeCloseTo(yaw, 6);
  });

  it('is not known where the nose is behind the ears', () => {
    expect(headYaw(head(2.5))).toBeNull();
  });

  it('is not known where all points fall together', () => {
    const point: Point = [5, 5];
    expect(
      headYaw({
        rightEye: point,
        leftEye: point,
        noseTip: point,
        mouth: point,
        rightEar: point,
        leftEar: point,
      }),
    ).toBeNull();
  });
});

/** Eyes and mouth 56 px apart in one plane, the tip of the nose 40 px before it: the proportions of the constant. */
function fivePoints(yaw: number, roll = 0): FivePoints {
  const place = (x: number, y: number, z: number): Point => {
    const turned = x * Math.cos(yaw) + z * Math.sin(yaw);
    return [
      300 + turned * Math.cos(roll) - y * Math.sin(roll),
      200 + turned * Math.sin(roll) + y * Math.cos(roll),
    ];
  };
  return {
    rightEye: place(-28, -20, 0),
    leftEye: place(28, -20, 0),
    noseTip: place(0, 10, 40),
    mouthRight: place(-28, 35, 0),
    mouthLeft: place(28, 35, 0),
  };
}

describe('the turn of a head without ears', () => {
  it.each([
    { yaw: 0, roll: 0 },
    { yaw: 0.4, roll: 0 },
    { yaw: -0.7, roll: 0.5 },
    { yaw: Math.PI / 2, roll: 0 },
    { yaw: 0.3, roll: Math.PI },
  ])('is $yaw at a tilt of $roll', ({ yaw, roll }) => {
    expect(headYawOfFivePoints(fivePoints(yaw, roll))).toBeCloseTo(yaw, 6);
  });

  it('is not known where the eyes lie on the mouth, or where it shows its back', () => {
    const face = fivePoints(0);
    expect(headYawOfFivePoints({ ...face, mouthRight: face.rightEye, mouthLeft: face.leftEye })).toBeNull();
    expect(headYawOfFivePoints(fivePoints(2.5))).toBeNull();
  });
});
