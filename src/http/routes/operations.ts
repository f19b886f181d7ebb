import type { Registry } from 'prom-client';
import { z } from 'zod';
import { healthSchema } from '../contract/health.ts';
import { problems } from '../contract/problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

/** What those ask who watch over the program: containers, monitors. Guarded as all else is. */
export const operationRoutes =
  (metrics: Registry) =>
  (server: Server, { library, desk, version }: Site): void => {
    server.get(
      '/health',
      {
        schema: {
          response: { 200: healthSchema, ...problems },
          summary: 'Whether the server and its store answer',
          tags: ['operations'],
        },
      },
      async () => {
        // One row by its key: a store that is gone or locked away fails here.
        await library().store.files.page({ after: null, limit: 1 });
        return { status: 'ok' as const, version, run: desk.state?.state ?? ('none' as const) };
      },
    );
    server.get(
      '/metrics',
      {
        schema: {
          produces: ['text/plain'],
          response: {
            200: z.string().meta({ description: 'Prometheus text exposition format, version 0.0.4.' }),
            ...problems,
          },
          summary: 'Numbers for Prometheus: no path, no name and no key is among them',
          tags: ['operations'],
        },
      },
      async (_request, reply) => {
        const text = await metrics.metrics();
        return reply.type(metrics.contentType).serializer(String).send(text);
      },
    );
  };
