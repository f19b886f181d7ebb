/**
 * How many standard deviations the cosine of two words lies above that of all pairs, before they are shown as perhaps
 * the same. Measured on CLIP ViT-B/32's texts of the 1,203 LVIS categories ("a {name}", cosines 0.743 ± 0.051; 4 is
 * 0.948): of 15 pairs of nearest neighbours beyond it, 4 mean the same (cushion and pillow) and 11 are near
 * (horse and pony), so that it can only ask. Of 20 spellings and plurals of the same word 14 lie beyond it. A lower one
 * asks in vain too often: at 3.5 of 86 pairs.
 *
 * In deviations, because cosines of texts range otherwise in every model.
 */
const LEAST_DEVIATIONS = 4;

/** Fewer pairs have no spread to speak of. */
const LEAST_WORDS = 20;

export interface NearWords {
  readonly first: number;
  readonly second: number;
  readonly cosine: number;
}

/**
 * Pairs of words that are each other's nearest and nearer than words of this list are, nearest first. That each is the
 * other's nearest keeps out words that are near to everything.
 *
 * @param vectors of unit length.
 */
export function nearestWords(vectors: readonly Float32Array[]): NearWords[] {
  const count = vectors.length;
  if (count < LEAST_WORDS) return [];
  const nearest = new Int32Array(count).fill(-1);
  const best = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const cosine = dot(vectors[i]!, vectors[j]!);
      sum += cosine;
      squares += cosine * cosine;
      for (const [one, other] of [
        [i, j],
        [j, i],
      ] as const) {
        if (cosine > best[one]!) {
          best[one] = cosine;
          nearest[one] = other;
        }
      }
    }
  }
  const pairs = (count * (count - 1)) / 2;
  const mean = sum / pairs;
  const least = mean + LEAST_DEVIATIONS * Math.sqrt(Math.max(0, squares / pairs - mean * mean));
  const found: NearWords[] = [];
  for (let first = 0; first < count; first++) {
    const second = nearest[first]!;
    if (second > first && nearest[second] === first && best[first]! >= least) {
      found.push({ first, second, cosine: best[first]! });
    }
  }
  return found.sort((a, b) => b.cosine - a.cosine);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
