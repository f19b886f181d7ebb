import { describe, expect, it } from 'vitest';
import { isMonochrome, isSkinTone, skinCoverage } from './skin-tone.ts';

type Colour = readonly [number, number, number];

/** The centres of the ten shades of the Monk Skin Tone scale (Monk 2019), lightest first. */
const MONK_SHADES: readonly { name: string; colour: Colour; expected: boolean }[] = [
  { name: 'Monk 1', colour: [0xf6, 0xed, 0xe4], expected: true },
  { name: 'Monk 2', colour: [0xf3, 0xe7, 0xdb], expected: true },
  { name: 'Monk 3', colour: [0xf7, 0xea, 0xd0], expected: true },
  { name: 'Monk 4', colour: [0xea, 0xda, 0xba], expected: true },
  { name: 'Monk 5', colour: [0xd7, 0xbd, 0x96], expected: true },
  { name: 'Monk 6', colour: [0xa0, 0x7e, 0x56], expected: true },
  { name: 'Monk 7', colour: [0x82, 0x5c, 0x43], expected: true },
  { name: 'Monk 8', colour: [0x60, 0x41, 0x34], expected: true },
  { name: 'Monk 9', colour: [0x3a, 0x31, 0x2a], expected: true },
  { name: 'Monk 10, the one shade that is out of the range,', colour: [0x29, 0x24, 0x20], expected: false },
];

describe('a colour is skin tone or not', () => {
  const table: readonly { name: string; colour: Colour; expected: boolean }[] = [
    ...MONK_SHADES,
    { name: 'lit light skin', colour: [224, 172, 150], expected: true },
    { name: 'dark skin in shade', colour: [70, 44, 34], expected: true },
    { name: 'black', colour: [0, 0, 0], expected: false },
    { name: 'white', colour: [255, 255, 255], expected: false },
    { name: 'grey', colour: [128, 128, 128], expected: false },
    { name: 'sky', colour: [110, 160, 230], expected: false },
    { name: 'leaf', colour: [70, 130, 50], expected: false },
    { name: 'pure red', colour: [255, 0, 0], expected: false },
    { name: 'oak, which counts though it is not', colour: [165, 120, 80], expected: true },
  ];
  it.each(table)('$name → $expected', ({ colour, expected }) => {
    expect(isSkinTone(...colour)).toBe(expected);
  });
});

/** Rows of colours into pixels. */
const pixels = (...colours: Colour[]): Uint8Array => Uint8Array.from(colours.flat());
const SKIN: Colour = [200, 150, 130];
const SKY: Colour = [110, 160, 230];

describe('the share of skin', () => {
  const left = { x: 0, y: 0, width: 0.5, height: 1 };
  const right = { x: 0.5, y: 0, width: 0.5, height: 1 };
  const table = [
    { name: 'half of the picture', within: [], expected: 0.5 },
    { name: 'all of the left box', within: [left], expected: 1 },
    { name: 'nothing of the right box', within: [right], expected: 0 },
    { name: 'half of both boxes together', within: [left, right], expected: 0.5 },
    { name: 'nothing of a box beside the picture', within: [{ ...right, x: 2 }], expected: 0 },
  ];
  it.each(table)('is $name', ({ within, expected }) => {
    expect(skinCoverage(pixels(SKIN, SKY, SKIN, SKY), 2, 2, within)).toBe(expected);
  });

  it('is 0 of no pixels', () => {
    expect(skinCoverage(new Uint8Array(), 0, 0)).toBe(0);
  });

  const grey = (...lumas: number[]): Uint8Array => pixels(...lumas.map((l): Colour => [l, l, l]));
  const monochrome = [
    { name: 'all of a smooth grey', rgb: grey(120, 122, 124, 126), expected: 1 },
    { name: 'nothing of grey texture', rgb: grey(80, 160, 160, 80), expected: 0 },
    { name: 'nothing of black', rgb: grey(0, 5, 10, 12), expected: 0 },
    { name: 'nothing of white', rgb: grey(255, 250, 252, 255), expected: 0 },
  ];
  it.each(monochrome)('in black and white, where skin has no colour, is $name', ({ rgb, expected }) => {
    expect(skinCoverage(rgb, 2, 2)).toBe(expected);
  });
});

describe('a picture is monochrome', () => {
  const table: readonly { name: string; rgb: Uint8Array; expected: boolean }[] = [
    { name: 'in greys', rgb: pixels([40, 40, 40], [200, 200, 200]), expected: true },
    { name: 'toned in one colour', rgb: pixels([120, 104, 88], [134, 117, 100]), expected: true },
    { name: 'all black', rgb: pixels([0, 0, 0], [1, 0, 0]), expected: true },
    { name: 'with nothing in it', rgb: new Uint8Array(), expected: true },
    { name: 'of sky and skin: not', rgb: pixels(SKIN, SKY), expected: false },
  ];
  it.each(table)('$name', ({ rgb, expected }) => {
    expect(isMonochrome(rgb)).toBe(expected);
  });
});
