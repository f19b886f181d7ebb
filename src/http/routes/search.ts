import { basename } from 'node:path';
import { searchPhotos } from '../../app/search/index.ts';
import { problems } from '../contract/problem.ts';
import { searchHitsSchema, searchQuerySchema } from '../contract/search.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

export function searchRoutes(server: Server, { library }: Site): void {
  server.get(
    '/search',
    {
      schema: {
        querystring: searchQuerySchema,
        response: { 200: searchHitsSchema, ...problems },
        summary: 'Photos by tag, by words, by another photo, and by what is known of them',
        tags: ['search'],
      },
    },
    async ({ query: { q, text, like, unlike, tagsOnly, limit, ...filters } }) => {
      const { hits, total, notes } = await searchPhotos(library(), {
        pattern: q,
        texts: text === undefined ? undefined : [text],
        // Photos by their SHA-1 alone: a path of a request is never opened.
        like: like === undefined ? undefined : [like],
        unlike: unlike === undefined ? undefined : [unlike],
        tagsOnly,
        limit,
        filters,
        workingFolder: library().settings.dataFolder,
      });
      return {
        hits: hits.map(({ paths: _, model: __, trustScore, ...hit }) => ({
          ...hit,
          tags: [...hit.tags],
          fileName: basename(hit.path),
          trust: trustScore,
        })),
        total,
        notes: [...notes],
      };
    },
  );
}
