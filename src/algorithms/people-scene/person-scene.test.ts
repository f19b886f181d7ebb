import { describe, expect, it } from 'vitest';
import type { Detections } from '../../domain/detection.ts';
import { hairColourOf } from './hair-colour.ts';
import { personSceneOf } from './index.ts';

type Colour = readonly [number, number, number];
const WHITE: Colour = [245, 245, 245];
const BLACK: Colour = [4, 4, 4];
const SKIN: Colour = [220, 175, 150];
const DARK_HAIR: Colour = [40, 26, 20];
const BLOND_HAIR: Colour = [170, 130, 85];
const SKY: Colour = [90, 140, 210];
const GRASS: Colour = [80, 130, 50];
const RED: Colour = [180, 30, 30];

const WIDTH = 192;
const HEIGHT = 128;

/** A picture by what is at each place, both in shares. */
function picture(colourAt: (x: number, y: number) => Colour): Uint8Array {
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++) {
      rgb.set(colourAt((column + 0.5) / WIDTH, (row + 0.5) / HEIGHT), (row * WIDTH + column) * 3);
    }
  }
  return rgb;
}

const FACE = { x: 0.42, y: 0.35, width: 0.16, height: 0.24 };
const SEEN: Pick<Detections, 'objects' | 'faces'> = {
  objects: [],
  faces: [{ score: 0.9, box: FACE, yawRadians: 0 }],
};
const NOBODY = { objects: [], faces: [] };

/** A head with hair from a fifth of the face above the box, which is how the detectors draw it, and a red coat. */
const portrait = (hair: Colour, background: Colour): Uint8Array =>
  picture((x, y) => {
    const dx = (x - 0.5) / FACE.width;
    const dy = (y - 0.47) / FACE.height;
    if (y > 0.62 && Math.abs(dx) < 1.5) return RED;
    if (Math.abs(dx) > 0.6 || dy > 0.5 || dy < -1.1) return background;
    return dy < -0.65 ? hair : SKIN;
  });

const sceneOf = (rgb: Uint8Array, seen = SEEN) => personSceneOf(rgb, WIDTH, HEIGHT, seen);

describe('what surrounds people', () => {
  it.each<{ what: string; rgb: Uint8Array; expected: string | null }>([
    { what: 'dark hair before white', rgb: portrait(DARK_HAIR, WHITE), expected: 'hair:brunette' },
    { what: 'dark hair before black', rgb: portrait(DARK_HAIR, BLACK), expected: null },
    { what: 'blond hair before white', rgb: portrait(BLOND_HAIR, WHITE), expected: 'hair:blonde' },
    { what: 'blond hair before sky', rgb: portrait(BLOND_HAIR, SKY), expected: 'hair:blonde' },
    { what: 'a shaved head before white', rgb: portrait(WHITE, WHITE), expected: null },
    { what: 'a shaved head before black', rgb: portrait(BLACK, BLACK), expected: null },
    { what: 'a blue hat', rgb: portrait([30, 40, 160], WHITE), expected: null },
  ])('$what is $expected', ({ rgb, expected }) => {
    const { hair } = sceneOf(rgb);
    expect(hair === null ? null : (hairColourOf(hair)?.name ?? null)).toBe(expected);
  });

  it('has no hair where there is no face, a doubtful one, or no colour', () => {
    const rgb = portrait(DARK_HAIR, WHITE);
    expect(sceneOf(rgb, NOBODY).hair).toBeNull();
    expect(sceneOf(rgb, { objects: [], faces: [{ ...SEEN.faces[0]!, score: 0.4 }] }).hair).toBeNull();
    const grey = rgb.map((_, index) => rgb[index - (index % 3)]!);
    expect(sceneOf(grey)).toMatchObject({ hair: null, monochrome: true });
  });

  it.each<{ what: string; rgb: Uint8Array; sky: number; leaves: number }>([
    { what: 'sky over grass', rgb: picture((_, y) => (y < 0.4 ? SKY : GRASS)), sky: 0.4, leaves: 0.6 },
    {
      what: 'blue water under a white sky',
      rgb: picture((_, y) => (y < 0.4 ? WHITE : SKY)),
      sky: 0,
      leaves: 0,
    },
    { what: 'a violet lamp', rgb: picture(() => [120, 90, 200]), sky: 0, leaves: 0 },
    { what: 'a red wall', rgb: picture(() => RED), sky: 0, leaves: 0 },
  ])('$what has $sky sky and $leaves leaves', ({ rgb, sky, leaves }) => {
    const scene = sceneOf(rgb, NOBODY);
    expect(scene.sky).toBeCloseTo(sky, 1);
    expect(scene.leaves).toBeCloseTo(leaves, 1);
  });

  it.each<{ what: string; background: Colour; dark: number }>([
    { what: 'a white backdrop', background: WHITE, dark: 0 },
    { what: 'a black backdrop', background: BLACK, dark: 1 },
  ])('$what is even, and people do not count', ({ background, dark }) => {
    const scene = sceneOf(portrait(DARK_HAIR, background));
    expect(scene.evenAround).toBeGreaterThan(0.95);
    expect(scene.darkAround).toBeCloseTo(dark, 1);
  });

  it('says nothing of what is around somebody who fills the picture', () => {
    const box = { x: 0, y: 0, width: 1, height: 1 };
    const scene = sceneOf(
      picture(() => SKIN),
      { objects: [{ label: 'person', score: 0.9, box }], faces: [] },
    );
    expect(scene).toMatchObject({ evenAround: null, darkAround: null, litSkin: 1, edges: 0 });
  });

  it('takes an all black picture, and one of a single pixel', () => {
    expect(sceneOf(picture(() => [0, 0, 0]))).toMatchObject({ litSkin: 0, sky: 0, monochrome: true });
    expect(personSceneOf(new Uint8Array(3), 1, 1, SEEN).hair).toBeNull();
  });
});
