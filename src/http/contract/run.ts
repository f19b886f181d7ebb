import { z } from 'zod';

/** Of a run that workers share. */
export const sharedStateSchema = z.enum(['running', 'paused', 'cancelling', 'done', 'failed', 'cancelled']);

/** The pipeline's stages; GET /api/stages lists them in order. */
export const stageNameSchema = z
  .string()
  .regex(/^[a-z-]{1,40}$/)
  .meta({ example: 'proxies' });

export const stageSchema = z
  .object({ name: stageNameSchema, title: z.string().meta({ example: 'turn every proxy into a vector' }) })
  .meta({ id: 'Stage' });

export const progressSchema = z.object({
  done: z.int(),
  total: z.int(),
  failed: z.int(),
  skipped: z.int(),
  elapsedSeconds: z.number(),
  ratePerSecond: z.number(),
  secondsLeft: z.number().nullable().meta({ description: 'Null until a rate is known.' }),
});

export const runSchema = z
  .object({
    id: z.int(),
    state: z.enum(['running', 'cancelling', 'done', 'cancelled', 'failed']),
    steps: z.array(
      z.object({
        stage: stageNameSchema,
        title: z.string(),
        state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
        progress: progressSchema.nullable(),
        unit: z.string().nullable().meta({ example: 'photos' }),
      }),
    ),
    notices: z.array(z.string()),
    problem: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
    shared: z.object({ id: z.int(), state: sharedStateSchema }).nullable().meta({
      description: 'Which run of workers it is, as GET /api/workers lists them; null where it is none.',
    }),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Run' });

export const runStateSchema = z.object({ run: runSchema.nullable() });

export const startRunSchema = z
  .strictObject({
    stages: z.array(stageNameSchema).min(1).optional().meta({ description: 'All where it is left out.' }),
    retryFailed: z.boolean().optional(),
  })
  .meta({ example: { stages: ['proxies', 'embeddings'] } });

export type RunWire = z.infer<typeof runSchema>;
