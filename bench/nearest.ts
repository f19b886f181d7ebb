/**
 * Precision among the nearest, leave one out: of each query's `count` nearest other photos by cosine, the share
 * of the query's class. Queries are the photos with a class; neighbours may be any of the photos, so a photo
 * without a class is always wrong.
 * @param vectors unit vectors, one a photo
 * @param classes of each photo; null: none
 */
export function precisionAmongNearest(
  vectors: readonly Float32Array[],
  classes: readonly (string | null)[],
  count: number,
): number {
  let sum = 0;
  let queries = 0;
  classes.forEach((wanted, query) => {
    if (wanted === null) return;
    const nearest = vectors
      .map((vector, i) => ({ i, likeness: dot(vector, vectors[query]!) }))
      .filter(({ i }) => i !== query)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, count);
    sum += nearest.filter(({ i }) => classes[i] === wanted).length / count;
    queries++;
  });
  return sum / queries;
}

/** Each dimension minus its mean, by its standard deviation over the rows; rows then of unit length. */
export function standardiseOverRows(rows: readonly Float32Array[]): Float32Array[] {
  const dimensions = rows[0]?.length ?? 0;
  const mean = new Float64Array(dimensions);
  const squares = new Float64Array(dimensions);
  for (const row of rows) {
    for (let d = 0; d < dimensions; d++) mean[d]! += row[d]! / rows.length;
  }
  for (const row of rows) {
    for (let d = 0; d < dimensions; d++) squares[d]! += (row[d]! - mean[d]!) ** 2 / rows.length;
  }
  return rows.map((row) => {
    const z = row.map((value, d) => (value - mean[d]!) / (Math.sqrt(squares[d]!) || 1));
    const length = Math.hypot(...z);
    return z.map((value) => value / length);
  });
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}
