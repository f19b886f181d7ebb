import type { Tensor } from '@tensorflow/tfjs-core';
import { type FaceLandmarks, headYaw, type Point } from '../../algorithms/head-yaw.ts';
import { clipToPicture, suppressOverlaps } from '../../algorithms/non-maximum-suppression.ts';
import type { Box } from '../../domain/detection.ts';
import { loadPackagedGraph } from './packaged-graph.ts';
import { cropSquare, letterbox, type Picture } from './picture.ts';
import { tensorEngine } from './tensor-engine.ts';

export interface FoundFace {
  /** Of BlazeFace, 0 to 1. */
  readonly score: number;
  readonly box: Box;
  readonly yawRadians: number | null;
  /** The face mesh's answer to "is this a face", 0 to 1; null where it was not asked. Low for real profiles too. */
  readonly meshScore: number | null;
}

export type FindFaces = (picture: Picture) => Promise<FoundFace[]>;

/** BlazeFace for back cameras: input side, and how its 896 anchors lie, in the order of its outputs. */
const INPUT_PX = 256;
const GRIDS = [
  { cells: 16, anchorsPerCell: 2, scores: 'Identity', boxes: 'Identity_2' },
  { cells: 8, anchorsPerCell: 6, scores: 'Identity_1', boxes: 'Identity_3' },
];
/** Box centre and size, then six landmarks, each x and y, in pixels of the input and relative to the anchor. */
const VALUES_PER_ANCHOR = 16;

/** Low: a face that the mesh or a person's box confirms counts from here on. */
const MIN_SCORE = 0.3;
const SAME_FACE_OVERLAP = 0.3;
const MAX_FACES = 50;

/** The mesh looks at the best faces only, at 5 to 10 ms a face. */
const MAX_MESHES = 6;
const MESH_PX = 192;
/** Side of the square that the mesh wants, in sides of BlazeFace's box (MediaPipe's face landmark graph). */
const MESH_MARGIN = 1.5;

/**
 * Faces by BlazeFace (Bazarevsky et al. 2019, arXiv:1907.05047), the best of them checked by the face mesh
 * (Kartynnik et al. 2019, arXiv:1907.06724): BlazeFace alone also sees faces in dogs and wheels.
 */
export async function loadFaceFinder(): Promise<FindFaces> {
  const engine = await tensorEngine();
  const [detector, mesh] = await Promise.all([loadPackagedGraph('blazeface'), loadPackagedGraph('facemesh')]);

  const meshScoreOf = (picture: Picture, box: Box): number => {
    const sidePx = MESH_MARGIN * Math.max(box.width * picture.widthPx, box.height * picture.heightPx);
    const x = (box.x + box.width / 2) * picture.widthPx;
    const y = (box.y + box.height / 2) * picture.heightPx;
    const crop = cropSquare(picture, x, y, sidePx, MESH_PX);
    const input = engine.tensor4d(crop, [1, MESH_PX, MESH_PX, 3]);
    const output = mesh.execute(input, 'Identity_1') as Tensor;
    const score = output.dataSync()[0]!;
    engine.dispose([input, output]);
    return score;
  };

  return async (picture) => {
    const square = await letterbox(picture, INPUT_PX);
    const input = engine.tensor4d(
      Float32Array.from(square.rgb, (value) => value / 127.5 - 1),
      [1, INPUT_PX, INPUT_PX, 3],
    );
    const outputs = detector.execute(
      input,
      GRIDS.flatMap((grid) => [grid.scores, grid.boxes]),
    ) as Tensor[];
    const values = outputs.map((output) => output.dataSync() as Float32Array);
    engine.dispose([input, ...outputs]);

    const found = GRIDS.flatMap((grid, i) =>
      decodeGrid(grid, values[i * 2]!, values[i * 2 + 1]!, picture, square.toPicture),
    );
    return suppressOverlaps(found, SAME_FACE_OVERLAP)
      .slice(0, MAX_FACES)
      .map((face, i) => ({ ...face, meshScore: i < MAX_MESHES ? meshScoreOf(picture, face.box) : null }));
  };
}

function decodeGrid(
  grid: (typeof GRIDS)[number],
  scores: Float32Array,
  boxes: Float32Array,
  picture: Picture,
  toPicture: (x: number, y: number) => readonly [number, number],
): Omit<FoundFace, 'meshScore'>[] {
  const faces: Omit<FoundFace, 'meshScore'>[] = [];
  const cellPx = INPUT_PX / grid.cells;
  for (const [index, logit] of scores.entries()) {
    const score = 1 / (1 + Math.exp(-logit));
    if (score < MIN_SCORE) continue;
    const cell = Math.floor(index / grid.anchorsPerCell);
    const anchorX = ((cell % grid.cells) + 0.5) * cellPx;
    const anchorY = (Math.floor(cell / grid.cells) + 0.5) * cellPx;
    const values = boxes.subarray(index * VALUES_PER_ANCHOR, (index + 1) * VALUES_PER_ANCHOR);
    const inPicture = (x: number, y: number) => toPicture((x + anchorX) / INPUT_PX, (y + anchorY) / INPUT_PX);
    const [centreX, centreY, width, height] = values as unknown as [number, number, number, number];
    const [left, top] = inPicture(centreX - width / 2, centreY - height / 2);
    const [right, bottom] = inPicture(centreX + width / 2, centreY + height / 2);
    const box = clipToPicture({ x: left, y: top, width: right - left, height: bottom - top });
    if (box === null) continue;
    const landmark = (number: number): Point => {
      const [x, y] = inPicture(values[4 + number * 2]!, values[5 + number * 2]!);
      return [x * picture.widthPx, y * picture.heightPx];
    };
    faces.push({ score, box, yawRadians: headYaw(landmarksOf(landmark)) });
  }
  return faces;
}

/** BlazeFace's order of landmarks. */
const landmarksOf = (landmark: (number: number) => Point): FaceLandmarks => ({
  rightEye: landmark(0),
  leftEye: landmark(1),
  noseTip: landmark(2),
  mouth: landmark(3),
  rightEar: landmark(4),
  leftEar: landmark(5),
});
