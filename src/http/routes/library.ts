import { z } from 'zod';
import { photoDetails } from '../../app/review/photo-details.ts';
import { reviewClusters } from '../../app/review/review-cluster.ts';
import { libraryStatus } from '../../app/status.ts';
import { clusterIdSchema, clusterRowsSchema, clusterSchema } from '../contract/cluster.ts';
import { photoSchema, sha1Schema, tagSchema } from '../contract/photo.ts';
import { problems } from '../contract/problem.ts';
import { statusSchema } from '../contract/status.ts';
import { HttpProblem } from '../problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

/** More clusters at once are more than anybody looks at. */
const MOST_CLUSTERS = 200;

/** What the spec promises at the root as well. */
export function libraryRoutes(server: Server, { library, version }: Site): void {
  server.get(
    '/status',
    {
      schema: {
        response: { 200: statusSchema, ...problems },
        summary: 'What the library holds',
        tags: ['library'],
      },
    },
    async () => {
      const { settings } = library();
      const status = await libraryStatus(library());
      return {
        ...status,
        version,
        roots: [...status.roots],
        stages: [...status.stages],
        configFile: settings.configFile,
        model: {
          embeddings: settings.embeddings.model,
          workers: settings.runtime.workers,
          device: settings.embeddings.device,
        },
      };
    },
  );
  server.get(
    '/clusters',
    {
      schema: {
        querystring: z.strictObject({
          offset: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(MOST_CLUSTERS).default(50),
        }),
        response: { 200: clusterRowsSchema, ...problems },
        summary: 'Clusters in order of time',
        tags: ['review'],
      },
    },
    async ({ query: { offset, limit } }) => {
      const { store } = library();
      const page = await store.clusters.page(offset, limit);
      const rows = await reviewClusters(
        library(),
        page.map((cluster) => cluster.id),
      );
      const total = await store.clusters.count();
      const end = offset + page.length;
      return {
        rows: rows.map(({ photos: _, ...row }) => ({ ...row, tags: [...row.tags] })),
        total,
        next: end < total && page.length > 0 ? String(end) : null,
      };
    },
  );
}

export function photoRoutes(server: Server, { library }: Site): void {
  server.get(
    '/clusters/:id',
    {
      schema: {
        params: z.object({ id: clusterIdSchema }),
        response: { 200: clusterSchema, ...problems },
        summary: 'A cluster with its members and tags',
        tags: ['review'],
      },
    },
    async ({ params: { id } }) => {
      const [cluster] = await reviewClusters(library(), [id]);
      if (cluster === undefined) {
        throw new HttpProblem(
          404,
          'NOT_FOUND',
          'There is no such cluster',
          'It may be another since the last run.',
        );
      }
      return { ...cluster, tags: [...cluster.tags], photos: [...cluster.photos] };
    },
  );
  server.get(
    '/photos/:sha1',
    {
      schema: {
        params: z.object({ sha1: sha1Schema }),
        response: { 200: photoSchema, ...problems },
        summary: 'All that is known of one photo',
        tags: ['photos'],
      },
    },
    async ({ params: { sha1 } }) => {
      const photo = await photoDetails(library(), sha1);
      if (photo === null) {
        throw new HttpProblem(
          404,
          'NOT_FOUND',
          'There is no such photo',
          'Its file may be gone: scan again.',
        );
      }
      const { metadata, people, ...rest } = photo;
      return {
        ...rest,
        paths: [...rest.paths],
        dateReasons: [...rest.dateReasons],
        keywords: [...rest.keywords],
        tags: [...rest.tags],
        lens: metadata?.lens ?? null,
        iso: metadata?.iso ?? null,
        fNumber: metadata?.fNumber ?? null,
        exposureSeconds: metadata?.exposureSeconds ?? null,
        focalLengthMm: metadata?.focalLengthMm ?? null,
        people: people?.verdict ?? null,
        peopleReason: people?.reason ?? null,
      };
    },
  );
  server.get(
    '/tags',
    {
      schema: {
        response: { 200: z.array(tagSchema.extend({ photos: z.int() })), ...problems },
        summary: 'Every tag with how many photos have it, most first',
        tags: ['library'],
      },
    },
    async () =>
      library()
        .store.tags.names()
        .then((names) => [...names]),
  );
}
