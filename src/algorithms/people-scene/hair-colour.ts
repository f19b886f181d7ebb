import type { HairRegion } from '../../domain/person-scene.ts';
import { chromaOf, hueOf } from './cielab.ts';

export type HairColour = 'hair:blonde' | 'hair:brunette';

export interface HairFinding {
  readonly name: HairColour;
  /** How far inside the range of its colour, 0 to 1. */
  readonly score: number;
  readonly reason: string;
}

/**
 * Hair by lightness and chroma in CIELAB, as spectrophotometers sort it (M. Vaughn, R. van Oorschot, S.
 * Baindur-Hudson: Hair color measurement and variation, American Journal of Physical Anthropology 137, 2008): blond is
 * light and yellow, brown and black are dark. A photo has its own exposure and white balance, so that both are taken
 * relative to the skin of the forehead under the same light. Between the ranges lie light brown, grey, red and dyed
 * hair, and nothing is said of them.
 */
const BLONDE = {
  lightness: [0.5, 1.05],
  darkest: 42,
  chroma: [12, 42],
  chromaToSkin: 0.85,
  hue: [50, 90],
} as const;
const BRUNETTE = { lightness: 0.35, darkest: 32, chroma: 26 } as const;

/** Skin by daylight and lamp light; outside, the light has a colour of its own. */
const SKIN_HUE = [15, 85] as const;
/** A forehead darker than this is in the shade or of dark skin, and hair beside it is dark whatever its colour. */
const LEAST_FOREHEAD_LIGHTNESS = 42;
/** Where hair is as its background, it may be background. */
const LEAST_FROM_BACKGROUND = 15;

/** @returns null where it is neither, or the light does not let one say */
export function hairColourOf({ colour, forehead, fromBackground }: HairRegion): HairFinding | null {
  if (fromBackground < LEAST_FROM_BACKGROUND) return null;
  if (forehead[0] < LEAST_FOREHEAD_LIGHTNESS || !within(hueOf(forehead), SKIN_HUE)) return null;
  const lightness = colour[0] / forehead[0];
  const chroma = chromaOf(colour);
  const measured = `hair over the largest face: lightness ${Math.round(colour[0])} beside ${Math.round(forehead[0])} of the forehead`;
  if (lightness <= BRUNETTE.lightness && colour[0] <= BRUNETTE.darkest && chroma <= BRUNETTE.chroma) {
    return {
      name: 'hair:brunette',
      score: 1 - 0.5 * (lightness / BRUNETTE.lightness),
      reason: `dark ${measured}`,
    };
  }
  const isYellow = within(chroma, BLONDE.chroma) && within(hueOf(colour), BLONDE.hue);
  const chromaToSkin = chroma / chromaOf(forehead);
  if (
    isYellow &&
    colour[0] >= BLONDE.darkest &&
    within(lightness, BLONDE.lightness) &&
    chromaToSkin >= BLONDE.chromaToSkin
  ) {
    return {
      name: 'hair:blonde',
      score: Math.min(1, 0.5 + 0.5 * (chromaToSkin - BLONDE.chromaToSkin) + 0.3 * (lightness - 0.5)),
      reason: `light yellow ${measured}`,
    };
  }
  return null;
}

const within = (value: number, [least, most]: readonly [number, number]): boolean =>
  value >= least && value <= most;
