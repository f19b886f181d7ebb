import { setImmediate as turn } from 'node:timers/promises';
import { principalPlane } from '../../algorithms/principal-plane.ts';
import { seededRandom } from '../../algorithms/seeded-random.ts';

/** Below this the neighbourhoods that UMAP draws are all points at once. */
const FEWEST = 8;

/** UMAP's own defaults; the points may touch, since thumbnails that overlap give way on the page. */
const UMAP_SETTINGS = { nNeighbors: 15, minDist: 0.1, spread: 1 };

/** Rounds for many points; of few, umap-js takes up to 500. Half of its own 200, which is seen in no map of 10,000. */
const MANY = { points: 10_000, rounds: 100 };

/** UMAP starts from points in −10…10. */
const START_EXTENT = 10;
const SEED = 1;

/**
 * Places vectors on a plane so that neighbours stay neighbours: UMAP (McInnes, Healy, Melville 2018,
 * arXiv:1802.03426) from the plane of the principal components, so that far apart stays roughly far apart too. The
 * random numbers are seeded: the same vectors in the same order give the same map.
 *
 * @param vectors unit vectors: between them Euclidean distance orders as cosine distance does
 * @param onProgress hears the share of the work that is done, 0 to 1
 * @returns x and y of each, −1 to 1, the centre of all at 0
 * @throws what the signal says, once it is aborted
 */
export async function mapLayout(
  vectors: readonly Float32Array[],
  signal?: AbortSignal,
  onProgress?: (share: number) => void,
): Promise<[number, number][]> {
  if (vectors.length < FEWEST) return principalPlane(vectors);
  const { UMAP } = await import('umap-js');
  const umap = new UMAP({
    ...UMAP_SETTINGS,
    nNeighbors: Math.min(UMAP_SETTINGS.nNeighbors, vectors.length - 1),
    ...(vectors.length > MANY.points ? { nEpochs: MANY.rounds } : {}),
    random: seededRandom(SEED),
  });
  const rounds = umap.initializeFit(vectors.map((vector) => Array.from(vector)));
  const embedding = umap.getEmbedding();
  startFrom(embedding, principalPlane(vectors));
  for (let round = 0; round < rounds; round++) {
    umap.step();
    if (round % 10 > 0) continue;
    await turn();
    onProgress?.(round / rounds);
    signal?.throwIfAborted();
  }
  return centred(embedding.map((point) => [point[0]!, point[1]!]));
}

/** Moves UMAP's points to where they are to start; it goes on from the array that it gave out. */
function startFrom(embedding: number[][], plane: readonly [number, number][]): void {
  const random = seededRandom(SEED);
  // A little noise, as in the authors' own program: equal vectors must be able to part.
  for (const [index, point] of embedding.entries()) {
    for (const axis of [0, 1] as const) point[axis] = START_EXTENT * plane[index]![axis] + 1e-3 * random();
  }
}

/** The middle of the extent at 0, the larger side from −1 to 1. */
function centred(points: readonly [number, number][]): [number, number][] {
  const extent = (axis: 0 | 1) => {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const point of points) {
      least = Math.min(least, point[axis]);
      most = Math.max(most, point[axis]);
    }
    return { middle: (least + most) / 2, half: (most - least) / 2 };
  };
  const [x, y] = [extent(0), extent(1)];
  const half = Math.max(x.half, y.half) || 1;
  return points.map((point) => [(point[0] - x.middle) / half, (point[1] - y.middle) / half]);
}
