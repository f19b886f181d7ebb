import { basename } from 'node:path';
import type { CaptureTime } from '../../domain/capture-time.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { MapPoint, MapWindow } from '../../export/cluster-map/cluster-map.ts';
import { timeRangeText } from '../contact-sheet/time-text.ts';
import type { Library } from '../library.ts';

/** Clusters that are looked up at once; as many thumbnails are made side by side. */
const PAGE = 64;

/**
 * Long edge of the thumbnails in pixels by how many there are, so that a page stays near 20 MB at most: at a quality of
 * 72 they weigh 3.5, 1.7 and 1.0 kB in the page. Making one takes 3 ms.
 */
const THUMB_PX: readonly { readonly upTo: number; readonly longEdgePx: number }[] = [
  { upTo: 3000, longEdgePx: 120 },
  { upTo: 8000, longEdgePx: 72 },
  { upTo: Number.POSITIVE_INFINITY, longEdgePx: 48 },
];

export interface MapPointsOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/**
 * Clusters as the map shows them.
 * @param clusters in time order
 * @param layout x and y of each
 * @throws what the signal says, once it is aborted
 */
export async function mapPoints(
  library: Library,
  clusters: readonly Cluster[],
  layout: readonly (readonly [number, number])[],
  { signal, onProgress }: MapPointsOptions,
): Promise<{ windows: MapWindow[]; points: MapPoint[] }> {
  const { store, settings } = library;
  const { longEdgePx } = THUMB_PX.find(({ upTo }) => clusters.length <= upTo)!;
  const windows = new Map<string, { index: number; ends: CaptureTime[] }>();
  const points: MapPoint[] = [];
  for (let start = 0; start < clusters.length; start += PAGE) {
    signal.throwIfAborted();
    const page = clusters.slice(start, start + PAGE);
    const medoids = page.map((cluster) => cluster.medoid);
    const files = await store.files.ofPhotos(medoids);
    const proposals = await store.tags.proposalsOf(medoids);
    const times = await store.photos.captureTimesOf(page.flatMap(firstAndLast));
    const thumbs = await Promise.all(medoids.map((sha1) => library.thumbnail(sha1, longEdgePx)));
    for (const [i, cluster] of page.entries()) {
      const ends = firstAndLast(cluster).flatMap((sha1) => times.get(sha1) ?? []);
      const window = windows.get(cluster.windowId) ?? { index: windows.size, ends: [] };
      windows.set(cluster.windowId, { index: window.index, ends: outer([...window.ends, ...ends]) });
      const [x, y] = layout[start + i]!;
      points.push({
        x,
        y,
        window: window.index,
        photos: cluster.members.length,
        bursts: new Set(cluster.members.flatMap((member) => member.burst ?? [])).size,
        when: rangeText(ends),
        tags: (proposals.get(cluster.medoid) ?? []).map(
          ({ layer, name }) => `${layer === 'CK' ? settings.xmp.prefix_ck : settings.xmp.prefix_ai}${name}`,
        ),
        fileName: basename(files.get(cluster.medoid)?.[0]?.path ?? cluster.medoid),
        thumb: thumbs[i]?.dataUri ?? '',
        aspect: thumbs[i] ? thumbs[i].widthPx / thumbs[i].heightPx : 1,
      });
    }
    onProgress(points.length);
  }
  return {
    windows: [...windows.values()].map(({ ends }) => ({
      name: rangeText(ends),
      isDated: ends.some((time) => time.wallMillis !== null),
    })),
    points,
  };
}

/** Members are in time order. */
const firstAndLast = ({ members }: Cluster) => [members[0]!.sha1, members.at(-1)!.sha1];

const rangeText = (times: readonly CaptureTime[]): string =>
  timeRangeText(times.map((captureTime) => ({ captureTime })));

/** The earliest and the latest. */
function outer(times: readonly CaptureTime[]): CaptureTime[] {
  const sorted = times
    .filter((time) => time.wallMillis !== null)
    .sort((a, b) => a.wallMillis! - b.wallMillis!);
  return sorted.length > 1 ? [sorted[0]!, sorted.at(-1)!] : sorted;
}
