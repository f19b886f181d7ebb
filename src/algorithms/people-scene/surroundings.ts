import type { Box, Detections } from '../../domain/detection.ts';
import type { PersonScene } from '../../domain/person-scene.ts';
import { isSkinTone } from '../skin-tone.ts';
import { chromaOf, differenceOf, hueOf } from './cielab.ts';
import { medianColour, type ScenePixels } from './scene-pixels.ts';

type Surroundings = Omit<PersonScene, 'hair' | 'monochrome'>;

/** Blue between cyan and violet: a violet lamp is no sky. Fainter blue than this is the white balance of a wall. */
const SKY = { hue: [200, 286], chroma: 8, lightness: 28 } as const;
/** Sky goes down from the upper edge without an edge: CIE 1976 difference from one row to the next. */
const SMOOTH = 8;
/** Leaves and grass in the sun and in the shade; a green wall is one colour, so that it counts as `evenAround` too. */
const LEAVES = { hue: [103, 150], chroma: 12, lightness: [12, 90] } as const;
/** Of PixelStatistics.darkRatio: luminance 0.08 of 1. */
const DARK = 0.08 * 255;
/** CIE 1976 difference up to which something has the colour of the backdrop: folds and falling light. */
const EVEN = 12;
/** Change of luma from one pixel to the next, 0 to 255, at a long edge of 256 px: less is shading. */
const EDGE = 12;
/** Detector score from which somebody stands in front of the surroundings. */
const PERSON_SCORE = 0.3;
/** A body without a box reaches this many face widths to both sides, from the chin down to the lower edge. */
const BODY_HALF_WIDTH = 1.8;
/** A smaller share of the picture around people says nothing about where they are. */
const LEAST_AROUND = 0.1;

export function surroundingsOf(
  picture: ScenePixels,
  { objects, faces }: Pick<Detections, 'objects' | 'faces'>,
): Surroundings {
  const { widthPx, heightPx, rgb, lab } = picture;
  const people = whereaboutsOf(objects, faces);
  const around: number[] = [];
  let leaves = 0;
  let dark = 0;
  let darkAround = 0;
  let litSkin = 0;
  let edges = 0;
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      const at = (row * widthPx + column) * 3;
      const isDark = lumaAt(rgb, at) < DARK;
      if (isDark) dark++;
      else if (isSkinTone(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!)) litSkin++;
      if (isLeaf(lab, at)) leaves++;
      if (column > 0 && row > 0 && hasEdge(rgb, at, widthPx)) edges++;
      if (covers(people, (column + 0.5) / widthPx, (row + 0.5) / heightPx)) continue;
      around.push(at);
      if (isDark) darkAround++;
    }
  }
  const pixels = widthPx * heightPx;
  const isSeen = around.length >= LEAST_AROUND * pixels;
  return {
    sky: skyPixels(picture) / pixels,
    leaves: leaves / pixels,
    darkAround: isSeen ? darkAround / around.length : null,
    evenAround: isSeen ? evenShare(picture, around) : null,
    litSkin: dark === pixels ? 0 : litSkin / (pixels - dark),
    edges: edges / pixels,
  };
}

/**
 * Where people are: heads and what is below them; boxes only of those whose face was not found, as the box of a
 * portrait is the whole picture.
 */
function whereaboutsOf(objects: Detections['objects'], faces: Detections['faces']): Box[] {
  const faceless = objects.filter(
    ({ label, score, box }) =>
      label === 'person' &&
      score >= PERSON_SCORE &&
      !faces.some((face) => covers([box], face.box.x + face.box.width / 2, face.box.y + face.box.height / 2)),
  );
  return [...faceless.map(({ box }) => box), ...faces.flatMap(({ box }) => [headAt(box), bodyBelow(box)])];
}

function evenShare(picture: ScenePixels, around: readonly number[]): number {
  const usual = medianColour(picture, around)!;
  const { lab } = picture;
  let even = 0;
  for (const at of around) {
    const [lightness, a, b] = [lab[at]! - usual[0], lab[at + 1]! - usual[1], lab[at + 2]! - usual[2]];
    if (lightness ** 2 + a ** 2 + b ** 2 <= EVEN ** 2) even++;
  }
  return even / around.length;
}

/** Down from the upper edge, column by column, as far as it is blue and smooth. */
function skyPixels({ widthPx, heightPx, lab }: ScenePixels): number {
  let sky = 0;
  for (let column = 0; column < widthPx; column++) {
    let above = colourAt(lab, column * 3);
    for (let row = 0; row < heightPx; row++) {
      const colour = colourAt(lab, (row * widthPx + column) * 3);
      if (!isSky(colour) || differenceOf(colour, above) > SMOOTH) break;
      sky++;
      above = colour;
    }
  }
  return sky;
}

const isSky = (colour: readonly [number, number, number]): boolean =>
  colour[0] >= SKY.lightness && chromaOf(colour) >= SKY.chroma && within(hueOf(colour), SKY.hue);

function isLeaf(lab: Float32Array, at: number): boolean {
  const lightness = lab[at]!;
  // Green is on the side of a below 0: most pixels are done with here.
  if (lab[at + 1]! >= 0 || lightness < LEAVES.lightness[0] || lightness > LEAVES.lightness[1]) return false;
  const colour = colourAt(lab, at);
  return chromaOf(colour) >= LEAVES.chroma && within(hueOf(colour), LEAVES.hue);
}

function hasEdge(rgb: Uint8Array, at: number, widthPx: number): boolean {
  const own = lumaAt(rgb, at);
  return Math.hypot(own - lumaAt(rgb, at - 3), own - lumaAt(rgb, at - widthPx * 3)) > EDGE;
}

/** With hair on both sides and above. */
const headAt = ({ x, y, width, height }: Box): Box => ({
  x: x - 0.4 * width,
  width: 1.8 * width,
  y: y - 0.6 * height,
  height: 1.6 * height,
});

const bodyBelow = ({ x, y, width, height }: Box): Box => ({
  x: x + width / 2 - BODY_HALF_WIDTH * width,
  width: 2 * BODY_HALF_WIDTH * width,
  y: y + height,
  height: 1,
});

const colourAt = (lab: Float32Array, at: number): [number, number, number] => [
  lab[at]!,
  lab[at + 1]!,
  lab[at + 2]!,
];

/** Rec. 709, 0 to 255, as PixelStatistics. */
const lumaAt = (rgb: Uint8Array, at: number): number =>
  0.2126 * rgb[at]! + 0.7152 * rgb[at + 1]! + 0.0722 * rgb[at + 2]!;

const covers = (boxes: readonly Box[], x: number, y: number): boolean =>
  boxes.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);

const within = (value: number, [least, most]: readonly [number, number]): boolean =>
  value >= least && value <= most;
