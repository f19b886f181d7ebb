import { healthSchema } from '../contract/health.ts';
import { problems } from '../contract/problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

/** What those ask who watch over the program: containers, monitors. Guarded as all else is. */
export function operationRoutes(server: Server, { library, desk, version }: Site): void {
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
}
