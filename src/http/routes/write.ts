import { createReadStream, existsSync } from 'node:fs';
import { z } from 'zod';
import { clustersNamed } from '../../app/decide/targets.ts';
import { undoToRedo } from '../../app/undo.ts';
import { readSince } from '../../app/undo-selection.ts';
import type { WriteOrder, WriteState } from '../../app/write-desk.ts';
import { problems } from '../contract/problem.ts';
import {
  differencesSchema,
  journalRunsSchema,
  redoOrderSchema,
  undoOrderSchema,
  writeJobSchema,
  writeOrderSchema,
} from '../contract/write.ts';
import { sendEvents } from '../events.ts';
import { HttpProblem } from '../problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

const tags = ['write'];
const SHA1 = /^[0-9a-f]{40}$/;

/** `POST /write`, which the spec promises at the root as well. */
export function writeWordRoute(server: Server, site: Site): void {
  server.post(
    '/write',
    {
      schema: {
        body: writeOrderSchema,
        response: { 202: writeJobSchema, ...problems },
        summary: 'Compare tags with sidecars; with dryRun false, append them',
        tags,
      },
    },
    async ({ body: { ids, dryRun, reviewed, again } }, reply) => {
      const among = ids === undefined ? undefined : await photosOf(site, ids);
      const choice = reviewed ? 'reviewed' : 'proposed';
      return begin(site, reply, { kind: 'write', dryRun, choice, again, among });
    },
  );
}

export function writeRoutes(server: Server, site: Site): void {
  const { library, writeDesk } = site;
  server.get(
    '/write',
    {
      schema: {
        response: { 200: writeJobSchema, ...problems },
        summary: 'The job on sidecars at work, or the last one',
        tags,
      },
    },
    async () => ({ write: writeDesk.state === null ? null : mutable(writeDesk.state) }),
  );
  server.get(
    '/write/differences',
    {
      schema: {
        querystring: z.strictObject({
          cursor: z.coerce.number().int().min(0).max(1e9).default(0),
          limit: z.coerce.number().int().min(1).max(1000).default(100),
        }),
        response: { 200: differencesSchema, ...problems },
        summary: 'What sidecars would get or lose, of the last job',
        tags,
      },
    },
    async ({ query: { cursor, limit } }) => {
      const all = writeDesk.differences;
      const rows = all.slice(cursor, cursor + limit);
      const end = cursor + rows.length;
      return {
        rows: rows.map((row) => ({ ...row, adds: [...row.adds], removes: [...row.removes] })),
        total: all.length,
        next: end < all.length ? String(end) : null,
      };
    },
  );
  server.post(
    '/write/cancel',
    {
      schema: {
        response: { 200: writeJobSchema, ...problems },
        summary: 'Stop; what was written stays, and is journalled',
        tags,
      },
    },
    async () => {
      if (!writeDesk.cancel())
        throw new HttpProblem(409, 'CANCELLED', 'Nothing is being written', 'Nothing is to be done.');
      return { write: mutable(writeDesk.state!) };
    },
  );
  server.get(
    '/write/events',
    {
      schema: {
        summary: 'Server-sent events `write`: the job, first as it is and then with each change',
        tags,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) =>
      sendEvents(request, reply, 'write', {
        first: writeDesk.state,
        subscribe: (hear) => writeDesk.subscribe(hear),
      }),
  );
  server.get(
    '/write/runs',
    {
      schema: {
        response: { 200: journalRunsSchema, ...problems },
        summary: 'Everything that ever changed sidecars, oldest first',
        tags,
      },
    },
    async () => ({ rows: await library().store.journal.runs() }),
  );
  server.post(
    '/write/undo',
    {
      schema: {
        body: undoOrderSchema,
        response: { 202: writeJobSchema, ...problems },
        summary: 'Take out what we added; with dryRun, only show it',
        tags,
      },
    },
    async ({ body: { dryRun, since, ...selection } }, reply) => {
      const sinceMillis = since === undefined ? undefined : readSince(since, Date.now());
      if (sinceMillis === null) {
        throw new HttpProblem(
          400,
          'BAD_REQUEST',
          `${since} is no time`,
          'Write 2026-05-31, 2026-05-31T14:30, 2h or 3d.',
        );
      }
      return begin(site, reply, { kind: 'undo', dryRun, selection: { ...selection, sinceMillis } });
    },
  );
  server.post(
    '/write/redo',
    {
      schema: {
        body: redoOrderSchema,
        response: { 202: writeJobSchema, ...problems },
        summary: 'Put back what an undo took out',
        tags,
      },
    },
    async ({ body: { run = null, dryRun } }, reply) =>
      begin(site, reply, { kind: 'redo', dryRun, undoRun: await undoToRedo(library(), run) }),
  );
  server.get(
    '/audit.csv',
    {
      schema: {
        summary: 'The audit table: what was proposed and what was written',
        tags,
        produces: ['text/csv'],
      },
    },
    async (_request, reply) => {
      const file = library().settings.review.audit_csv;
      if (!existsSync(file)) {
        throw new HttpProblem(
          404,
          'NOT_FOUND',
          'There is no audit table yet',
          'It comes with the first run.',
        );
      }
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(createReadStream(file));
    },
  );
}

function begin({ writeDesk, desk }: Site, reply: { code(status: number): unknown }, order: WriteOrder) {
  if (desk.isRunning && !order.dryRun) {
    throw new HttpProblem(
      409,
      'LOCKED',
      'A run is at work',
      'Wait until it ends, or cancel it: what it has done stays.',
    );
  }
  reply.code(202);
  return { write: mutable(writeDesk.start(order)) };
}

/** Photos that are named by themselves or by their cluster. */
async function photosOf({ library }: Site, ids: readonly string[]): Promise<Set<string>> {
  const clusters = await clustersNamed(
    library(),
    ids.filter((id) => !SHA1.test(id)),
  );
  return new Set([
    ...ids.filter((id) => SHA1.test(id)),
    ...clusters.flatMap((cluster) => cluster.members.map((member) => member.sha1)),
  ]);
}

const mutable = (state: WriteState) => ({
  ...state,
  reasons: state.reasons.map((reason) => ({ ...reason, examples: [...reason.examples] })),
});
