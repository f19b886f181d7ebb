import { type LabelModel, logOddsOf } from '../../algorithms/labels/label-model.ts';
import type { VectorPlaces } from '../../store/label-store.ts';
import type { RefreshProgress } from '../../vectors/vector-index.ts';
import type { Library } from '../library.ts';

/** What label models say of every photo that has a vector and is in a cluster. */
export interface LibraryScores extends VectorPlaces {
  /** Of each model, the log-odds of each of the ids, about. */
  readonly logOdds: readonly Float32Array[];
  /** The true log-odds are no farther than this from `logOdds[model][row]`; mostly they are many times nearer. */
  bound(model: number, row: number): number;
}

export interface ScoreOptions {
  readonly onProgress?: RefreshProgress | undefined;
  /** Where it was asked for before. */
  readonly places?: VectorPlaces | undefined;
}

/**
 * Scores the whole library at once from the packed index: one pass over memory for each model.
 * @param space the model whose vectors the label models take
 */
export async function scoreLibrary(
  { store, vectorIndex }: Pick<Library, 'store' | 'vectorIndex'>,
  space: string,
  models: readonly LabelModel[],
  { onProgress, places: known }: ScoreOptions = {},
): Promise<LibraryScores> {
  const index = vectorIndex(space);
  await index.refresh(onProgress);
  const scores = await index.scoreAll(models.map((model) => model.direction));
  const places = known ?? (await store.labels.places(space));
  const rows = rowsOf(places.ids, scores.ids);
  const logOdds = models.map(({ offset }, m) => {
    const products = scores.products[m]!;
    return Float32Array.from(rows, (row) => products[row]! + offset);
  });
  const kept = Int32Array.from(placesOf(places.ids, scores.ids, rows), (at) => places.clusters[at]!);
  return {
    ids: Float64Array.from(rows, (row) => scores.ids[row]!),
    clusters: kept,
    clusterIds: places.clusterIds,
    logOdds,
    bound: (model, row) => scores.bound(model, rows[row]!) + Math.abs(logOdds[model]![row]!) * 2 ** -23,
  };
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

/** Places in `all` of those of `some` that are there; both ascending. */
function rowsOf(some: Float64Array, all: Float64Array): Int32Array {
  const rows = new Int32Array(some.length);
  let count = 0;
  for (let i = 0, row = 0; i < some.length && row < all.length; ) {
    if (some[i]! < all[row]!) i++;
    else if (some[i]! > all[row]!) row++;
    else {
      rows[count++] = row++;
      i++;
    }
  }
  return rows.subarray(0, count);
}

/** Of those rows of `all`, their places in `some`. */
function placesOf(some: Float64Array, all: Float64Array, rows: Int32Array): Int32Array {
  let at = 0;
  return rows.map((row) => {
    while (some[at]! < all[row]!) at++;
    return at;
  });
}
