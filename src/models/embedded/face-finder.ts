import { type FaceLandmarks, headYaw, type Point } from '../../algorithms/head-yaw.ts';
import { suppressOverlaps } from '../../algorithms/non-maximum-suppression.ts';
import type { Box } from '../../domain/detection.ts';
import { type AnchorAnswers, loadAnchorNetwork } from './anchor-network.ts';
import type { Picture } from './picture.ts';
import { loadPresenceNetwork } from './presence-network.ts';

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
  const [askAnchors, meshScoreOf] = await Promise.all([
    loadAnchorNetwork('blazeface', {
      inputPx: INPUT_PX,
      outputs: GRIDS.flatMap((grid) => [grid.scores, grid.boxes]),
    }),
    loadPresenceNetwork('facemesh', { inputPx: MESH_PX, margin: MESH_MARGIN }),
  ]);
  return async (picture) => {
    const answers = await askAnchors(picture);
    const found = GRIDS.flatMap((_grid, number) => decodeGrid(number, answers, picture));
    return suppressOverlaps(found, SAME_FACE_OVERLAP)
      .slice(0, MAX_FACES)
      .map((face, i) => ({ ...face, meshScore: i < MAX_MESHES ? meshScoreOf(picture, face.box) : null }));
  };
}

function decodeGrid(
  number: number,
  { values, toPicture, boxInPicture }: AnchorAnswers,
  picture: Picture,
): Omit<FoundFace, 'meshScore'>[] {
  const { cells, anchorsPerCell } = GRIDS[number]!;
  const [scores, boxes] = [values[number * 2]!, values[number * 2 + 1]!];
  const faces: Omit<FoundFace, 'meshScore'>[] = [];
  for (const [index, logit] of scores.entries()) {
    const score = 1 / (1 + Math.exp(-logit));
    if (score < MIN_SCORE) continue;
    const cell = Math.floor(index / anchorsPerCell);
    const anchorX = ((cell % cells) + 0.5) * (INPUT_PX / cells);
    const anchorY = (Math.floor(cell / cells) + 0.5) * (INPUT_PX / cells);
    const inSquare = (x: number, y: number) => [(x + anchorX) / INPUT_PX, (y + anchorY) / INPUT_PX] as const;
    const said = boxes.subarray(index * VALUES_PER_ANCHOR, (index + 1) * VALUES_PER_ANCHOR);
    const [centreX, centreY, width, height] = said as unknown as [number, number, number, number];
    const box = boxInPicture(
      ...inSquare(centreX - width / 2, centreY - height / 2),
      ...inSquare(centreX + width / 2, centreY + height / 2),
    );
    if (box === null) continue;
    const landmark = (which: number): Point => {
      const [x, y] = toPicture(...inSquare(said[4 + which * 2]!, said[5 + which * 2]!));
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
