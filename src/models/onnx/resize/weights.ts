import type { ResizeFilter } from '../../../domain/model.ts';

/** Binary places of a weight: 32 bits less 8 of the pixel and 2 for sums beyond 255 (Pillow, PRECISION_BITS). */
const WEIGHT_PLACES = 22;

interface Kernel {
  /** In input pixels where nothing is shrunk. */
  readonly support: number;
  weight(x: number): number;
}

/** Those of Pillow's Resample.c. */
const KERNELS: Record<ResizeFilter, Kernel> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: keys },
  lanczos3: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Keys' cubic with a = −0.5 (Cubic Convolution Interpolation, 1981). */
function keys(signed: number): number {
  const a = -0.5;
  const x = Math.abs(signed);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

function sinc(x: number): number {
  if (x === 0) return 1;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}

/** Which input pixels one output pixel is made of. */
export interface Span {
  readonly first: number;
  /** Weights of `first` and those after it, times 2^22. */
  readonly weights: Int32Array;
}

/**
 * Spans of the output pixels `from` to `from + count` of a line of `inputPx` that becomes `outputPx`, as Pillow's
 * `precompute_coeffs` and `normalize_coeffs_8bpc` reckon them.
 */
export function spansOf(
  filter: ResizeFilter,
  inputPx: number,
  outputPx: number,
  from: number,
  count: number,
): Span[] {
  // Pillow leaves a pass out that changes no size.
  if (inputPx === outputPx) {
    return Array.from({ length: count }, (_, i) => ({
      first: from + i,
      weights: Int32Array.of(2 ** WEIGHT_PLACES),
    }));
  }
  const { support, weight } = KERNELS[filter];
  const scale = inputPx / outputPx;
  // Antialiasing: where a picture shrinks, the kernel is as wide as the output pixel.
  const stretch = Math.max(1, scale);
  const squeeze = 1 / stretch;
  const reach = support * stretch;
  return Array.from({ length: count }, (_, i) => {
    const centre = (from + i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(inputPx, Math.trunc(centre + reach + 0.5));
    const raw = Array.from({ length: end - first }, (_, k) => weight((k + first - centre + 0.5) * squeeze));
    const sum = raw.reduce((total, value) => total + value, 0);
    return { first, weights: Int32Array.from(raw, (value) => fixedPoint(sum === 0 ? value : value / sum)) };
  });
}

/** Rounded half away from zero. */
function fixedPoint(value: number): number {
  const scaled = value * 2 ** WEIGHT_PLACES;
  return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}
