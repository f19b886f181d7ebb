import type { PhotoMetadata } from '../domain/metadata.ts';
import type { PixelStatistics } from '../domain/proxy.ts';
import type { TagCandidate } from '../domain/tag.ts';

export type MeasuredAttribute =
  | 'black and white'
  | 'night'
  | 'long exposure'
  | 'macro'
  | 'flash'
  | 'panorama';

export interface AttributeEvidence {
  readonly metadata: PhotoMetadata | null;
  readonly statistics: PixelStatistics | null;
}

/** Mean saturation of colour photos starts near 0.08; scans of silver prints with a warm tone end near 0.04. */
const MONOCHROME_SATURATION = 0.03;
/** The shortest time that smooths water and draws lights, by common usage. */
const LONG_EXPOSURE_SECONDS = 1;
/** Wider than any camera's frame: stitched or cropped to a panorama. */
const PANORAMA_ASPECT = 2.2;
/** A wide picture of no camera that is smaller is a banner of a web page, as 7 of 10 on the development data were. */
const BANNER_PX = 2000;
/** Scene brightness at ISO 100 below which the sun is more than 6° under the horizon (exposure value tables). */
const NIGHT_EXPOSURE_VALUE = 3;
/** A picture of a night is dark, which one of a day through a grey filter is not. Lamps brighten some skylines to 0.2. */
const NIGHT_MEDIAN_LUMINANCE = 0.3;

/** What can be measured, with the measurement as the reason. */
export function measuredAttributes(
  evidence: AttributeEvidence,
): (TagCandidate & { name: MeasuredAttribute })[] {
  return [
    blackAndWhite(evidence),
    night(evidence),
    longExposure(evidence),
    macro(evidence),
    flash(evidence),
    panorama(evidence),
  ].filter((attribute) => attribute !== null);
}

type Attribute = (TagCandidate & { name: MeasuredAttribute }) | null;

function blackAndWhite({ statistics }: AttributeEvidence): Attribute {
  if (!statistics || statistics.meanSaturation >= MONOCHROME_SATURATION) return null;
  const score = 1 - 0.3 * (statistics.meanSaturation / MONOCHROME_SATURATION);
  return {
    name: 'black and white',
    score,
    // 16 of 17 on the development data, the other a diagram with red in it.
    probability: 0.93,
    reason: `hardly any colour: mean saturation ${(statistics.meanSaturation * 100).toFixed(1)} %`,
  };
}

/** Exposure value at ISO 100: log2(N²/t) − log2(S/100), ISO 2720. Null where EXIF does not say. */
export function exposureValue100(metadata: PhotoMetadata | null): number | null {
  const { fNumber, exposureSeconds, iso } = metadata ?? {};
  if (!fNumber || !exposureSeconds || !iso) return null;
  return Math.log2(fNumber ** 2 / exposureSeconds) - Math.log2(iso / 100);
}

function night({ metadata, statistics }: AttributeEvidence): Attribute {
  const brightness = exposureValue100(metadata);
  if (!statistics || brightness === null || metadata?.flashFired) return null;
  if (brightness > NIGHT_EXPOSURE_VALUE || statistics.medianLuminance > NIGHT_MEDIAN_LUMINANCE) return null;
  const score = Math.min(1, 0.6 + 0.05 * (NIGHT_EXPOSURE_VALUE - brightness) + 0.2 * statistics.darkRatio);
  return {
    name: 'night',
    score,
    // A room by candle light is as dark; what is known of studio and stage is weighed by the stage (weigh-night.ts).
    probability: 0.75,
    reason: `little light (EV ${brightness.toFixed(1)}), and the picture is dark`,
  };
}

function longExposure({ metadata }: AttributeEvidence): Attribute {
  const seconds = metadata?.exposureSeconds;
  if (!seconds || seconds < LONG_EXPOSURE_SECONDS) return null;
  return {
    name: 'long exposure',
    score: Math.min(1, 0.7 + 0.1 * Math.log2(seconds)),
    probability: 0.95,
    reason: `exposure ${Number(seconds.toFixed(1))} s`,
  };
}

function macro({ metadata }: AttributeEvidence): Attribute {
  const lens = metadata?.lens;
  // Nikon says Micro; MP-E and the like have no other use. A macro lens also takes portraits: half sure.
  if (!lens || !/\b(macro|micro[- ]?nikkor|micro|makro)\b/i.test(lens)) return null;
  return { name: 'macro', score: 0.55, probability: 0.55, reason: `taken with a macro lens: ${lens}` };
}

function flash({ metadata }: AttributeEvidence): Attribute {
  return metadata?.flashFired
    ? { name: 'flash', score: 0.95, probability: 0.97, reason: 'the flash fired' }
    : null;
}

function panorama({ metadata }: AttributeEvidence): Attribute {
  const { widthPx, heightPx } = metadata ?? {};
  if (!widthPx || !heightPx) return null;
  const aspect = Math.max(widthPx, heightPx) / Math.min(widthPx, heightPx);
  if (aspect < PANORAMA_ASPECT) return null;
  if (!metadata?.model && Math.max(widthPx, heightPx) < BANNER_PX) return null;
  return {
    name: 'panorama',
    score: 0.8,
    probability: 0.7,
    reason: `${widthPx} × ${heightPx} px: ${aspect.toFixed(1)} to 1`,
  };
}
