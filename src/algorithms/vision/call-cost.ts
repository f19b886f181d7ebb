import type { ImageDetail, ModelPrice, PictureSize, VisionUsage } from '../../domain/vision.ts';
import { imageTokens } from './image-tokens.ts';

/** All that is asked beside the picture: instructions, and the form of the answer. */
export interface AskedText {
  /** UTF-8. A token of any byte-pair vocabulary is one byte at least, so that this is the most it can cost. */
  readonly bytes: number;
}

export interface CallCost {
  /** Expected. */
  readonly tokens: number;
  readonly nanoUsd: number;
  /** What it can cost at the very most. */
  readonly worstTokens: number;
  readonly worstNanoUsd: number;
}

/**
 * Models have been billed at 1.2 times the documented picture tokens without a word of it (gpt-5.2, by users of its
 * forum); a quarter more is set aside. Too much only ends a run a little before its budget.
 */
const PICTURE_MARGIN = 1.25;
/** Marks around messages; documented nowhere, 7 to 35 measured by users. */
const FRAME_TOKENS = 100;
/** English runs at some four bytes a token. */
const BYTES_A_TOKEN = 4;
/** Twelve tags of two words in JSON. */
const EXPECTED_OUTPUT_TOKENS = 90;
/** Whoever is given room for more than this thinks before it answers, and is expected to fill half of it. */
const THINKS_ABOVE_TOKENS = 1000;

/** What one call costs by the model's rule, in billionths of a dollar: whole numbers, so that sums are exact. */
export function callCost(
  price: ModelPrice,
  picture: PictureSize & { readonly detail: ImageDetail },
  text: AskedText,
): CallCost {
  const pictureTokens = imageTokens(price.image, picture, picture.detail);
  const expected = {
    inputTokens: pictureTokens + Math.ceil(text.bytes / BYTES_A_TOKEN),
    outputTokens:
      price.mostOutputTokens > THINKS_ABOVE_TOKENS
        ? Math.ceil(price.mostOutputTokens / 2)
        : Math.min(EXPECTED_OUTPUT_TOKENS, price.mostOutputTokens),
  };
  const worst = {
    inputTokens: Math.ceil(pictureTokens * PICTURE_MARGIN) + text.bytes + FRAME_TOKENS,
    outputTokens: price.mostOutputTokens,
  };
  return {
    tokens: expected.inputTokens + expected.outputTokens,
    nanoUsd: nanoUsdOf(price, expected),
    worstTokens: worst.inputTokens + worst.outputTokens,
    worstNanoUsd: nanoUsdOf(price, worst),
  };
}

/** The price of counted tokens, rounded up. What the service does not say counts as nothing: callers know better. */
export function nanoUsdOf(price: ModelPrice, { inputTokens, outputTokens }: VisionUsage): number {
  // A dollar a million tokens is a thousand billionths a token.
  const exact =
    (inputTokens ?? 0) * price.inputUsdPerMillion * 1000 +
    (outputTokens ?? 0) * price.outputUsdPerMillion * 1000;
  return Math.max(0, Math.ceil(exact - 1e-6));
}

export const NANO_USD = 1e9;
