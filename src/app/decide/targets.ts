import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Cluster } from '../../domain/cluster.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Library } from '../library.ts';

const SHA1 = /^[0-9a-f]{40}$/i;

/**
 * @param ids of clusters
 * @throws USAGE for one that is not there
 */
export async function clustersNamed({ store }: Library, ids: readonly string[]): Promise<Cluster[]> {
  const clusters = await store.clusters.get([...new Set(ids)]);
  const found = new Set(clusters.map((cluster) => cluster.id));
  const missing = ids.find((id) => !found.has(id));
  if (missing === undefined) return clusters;
  throw new PhotoTagError('USAGE', `There is no cluster ${missing}`, {
    remedy:
      '`photo-tag clusters --list` shows all with their ids. An id goes when a cluster loses most of its photos; decisions stay with the photos.',
  });
}

/**
 * @param names paths, or SHA-1s of photos
 * @throws USAGE for one that is no photo of the library
 */
export async function photosNamed(
  { store, settings: { places } }: Library,
  names: readonly string[],
  workingFolder: string,
): Promise<Sha1[]> {
  const sha1s: Sha1[] = [];
  for (const name of names) {
    const path = resolve(workingFolder, name);
    const files = await store.files.atPaths([...new Set([path, realPathOf(path)].map(places.toLibrary))]);
    const sha1 = files.find((file) => file.sha1 !== null && file.status === 'present')?.sha1;
    if (sha1 != null) sha1s.push(sha1);
    else if (SHA1.test(name) && (await isThere(store, name.toLowerCase()))) sha1s.push(name.toLowerCase());
    else {
      throw new PhotoTagError('USAGE', `${name} is no photo of this library`, {
        file: name,
        remedy:
          'Name a file that a scan has found, or the SHA-1 of a photo. `photo-tag scan` finds new ones.',
      });
    }
  }
  return [...new Set(sha1s)];
}

/**
 * Clusters and photos in one list, as they are typed: the id of a cluster, or a photo, which stands for its cluster.
 * @returns ids of clusters, in order, each once
 */
export async function clustersOfTargets(
  library: Library,
  targets: readonly string[],
  workingFolder: string,
): Promise<string[]> {
  const ids: string[] = [];
  for (const target of targets) {
    const [cluster] = await library.store.clusters.get([target]);
    if (cluster !== undefined) {
      ids.push(cluster.id);
      continue;
    }
    if (/^c[0-9a-f]{12}$/.test(target)) await clustersNamed(library, [target]);
    const [sha1] = await photosNamed(library, [target], workingFolder);
    const own = (await library.store.clusters.clusterIdsOf([sha1!])).get(sha1!);
    if (own === undefined) {
      throw new PhotoTagError('USAGE', `${target} is in no cluster yet`, {
        file: target,
        remedy: 'Run `photo-tag run` first, or name it with --photo to decide for it alone.',
      });
    }
    ids.push(own);
  }
  return [...new Set(ids)];
}

async function isThere(store: Library['store'], sha1: Sha1): Promise<boolean> {
  return (await store.outcomes.of('scan', [sha1])).get(sha1)?.status === 'done';
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there: then the path as it was typed is all there is.
    return path;
  }
}
