import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import type { Cluster } from '../../domain/cluster.ts';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { renderClusterMap } from '../../export/cluster-map/render-cluster-map.ts';
import type { Library } from '../library.ts';
import { mapLayout } from './map-layout.ts';
import { mapPoints } from './map-points.ts';

export interface ClusterMapRequest {
  /** Where the page goes; ends in .html. */
  readonly file: string;
  readonly signal: AbortSignal;
  readonly onProgress?: ((step: 'arranging' | 'thumbnails', done: number, total: number) => void) | undefined;
}

export interface ClusterMapReport {
  readonly file: string;
  /** Clusters of the library, and how many of them are on the map. */
  readonly clusters: number;
  readonly shown: number;
}

/**
 * The largest clusters that are shown. For so many UMAP takes 41 s of one core and up to 2.6 GB, thumbnails take
 * another minute, the page weighs 25 MB, and on a screen nobody tells more apart.
 */
export const MOST_SHOWN = 20_000;
const PAGE = 1000;

/** Writes one self-contained page with all clusters by their medoids: those that look alike lie side by side. */
export async function writeClusterMap(
  library: Library,
  { file, signal, onProgress }: ClusterMapRequest,
): Promise<ClusterMapReport> {
  // A slip of the hand (`--map IMG_1.jpg`) must not cost an original.
  if (!['.html', '.htm'].includes(extname(file).toLowerCase())) {
    throw new PhotoTagError('USAGE', `${file}: the map is an HTML page`, {
      file,
      remedy: 'Name a file that ends in .html, or none: it goes to the data folder.',
    });
  }
  try {
    const all = await allClusters(library);
    const vectors = await medoidVectors(library, all);
    const shown = largest(all.filter((cluster) => vectors.has(cluster.medoid)));
    onProgress?.('arranging', 0, shown.length);
    const layout = await mapLayout(
      shown.map((cluster) => vectors.get(cluster.medoid)!),
      signal,
    );
    const { windows, points } = await mapPoints(library, shown, layout, {
      signal,
      onProgress: (done) => onProgress?.('thumbnails', done, shown.length),
    });
    const html = renderClusterMap({
      title: 'Map of clusters',
      generatedAt: new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' }),
      libraryFolders: library.settings.roots,
      totalClusters: all.length,
      windows,
      points,
    });
    writeWhole(file, html);
    return { file, clusters: all.length, shown: shown.length };
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new PhotoTagError('CANCELLED', 'The map was not made', { remedy: 'Give the command again.' });
  }
}

async function allClusters({ store }: Library): Promise<Cluster[]> {
  const clusters: Cluster[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await store.clusters.page(offset, PAGE);
    clusters.push(...page);
    if (page.length < PAGE) return clusters;
  }
}

function medoidVectors({ store, embedderId }: Library, clusters: readonly Cluster[]) {
  return store.photos.embeddingsOf(
    largest(clusters).map((cluster) => cluster.medoid),
    embedderId,
  );
}

/** In the order they are in, which is that of time. */
function largest(clusters: readonly Cluster[]): Cluster[] {
  if (clusters.length <= MOST_SHOWN) return [...clusters];
  const sizes = clusters.map((cluster) => cluster.members.length).sort((a, b) => b - a);
  const least = sizes[MOST_SHOWN - 1]!;
  let ofLeastSize = MOST_SHOWN - sizes.indexOf(least);
  return clusters.filter(({ members }) => {
    if (members.length !== least) return members.length > least;
    return ofLeastSize-- > 0;
  });
}

/** To a temporary file first: an older map stays whole until the new one is. */
function writeWhole(file: string, html: string): void {
  const temporary = `${file}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, html);
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new PhotoTagError('DATA_FOLDER', `The map could not be written: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Choose another file, or make the folder writable.',
    });
  }
}
