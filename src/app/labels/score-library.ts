import { type LabelModel, logOddsOf } from '../../algorithms/labels/label-model.ts';
import type { VectorPlaces } from '../../store/label-store.ts';
import type { RefreshProgress } from '../../vectors/vector-index.ts';
import type { Library } from '../library.ts';

/** What label models say of every photo that has a vector and is in a cluster. */
export interface LibraryScores {
  /** Ids of vectors, ascending. */
  readonly ids: Float64Array;
  /** Of each model, the log-odds of each of the ids, about. */
  readonly logOdds: readonly Float32Array[];
  /** The true log-odds are no farther than this from `logOdds[model][row]`; mostly they are many times nearer. */
  bound(model: number, row: number): number;
}

/**
 * Scores the whole library at once from the packed index: one pass over memory for each model.
 * @param space the model whose vectors the label models take
 */
export async function scoreLibrary(
  { store, vectorIndex }: Pick<Library, 'store' | 'vectorIndex'>,
  space: string,
  models: readonly LabelModel[],
  onProgress?: RefreshProgress,
): Promise<LibraryScores> {
  const index = vectorIndex(space);
  await index.refresh(onProgress);
  const scores = await index.scoreAll(models.map((model) => model.direction));
  const rows = rowsWithout(scores.ids, await store.labels.unplaced(space));
  const logOdds = models.map(({ offset }, m) => {
    const products = scores.products[m]!;
    const values = new Float32Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = products[rows[i]!]! + offset;
    return values;
  });
  const ids = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) ids[i] = scores.ids[rows[i]!]!;
  return {
    ids,
    logOdds,
    bound: (model, row) => scores.bound(model, rows[row]!) + Math.abs(logOdds[model]![row]!) * 2 ** -23,
  };
}

/** Share of the library up to which clusters are looked up one by one: that reads a page of the database for each. */
const FEW = 0.1;

/** The cluster of each of some rows; null where it has gone since. */
export async function clustersOfRows(
  { store }: Pick<Library, 'store'>,
  space: string,
  { ids }: Pick<LibraryScores, 'ids'>,
  rows: readonly number[],
): Promise<(string | null)[]> {
  if (rows.length <= ids.length * FEW) {
    const clusters = await store.labels.clustersOf(rows.map((row) => ids[row]!));
    return rows.map((row) => clusters.get(ids[row]!) ?? null);
  }
  const places = await store.labels.places(space);
  const placeOf = placesOf(ids, places);
  return rows.map((row) => places.clusterIds[placeOf[row]!] ?? null);
}

/** Of each id the place of its cluster; −1 where it has none. */
export function placesOf(ids: Float64Array, { ids: known, clusters }: VectorPlaces): Int32Array {
  const places = new Int32Array(ids.length).fill(-1);
  for (let i = 0, at = 0; i < ids.length; i++) {
    while (at < known.length && known[at]! < ids[i]!) at++;
    if (known[at] === ids[i]) places[i] = clusters[at]!;
  }
  return places;
}

/** Replaces log-odds that may be on either side of a cut by the exact ones; how many there were. */
export async function settleNear(
  { store }: Pick<Library, 'store'>,
  scores: LibraryScores,
  model: { readonly place: number; readonly label: LabelModel },
  cut: number,
): Promise<number> {
  const logOdds = scores.logOdds[model.place]!;
  const near: number[] = [];
  for (let row = 0; row < logOdds.length; row++) {
    if (Math.abs(logOdds[row]! - cut) <= scores.bound(model.place, row)) near.push(row);
  }
  const found = await store.vectors.get(near.map((row) => scores.ids[row]!));
  for (const row of near) {
    const vector = found.get(scores.ids[row]!)?.vector;
    if (vector !== undefined) logOdds[row] = logOddsOf(model.label, vector);
  }
  return near.length;
}

/** Rows of all ids but some; both ascending. */
function rowsWithout(all: Float64Array, some: Float64Array): Int32Array {
  const rows = new Int32Array(all.length);
  let count = 0;
  for (let row = 0, at = 0; row < all.length; row++) {
    while (at < some.length && some[at]! < all[row]!) at++;
    if (some[at] !== all[row]) rows[count++] = row;
  }
  return rows.subarray(0, count);
}
