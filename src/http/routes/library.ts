import { z } from 'zod';
import { listProblems } from '../../app/list-problems.ts';
import { photoDetails } from '../../app/review/photo-details.ts';
import { reviewClusters } from '../../app/review/review-cluster.ts';
import { STAGE_NAMES } from '../../app/stage-list.ts';
import { libraryStatus } from '../../app/status.ts';
import { clusterIdSchema, clusterRowsSchema, clusterSchema } from '../contract/cluster.ts';
import { photoSchema, sha1Schema, tagSchema } from '../contract/photo.ts';
import { problems } from '../contract/problem.ts';
import { problemRowsSchema, statusSchema } from '../contract/status.ts';
import { vocabularySchema } from '../contract/vocabulary.ts';
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

/** What the page asks beside. */
export function pageRoutes(server: Server, { library }: Site): void {
  server.get(
    '/problems',
    {
      schema: {
        querystring: z.strictObject({
          stage: z.enum(STAGE_NAMES).optional(),
          status: z.enum(['failed', 'skipped']).optional(),
          cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
          limit: z.coerce.number().int().min(1).max(500).default(50),
        }),
        response: { 200: problemRowsSchema, ...problems },
        summary: 'What failed or was skipped, with reasons; failed ones first',
        tags: ['run'],
      },
    },
    async ({ query: { cursor, ...query } }) => {
      const { rows, total } = await listProblems(library(), { ...query, offset: cursor });
      const end = cursor + rows.length;
      return { rows, total, next: end < total && rows.length > 0 ? String(end) : null };
    },
  );
  server.get(
    '/vocabulary',
    {
      schema: {
        response: { 200: vocabularySchema, ...problems },
        summary: 'The words that controlled tags are made of, and those that freeform ones are looked for by',
        tags: ['library'],
      },
    },
    async () => {
      const { vocabulary, xmp } = library().settings;
      const cities = vocabulary.cities.map(({ name, aliases }) => ({ name, kind: 'city', aliases }));
      return {
        prefixes: { CK: xmp.prefix_ck, AI: xmp.prefix_ai },
        terms: [...vocabulary.terms, ...cities].map((term) => ({
          name: term.name,
          kind: term.kind,
          parent: ('parent' in term && term.parent) || null,
          aliases: [...(term.aliases ?? [])],
          names: {
            en: ('names' in term && term.names?.en) || null,
            pt: ('names' in term && term.names?.pt) || null,
          },
        })),
        concepts: [...vocabulary.concepts],
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
    async () => library().reading.tags.names(),
  );
}
