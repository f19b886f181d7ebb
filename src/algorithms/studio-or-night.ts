import { shifted } from './log-odds.ts';

/**
 * A studio with a black backdrop and a night scene are both dark. What tells them apart is the light that the
 * camera needed: a flash makes a dark picture at low ISO and a hand-held shutter, a night does not.
 */

/** The config's `heuristics.studio_black_vs_night`, as it is written there. */
export interface StudioOptions {
  /** Highest ISO of a studio. */
  readonly iso_threshold: number;
  /** A person is not enough, a face must show. */
  readonly face_required_for_studio: boolean;
  /** Least share of dark pixels, 0 to 1. */
  readonly dark_ratio: number;
}

/** What is known of one photo. Null: not known, and then no condition holds on it. */
export interface StudioEvidence {
  /** Share of pixels with luminance below 0.08; see PixelStatistics. */
  readonly darkRatio: number | null;
  /** 0 to 1; see PixelStatistics. */
  readonly highlightBimodality: number | null;
  readonly hasPerson: boolean;
  readonly hasFace: boolean;
  readonly iso: number | null;
  readonly exposureSeconds: number | null;
  readonly flashFired: boolean | null;
  /** Left out: not known. With ISO and exposure it says how much light there was. */
  readonly fNumber?: number | null;
}

export interface StudioFinding {
  /** All conditions hold: propose `CK:studio` and `CK:black-background`. */
  readonly studio: boolean;
  /** Take `CK:night` away, whatever its score. */
  readonly suppressNight: boolean;
  /** 0 to 1: how much it looks like a studio with a black backdrop. */
  readonly studioScore: number;
  /** 0 to 1: how likely it is a studio where all conditions hold, by how much light there was; 0 where they do not. */
  readonly studioProbability: number;
  /** The same of a black background, which a stage has as well. */
  readonly backgroundProbability: number;
  /** 0 to 1: how much of the evidence for a night is left beside the studio score. */
  readonly nightScore: number;
  /** Whether the camera said how much light there was; where not, the night score is a guess. */
  readonly lightIsKnown: boolean;
  /** In words: `72 % of the picture is dark`. */
  readonly reasons: readonly string[];
}

/** Flash-like shutter, seconds: from the usual sync limit to what is still hand-held beside modelling light. */
export const FLASH_SHUTTER_SECONDS = { shortest: 1 / 200, longest: 1 / 30 } as const;
/** EXIF rounds: 1/30 is also written 0.033 and 0.0334. */
const SHUTTER_ROUNDING = 0.02;
/**
 * How each sign counts, summing to 1. Light is most: it is physics, where a person may stand in a night street
 * as well and bimodality comes from street lamps too.
 */
const STUDIO_WEIGHTS = { light: 0.55, person: 0.3, bimodality: 0.15 } as const;
/** A score that rests on all conditions is never below this, however high the ISO within the limit. */
const SCORE_OF_A_FULL_STUDIO = 0.8;
/** At this ISO and below, a hand-held picture of a dark scene needs flash or stage light. */
const LOW_ISO = 400;
/** Below the asked dark ratio the dark sign fades to 0 over this share of the picture. */
const DARK_FADE = 0.2;
/** Seconds: from 1/15, where hands begin to shake, to 1, where only a tripod and little light explain it. */
const NIGHT_SHUTTER_SECONDS = { shortest: 1 / 15, longest: 1 } as const;
/** ISO that is chosen for want of light. */
const NIGHT_ISO = { lowest: 800, highest: 6400 } as const;
/** Evidence for a night where neither ISO nor shutter is known: as likely as not. */
const NIGHT_UNKNOWN = 0.5;

export function studioOrNight(evidence: StudioEvidence, options: StudioOptions): StudioFinding {
  const { darkRatio, iso, exposureSeconds } = evidence;
  const isDark = darkRatio !== null && darkRatio >= options.dark_ratio;
  const hasModel = options.face_required_for_studio
    ? evidence.hasFace
    : evidence.hasPerson || evidence.hasFace;
  const isLowIso = iso !== null && iso > 0 && iso <= options.iso_threshold;
  const isFlashShutter = exposureSeconds !== null && isFlashLike(exposureSeconds);
  const studio = isDark && hasModel && isLowIso && isFlashShutter;

  const dark = rise(darkRatio ?? 0, options.dark_ratio - DARK_FADE, options.dark_ratio);
  const light = flashLight(evidence, options.iso_threshold) * (1 - LAMP_LIGHT * lampLikeness(evidence));
  const person = hasModel ? 1 : evidence.hasPerson || evidence.hasFace ? 0.5 : 0;
  const sum =
    STUDIO_WEIGHTS.light * light +
    STUDIO_WEIGHTS.person * person +
    STUDIO_WEIGHTS.bimodality * clamp(evidence.highlightBimodality ?? 0);
  const studioScore = studio ? Math.max(SCORE_OF_A_FULL_STUDIO, dark * sum) : dark * sum;
  const nightScore = dark * wantOfLight(iso, exposureSeconds) * (1 - studioScore);
  const weight = lightWeight(evidence);
  return {
    studio,
    suppressNight: studio,
    studioScore,
    studioProbability: studio ? shifted(FULL_STUDIO, weight) : 0,
    backgroundProbability: studio ? shifted(FULL_STUDIO, weight / 2) : 0,
    nightScore,
    lightIsKnown: isKnown(iso) || isKnown(exposureSeconds),
    reasons: reasonsOf(evidence, options),
  };
}

/**
 * How likely a studio is where all conditions hold and the aperture is not known. Judged: the development data has no
 * studio with its EXIF. A stage and a face under a street lamp keep the conditions too, and only light tells them apart.
 */
const FULL_STUDIO = 0.75;
/**
 * Scene brightness by the exposure (exposure tables of ANSI PH2.7-1986): stages are at EV 5 to 8, streets at night at 2
 * to 5. Only flash gives more while the picture is dark.
 */
const STAGE_BRIGHTNESS = { brightest: 8, darkest: 4 } as const;
/** In log-odds; a flash that fired says as much as its light. */
const LIGHT_WEIGHTS = { flash: 1, stage: -1.2, night: -2.2, highIso: -0.5 } as const;
/** Nobody lights a studio for this and more. */
const HIGH_ISO = 1600;
/** Share of the light's part in the studio score that lamp light takes away. */
const LAMP_LIGHT = 0.5;

function lightWeight(evidence: StudioEvidence): number {
  const brightness = brightnessOf(evidence);
  if (evidence.flashFired === true) return LIGHT_WEIGHTS.flash;
  const iso = evidence.iso !== null && evidence.iso >= HIGH_ISO ? LIGHT_WEIGHTS.highIso : 0;
  if (brightness === null) return iso;
  if (brightness > STAGE_BRIGHTNESS.brightest) return LIGHT_WEIGHTS.flash + iso;
  return iso + (brightness < STAGE_BRIGHTNESS.darkest ? LIGHT_WEIGHTS.night : LIGHT_WEIGHTS.stage);
}

/** 1 where there was as little light as under lamps at night, 0 where only flash gives as much. */
function lampLikeness(evidence: StudioEvidence): number {
  const brightness = brightnessOf(evidence);
  if (brightness === null || evidence.flashFired === true) return 0;
  return 1 - rise(brightness, STAGE_BRIGHTNESS.darkest, STAGE_BRIGHTNESS.brightest);
}

/** Exposure value at ISO 100 (ISO 2720). */
function brightnessOf({ iso, exposureSeconds, fNumber = null }: StudioEvidence): number | null {
  if (!(iso !== null && iso > 0 && exposureSeconds !== null && exposureSeconds > 0)) return null;
  return fNumber !== null && fNumber > 0
    ? Math.log2(fNumber ** 2 / exposureSeconds) - Math.log2(iso / 100)
    : null;
}

const isKnown = (value: number | null): boolean => value !== null && value > 0;

function isFlashLike(seconds: number): boolean {
  return (
    seconds >= FLASH_SHUTTER_SECONDS.shortest * (1 - SHUTTER_ROUNDING) &&
    seconds <= FLASH_SHUTTER_SECONDS.longest * (1 + SHUTTER_ROUNDING)
  );
}

/**
 * How much the exposure looks like flash, 0 to 1. Low ISO counts only with a flash-like shutter: on a tripod at
 * night it is low as well.
 */
function flashLight({ iso, exposureSeconds, flashFired }: StudioEvidence, isoThreshold: number): number {
  const shutter = flashFired === true ? 1 : exposureSeconds === null ? 0 : shutterLikeness(exposureSeconds);
  const lowIso =
    iso === null || iso <= 0 ? 0 : 1 - rise(Math.log2(iso), Math.log2(LOW_ISO), Math.log2(isoThreshold));
  return shutter * (0.5 + 0.5 * lowIso);
}

/** 1 inside the flash range, 0 from one stop outside. */
function shutterLikeness(seconds: number): number {
  if (!(seconds > 0)) return 0;
  if (isFlashLike(seconds)) return 1;
  const stopsOutside =
    seconds < FLASH_SHUTTER_SECONDS.shortest
      ? Math.log2(FLASH_SHUTTER_SECONDS.shortest / seconds)
      : Math.log2(seconds / FLASH_SHUTTER_SECONDS.longest);
  return clamp(1 - stopsOutside);
}

/** The stronger of a long exposure and a high ISO, each over its range in stops. */
function wantOfLight(iso: number | null, exposureSeconds: number | null): number {
  const knowsIso = iso !== null && iso > 0;
  const knowsShutter = exposureSeconds !== null && exposureSeconds > 0;
  if (!knowsIso && !knowsShutter) return NIGHT_UNKNOWN;
  const { shortest, longest } = NIGHT_SHUTTER_SECONDS;
  const byShutter = knowsShutter
    ? rise(Math.log2(exposureSeconds), Math.log2(shortest), Math.log2(longest))
    : 0;
  const byIso = knowsIso
    ? rise(Math.log2(iso), Math.log2(NIGHT_ISO.lowest), Math.log2(NIGHT_ISO.highest))
    : 0;
  return Math.max(byShutter, byIso);
}

function reasonsOf(evidence: StudioEvidence, options: StudioOptions): string[] {
  const { darkRatio, iso, exposureSeconds } = evidence;
  const reasons: string[] = [];
  if (darkRatio !== null) {
    reasons.push(`${percent(darkRatio)} of the picture is dark (limit ${percent(options.dark_ratio)})`);
  }
  reasons.push(evidence.hasFace ? 'a face' : evidence.hasPerson ? 'a person without a face' : 'nobody');
  if (iso !== null) reasons.push(`ISO ${iso} (limit ${options.iso_threshold})`);
  if (exposureSeconds !== null)
    reasons.push(`exposure ${shutterInWords(exposureSeconds)} (flash: 1/200 to 1/30 s)`);
  const brightness = brightnessOf(evidence);
  if (evidence.flashFired === true) reasons.push('flash fired');
  else if (brightness !== null && brightness <= STAGE_BRIGHTNESS.brightest) {
    reasons.push(`light as on stages and at night (EV ${brightness.toFixed(1)})`);
  } else if (brightness !== null) reasons.push(`light as of a flash (EV ${brightness.toFixed(1)})`);
  return reasons;
}

/** `1/125 s`, `2 s`. */
function shutterInWords(seconds: number): string {
  if (!(seconds > 0)) return 'unknown';
  return seconds < 0.3 ? `1/${Math.round(1 / seconds)} s` : `${Number(seconds.toFixed(1))} s`;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
/** 0 to 1; what is not a number is no evidence. */
const clamp = (value: number) => Math.min(1, Math.max(0, value || 0));

/** 0 up to `from`, 1 at `to` and above, a line between. */
function rise(value: number, from: number, to: number): number {
  return to > from ? clamp((value - from) / (to - from)) : value >= to ? 1 : 0;
}
