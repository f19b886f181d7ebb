import { basename } from 'node:path';
import type { LiveMap } from '../../app/cluster-map/live-map.ts';
import { mapLabels } from '../../app/cluster-map/map-colours.ts';
import { photosOfClusters } from '../../app/search/of-clusters.ts';
import { clusterMapSchema, clusterPhotosSchema } from '../contract/map.ts';
import { problems } from '../contract/problem.ts';
import { searchHitsSchema } from '../contract/search.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

const tags = ['search'];
const PEOPLE = { 'no-people': 0, undecided: 1, people: 2 } as const;

/** The map of the clusters, and the photos of those that were chosen on it. */
export function mapRoutes(server: Server, { library, liveMap }: Site & { liveMap: LiveMap }): void {
  server.get(
    '/clusters-map',
    {
      schema: {
        response: { 200: clusterMapSchema, ...problems },
        summary:
          'Clusters by their medoids on a plane, those that look alike side by side; arranged where it is due',
        tags,
      },
    },
    async () => {
      const { review } = library().store;
      const clusters = await review.inShort();
      const { places, ...arrangement } = await liveMap.arrangement(clusters);
      const shown = clusters.filter(({ id }) => places.has(id));
      const { labels, of } = mapLabels(shown, await review.medoidTags());
      return {
        ...arrangement,
        clusters: clusters.length,
        labels: labels.map((label) => ({ ...label })),
        points: {
          id: shown.map(({ id }) => id),
          medoid: shown.map(({ medoid }) => medoid),
          x: shown.map(({ id }) => places.get(id)![0]),
          y: shown.map(({ id }) => places.get(id)![1]),
          photos: shown.map(({ members }) => members),
          label: shown.map(({ id }) => of.get(id) ?? -1),
          people: shown.map(({ people }) => PEOPLE[people]),
          reviewed: shown.map(({ reviewed }) => Number(reviewed)),
        },
      };
    },
  );
  server.post(
    '/search/clusters',
    {
      schema: {
        body: clusterPhotosSchema,
        response: { 200: searchHitsSchema, ...problems },
        summary: 'The photos of these clusters, as a search gives them',
        tags,
      },
    },
    async ({ body: { clusters, limit } }) => {
      const { hits, total } = await photosOfClusters(library(), clusters, limit);
      return {
        hits: hits.map(({ paths: _, model: __, trustScore, ...hit }) => ({
          ...hit,
          tags: [...hit.tags],
          fileName: basename(hit.path),
          trust: trustScore,
        })),
        total,
        notes: [],
      };
    },
  );
}
