/** In double arithmetic. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

export function scaled(vector: Float64Array, factor: number): Float64Array {
  return vector.map((value) => value * factor);
}

export function meanOf(rows: readonly ArrayLike<number>[], dimensions: number): Float64Array {
  const mean = new Float64Array(dimensions);
  for (const row of rows) for (let k = 0; k < dimensions; k++) mean[k]! += row[k]! / rows.length;
  return mean;
}

/** Of length 1; zero stays zero. */
export function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? scaled(vector, 1 / length) : vector;
}

/** At most `count` of the items, in their order. */
export function evenly<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}
