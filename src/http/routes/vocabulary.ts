import type { z } from 'zod';
import { listTerms } from '../../app/vocabulary/list-terms.ts';
import type { VocabularyJob } from '../../app/vocabulary/vocabulary-desk.ts';
import type { VocabularyOrder } from '../../app/vocabulary/vocabulary-order.ts';
import { problems } from '../contract/problem.ts';
import {
  vocabularyChangeOrderSchema,
  vocabularyChangesSchema,
  vocabularyJobAnswerSchema,
  type vocabularyOrderSchema,
  vocabularyPreviewSchema,
  vocabularyTermsSchema,
} from '../contract/vocabulary.ts';
import { sendEvents } from '../events.ts';
import { HttpProblem } from '../problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

const tags = ['vocabulary'];

/** The vocabulary as it is edited; `GET /vocabulary`, as decisions are made with it, is among those of the library. */
export function vocabularyRoutes(server: Server, site: Site): void {
  const { library, vocabularyDesk } = site;
  server.get(
    '/vocabulary/terms',
    {
      schema: {
        response: { 200: vocabularyTermsSchema, ...problems },
        summary: 'All terms in the order of the file, with how many photos have them',
        tags,
      },
    },
    async () => {
      const { file, isSeed, terms } = await listTerms(library());
      return {
        file,
        isSeed,
        terms: terms.map(({ term, photos }) => ({
          name: term.name,
          kind: term.kind,
          parent: term.parent ?? null,
          aliases: [...(term.aliases ?? [])],
          names: { en: term.names?.en ?? null, pt: term.names?.pt ?? null },
          prompts: [...(term.prompts ?? [])],
          excludes: [...(term.excludes ?? [])],
          models: [...(term.exif?.models ?? [])],
          photos,
        })),
      };
    },
  );
  server.get(
    '/vocabulary/changes',
    {
      schema: {
        response: { 200: vocabularyChangesSchema, ...problems },
        summary: 'Every change that was made, oldest first',
        tags,
      },
    },
    async () => ({
      rows: (await library().store.vocabulary.all()).map(
        ({ id, kind, command, at, runId, undoneBy, undoes, state }) => ({
          ...{ id, kind, command, at, runId, undoneBy, undoes },
          isFinished: state === 'done',
        }),
      ),
    }),
  );
  server.post(
    '/vocabulary/changes',
    {
      schema: {
        body: vocabularyChangeOrderSchema,
        response: { 202: vocabularyJobAnswerSchema, ...problems },
        summary: 'Look at what a change would bring; with dryRun false, make it',
        tags,
      },
    },
    async ({ body: { order, dryRun } }, reply) => {
      if (!dryRun && (site.desk.isRunning || site.writeDesk.isRunning)) {
        throw new HttpProblem(
          409,
          'LOCKED',
          'A run is at work with the present words',
          'Wait until it ends, or cancel it: what it has done stays.',
        );
      }
      const job = await vocabularyDesk.start(orderOf(order), dryRun);
      reply.code(202);
      return { job: jobOf(job) };
    },
  );
  server.get(
    '/vocabulary/job',
    {
      schema: {
        response: { 200: vocabularyJobAnswerSchema, ...problems },
        summary: 'The change at work, or the last one',
        tags,
      },
    },
    async () => ({ job: vocabularyDesk.job === null ? null : jobOf(vocabularyDesk.job) }),
  );
  server.get(
    '/vocabulary/job/preview',
    {
      schema: {
        response: { 200: vocabularyPreviewSchema, ...problems },
        summary: 'What the file and the sidecars would say, of the last dry run',
        tags,
      },
    },
    async () => {
      const { before, after, sidecars } = vocabularyDesk.preview;
      return {
        before,
        after,
        sidecars: sidecars.map(({ sidecar, original, adds, removes }) => ({
          ...{ sidecar, original, adds: [...adds], removes: [...removes] },
        })),
      };
    },
  );
  server.post(
    '/vocabulary/job/cancel',
    {
      schema: {
        response: { 200: vocabularyJobAnswerSchema, ...problems },
        summary: 'Stop; sidecars that were changed stay so, and the same order goes on with the rest',
        tags,
      },
    },
    async () => {
      if (!vocabularyDesk.cancel()) {
        throw new HttpProblem(409, 'CANCELLED', 'No word is being changed', 'Nothing is to be done.');
      }
      return { job: jobOf(vocabularyDesk.job!) };
    },
  );
  server.get(
    '/vocabulary/job/events',
    {
      schema: {
        summary: 'Server-sent events `job`: the change, first as it is and then with each step',
        tags,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) =>
      sendEvents(request, reply, 'job', {
        first: vocabularyDesk.job === null ? null : jobOf(vocabularyDesk.job),
        subscribe: (hear) => vocabularyDesk.subscribe((job) => hear(jobOf(job))),
      }),
  );
}

type OrderWire = z.output<typeof vocabularyOrderSchema>;

function orderOf(order: OrderWire): VocabularyOrder {
  switch (order.kind) {
    case 'add': {
      const { kind, term, termKind, ...rest } = order;
      return { kind, term, as: { kind: termKind, ...rest } };
    }
    case 'edit': {
      const { kind, term, ...details } = order;
      return { kind, term, details };
    }
    default:
      return order;
  }
}

const jobOf = (job: VocabularyJob) => ({
  ...job,
  kind: job.order.kind,
  words: job.words.map((word) => ({ ...word })),
  reasons: job.reasons.map((reason) => ({ ...reason, examples: [...reason.examples] })),
});
