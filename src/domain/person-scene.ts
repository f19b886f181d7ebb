/** A colour in CIELAB under D65: lightness 0 to 100, red (+) against green (−), yellow (+) against blue (−). */
export type LabColour = readonly [lightness: number, a: number, b: number];

/** What lies over the forehead of the largest face, beside what it is seen against. */
export interface HairRegion {
  readonly colour: LabColour;
  /** Skin of the forehead: it says how bright the light is, and of which colour. */
  readonly forehead: LabColour;
  /** CIE 1976 difference to what is beside and above the head; small: nobody can say where hair ends. */
  readonly fromBackground: number;
}

/** Measured on the picture around people: what tells a studio from a street, and blonde from brunette. */
export interface PersonScene {
  /** Of the largest face; null where no face is large enough, or no hair can be made out above it. */
  readonly hair: HairRegion | null;
  /** Share of the picture that is sky by its place, colour and smoothness, 0 to 1. */
  readonly sky: number;
  /** Share of the picture with the green of leaves and grass, 0 to 1. */
  readonly leaves: number;
  /** Of what lies around persons and faces: share with luminance below 0.08, 0 to 1; null where nothing does. */
  readonly darkAround: number | null;
  /** Of what lies around them: how much of it has the same even colour, 0 to 1; null where nothing does. */
  readonly evenAround: number | null;
  /** Share of what is lit that has skin tone, 0 to 1. */
  readonly litSkin: number;
  /** Share of pixels with a clear edge, 0 to 1. */
  readonly edges: number;
  /** True where the picture has no colour, or one all over: hair and sky cannot be told then. */
  readonly monochrome: boolean;
}

/** Raised when the same picture measures otherwise: then it is measured again, without looking for people again. */
export const PERSON_SCENE_VERSION = 1;
