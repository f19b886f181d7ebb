import { z } from 'zod';
import { sharedStateSchema, stageNameSchema } from './run.ts';

export const workSchema = z
  .object({
    isShared: z
      .boolean()
      .meta({ description: 'Whether the library can have workers: it is kept in Postgres.' }),
    workers: z.array(
      z.object({
        id: z.string(),
        host: z.string(),
        pid: z.int(),
        stages: z.array(stageNameSchema),
        device: z.string(),
        concurrency: z.int(),
        state: z
          .enum(['working', 'idle', 'draining', 'silent'])
          .meta({ description: 'silent: not heard for so long that others do its jobs.' }),
        since: z.string(),
        secondsSinceHeard: z.number(),
        jobs: z.array(z.object({ stage: stageNameSchema, items: z.int(), since: z.string() })),
      }),
    ),
    runs: z.array(
      z.object({
        id: z.int(),
        command: z.string(),
        state: sharedStateSchema,
        problem: z.string().nullable(),
        startedAt: z.string(),
        endedAt: z.string().nullable(),
        steps: z.array(
          z.object({
            stage: stageNameSchema,
            state: z.enum(['waiting', 'open', 'done']),
            done: z.int(),
            total: z.int(),
            failed: z.int(),
          }),
        ),
      }),
    ),
    dead: z.array(
      z.object({ stage: stageNameSchema, items: z.int(), reason: z.string(), diedAt: z.string() }),
    ),
  })
  .meta({ id: 'Work' });

export const runDeedParamsSchema = z.object({
  id: z.coerce.number().int().min(1),
  deed: z.enum(['cancel', 'pause', 'resume']),
});
