import { z } from 'zod';
import type { DueDates } from '../../app/dates/due-dates.ts';
import { type DecideTagRequest, decideTag, decideTags } from '../../app/decide/decide-tag.ts';
import { flagPeople } from '../../app/decide/flag-people.ts';
import { tagNamed } from '../../app/decide/tag-name.ts';
import { listDeeds, nextTurns, redoDeed, undoDeed } from '../../app/decide/take-back.ts';
import { alikeClusters } from '../../app/review/alike-clusters.ts';
import { ReviewQueues } from '../../app/review/review-queue.ts';
import { clusterIdSchema } from '../contract/cluster.ts';
import { problems } from '../contract/problem.ts';
import {
  alikeRequestSchema,
  alikeSchema,
  type DecideWire,
  decidedSchema,
  decidedSeveralSchema,
  decideSchema,
  decideSeveralSchema,
  deedsSchema,
  flaggedSchema,
  flagSchema,
  queuePageSchema,
  queueRequestSchema,
  queueSchema,
  takeBackSchema,
  takenBackSchema,
} from '../contract/review.ts';
import { HttpProblem } from '../problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

const tags = ['review'];
const cursorSchema = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Queues of clusters, and what is said of them. Every deed is one request, one transaction, and can be taken back. */
export function reviewRoutes(server: Server, { library, dueDates }: Site & { dueDates: DueDates }): void {
  const queues = new ReviewQueues();
  server.post(
    '/review/queues',
    {
      schema: {
        body: queueRequestSchema,
        response: { 201: queueSchema, ...problems },
        summary: 'Choose clusters to review',
        tags,
      },
    },
    async ({ body }, reply) => {
      const { at, atPhoto, ...request } = body;
      const { id, clusterIds, questions } = await queues.open(library(), request);
      const ofPhoto = atPhoto && (await library().store.clusters.clusterIdsOf([atPhoto])).get(atPhoto);
      const wanted = at ?? ofPhoto;
      const place = wanted === undefined ? -1 : clusterIds.indexOf(wanted);
      reply.code(201);
      return { id, total: clusterIds.length, at: place < 0 ? null : place, questions: questions.size };
    },
  );
  server.get(
    '/review/queues/:id',
    {
      schema: {
        params: z.object({ id: z.uuid() }),
        querystring: z.strictObject({
          cursor: cursorSchema.default(0),
          limit: z.coerce.number().int().min(1).max(200).default(20),
        }),
        response: { 200: queuePageSchema, ...problems },
        summary: 'Clusters of a queue, from a cursor on',
        tags,
      },
    },
    async ({ params: { id }, query: { cursor, limit } }) => {
      const page = await queues.page(library(), id, cursor, limit);
      if (page === null) {
        throw new HttpProblem(
          404,
          'NOT_FOUND',
          'The server does not know this queue any more',
          'Choose the clusters again.',
        );
      }
      const { rows, next, ...rest } = page;
      return {
        ...rest,
        rows: rows.map((row) => ({ ...row, tags: [...row.tags], photos: [...row.photos] })),
        next: next === null ? null : String(next),
      };
    },
  );
  server.post(
    '/review/clusters/:id/alike',
    {
      schema: {
        params: z.object({ id: clusterIdSchema }),
        body: alikeRequestSchema,
        response: { 200: alikeSchema, ...problems },
        summary: 'Clusters to which the same answer may be given; nothing is decided by asking',
        tags,
      },
    },
    async ({ params: { id }, body: { answer, limit } }) => {
      const alike = await alikeClusters(library(), {
        cluster: id,
        answer: answer.map(({ tag, ...one }) => ({ ...one, tag: tagNamed(library(), shown(tag)) })),
        limit,
      });
      return {
        ...alike,
        rows: alike.rows.map((row) => ({ ...row, tags: [...row.tags] })),
        before: [...alike.before],
      };
    },
  );
  server.post(
    '/review/decide',
    {
      schema: {
        body: decideSchema,
        response: { 200: decidedSchema, ...problems },
        summary:
          'Accept, reject or forget a tag of clusters or photos; members that do not fit are held back',
        tags,
      },
    },
    async ({ body }) => {
      const request = requestOf(body);
      const { applied, held, ...report } = await decideTag(library(), request);
      return { ...report, tag: request.tag, applied: applied.length, held: [...held] };
    },
  );
  server.post(
    '/review/decide-several',
    {
      schema: {
        body: decideSeveralSchema,
        response: { 200: decidedSeveralSchema, ...problems },
        summary: 'Several decisions as one deed: all of them or none, and taken back together',
        tags,
      },
    },
    async ({ body }) => {
      const requests = body.decisions.map(requestOf);
      const { deed, reports } = await decideTags(library(), requests);
      const decisions = reports.map(({ applied, held, ...report }, i) => ({
        ...report,
        tag: requests[i]!.tag,
        applied: applied.length,
        held: [...held],
      }));
      return { deed, decisions };
    },
  );
  server.post(
    '/review/people',
    {
      schema: {
        body: flagSchema,
        response: { 200: flaggedSchema, ...problems },
        summary: 'Set or lift the people flag of clusters',
        tags,
      },
    },
    async ({ body }) => flagPeople(library(), body),
  );
  for (const [way, turn, summary] of [
    ['undo', undoDeed, 'Take the last deed back'],
    ['redo', redoDeed, 'Do again what was taken back last'],
  ] as const) {
    server.post(
      `/review/${way}`,
      { schema: { body: takeBackSchema, response: { 200: takenBackSchema, ...problems }, summary, tags } },
      async ({ body }) => {
        const taken = await turn(library(), body?.deed);
        if (taken === null) return { deed: null };
        const { datesOf, ...deed } = taken;
        dueDates.touch(datesOf);
        return { deed };
      },
    );
  }
  server.get(
    '/review/deeds',
    {
      schema: {
        querystring: z.strictObject({
          cursor: cursorSchema.optional(),
          limit: z.coerce.number().int().min(1).max(500).default(50),
        }),
        response: { 200: deedsSchema, ...problems },
        summary: 'What was decided, newest first',
        tags,
      },
    },
    async ({ query: { cursor = null, limit } }) => {
      const rows = await listDeeds(library(), { before: cursor, limit });
      const turns = await nextTurns(library());
      return { ...turns, rows, next: rows.length < limit ? null : String(rows.at(-1)!.id) };
    },
  );

  function requestOf({ tag: typed, ...rest }: Omit<DecideWire, 'dryRun'>): DecideTagRequest {
    return { ...rest, tag: tagNamed(library(), typeof typed === 'string' ? typed : shown(typed)) };
  }

  /** A word that is not in the vocabulary is refused whichever way it comes. */
  function shown({ layer, name }: { layer: 'CK' | 'AI'; name: string }): string {
    const { prefix_ck, prefix_ai } = library().settings.xmp;
    return `${layer === 'CK' ? prefix_ck : prefix_ai}${name}`;
  }
}
