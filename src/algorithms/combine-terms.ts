import { product } from './nearest/exact-nearest.ts';

/** The unit vector of a word or a picture, wanted or not. */
export interface QueryTerm {
  readonly side: 'text' | 'image';
  readonly sign: 1 | -1;
  readonly vector: Float32Array;
}

/** So many photos tell the spread of a library to some percent. */
export const SAMPLE_FOR_SPREAD = 1024;
/** Below this a spread is that of photos that are all the same, and says nothing. */
const LEAST_SPREAD = 1e-3;

/**
 * One query vector for terms with signs: the sum of wanted vectors less the unwanted ones, brought to unit length, as
 * it is common with CLIP. Its product with a photo's vector is, but for a factor, the sum of the terms' own cosines.
 *
 * Words and pictures lie in different parts of a CLIP space (the modality gap: Liang and others, 2022): cosines of a
 * picture with photos spread several times as wide as those of a word, so that in a plain sum the word would not be
 * heard. So where both are there, the sum of each side is first divided by how far its products spread over a sample
 * of the library; the mean of each side, the gap itself, only adds the same to all photos and changes no order.
 * @param sample vectors of photos
 */
export function combineTerms(terms: readonly QueryTerm[], sample: readonly Float32Array[]): Float32Array {
  const sides = Map.groupBy(terms, (term) => term.side);
  const sums = [...sides.values()].map(signedSum);
  const isMixed = sums.length > 1;
  return unitLength(
    signedSum(
      sums.map((vector) => {
        const spread = isMixed ? Math.max(LEAST_SPREAD, spreadOf(vector, sample)) : 1;
        return { sign: 1 as const, vector: vector.map((value) => value / spread) };
      }),
    ),
  );
}

function signedSum(terms: readonly Pick<QueryTerm, 'sign' | 'vector'>[]): Float32Array {
  const sum = new Float32Array(terms[0]?.vector.length ?? 0);
  for (const { sign, vector } of terms) {
    for (let k = 0; k < sum.length; k++) sum[k]! += sign * vector[k]!;
  }
  return sum;
}

/** Standard deviation of the products with a sample. */
function spreadOf(vector: Float32Array, sample: readonly Float32Array[]): number {
  if (sample.length === 0) return 1;
  const products = sample.map((row) => product(vector, row));
  const mean = products.reduce((sum, value) => sum + value, 0) / products.length;
  return Math.sqrt(products.reduce((sum, value) => sum + (value - mean) ** 2, 0) / products.length);
}

/** Zeros, of terms that cancel each other, stay zeros. */
function unitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(product(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}
