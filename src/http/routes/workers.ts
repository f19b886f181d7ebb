import { changeRun, type WorkStatus, workStatus } from '../../app/queued/work-status.ts';
import { problems } from '../contract/problem.ts';
import { runDeedParamsSchema, workSchema } from '../contract/workers.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

/** Workers of a library in Postgres, their runs, and what was given up. */
export function workerRoutes(server: Server, { library }: Site): void {
  server.get(
    '/workers',
    {
      schema: {
        response: { 200: workSchema, ...problems },
        summary: 'Workers, their runs, and batches that were given up',
        tags: ['run'],
      },
    },
    async () => mutable(await workStatus(library())),
  );
  server.post(
    '/workers/runs/:id/:deed',
    {
      schema: {
        params: runDeedParamsSchema,
        response: { 200: workSchema, ...problems },
        summary: 'Pause, resume or cancel a run of workers; batches at work are finished',
        tags: ['run'],
      },
    },
    async ({ params: { id, deed } }) => {
      await changeRun(library(), id, deed);
      return mutable(await workStatus(library()));
    },
  );
}

const mutable = ({ isShared, workers, runs, dead }: WorkStatus) => ({
  isShared,
  workers: workers.map((worker) => ({ ...worker, stages: [...worker.stages], jobs: [...worker.jobs] })),
  runs: runs.map((run) => ({ ...run, steps: [...run.steps] })),
  dead: [...dead],
});
