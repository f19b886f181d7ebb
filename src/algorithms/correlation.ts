/** Pearson's correlation of two rows of one length, −1 to 1; 0 where one of them does not vary. */
export function correlation(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const count = one.length;
  let [sumA, sumB] = [0, 0];
  for (let i = 0; i < count; i++) {
    sumA += one[i]!;
    sumB += other[i]!;
  }
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const a = one[i]! - sumA / count;
    const b = other[i]! - sumB / count;
    aa += a * a;
    bb += b * b;
    ab += a * b;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
