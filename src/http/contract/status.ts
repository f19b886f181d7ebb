import { z } from 'zod';
import { stageNameSchema } from './run.ts';

export const statusSchema = z
  .object({
    version: z.string(),
    roots: z.array(z.string()),
    dataFolder: z.string(),
    database: z.string().meta({ description: 'Where the library is kept, and by what; without a password.' }),
    configFile: z.string().nullable(),
    photos: z.int(),
    files: z.object({ total: z.int(), byState: z.record(z.string(), z.int()) }),
    bytes: z.number(),
    clusters: z.int(),
    tags: z.int().meta({ description: 'Distinct names.' }),
    stages: z.array(z.object({ stage: stageNameSchema, done: z.int(), skipped: z.int(), failed: z.int() })),
    model: z.object({ embeddings: z.string(), workers: z.int(), device: z.string() }),
  })
  .meta({ id: 'Status' });

export const problemRowSchema = z.object({
  item: z.string().meta({ description: 'A path, a SHA-1, or the id of a folder, window or cluster.' }),
  path: z.string().nullable(),
  stage: stageNameSchema,
  status: z.enum(['failed', 'skipped']),
  reason: z.string(),
});

export const problemRowsSchema = z.object({
  rows: z.array(problemRowSchema),
  total: z.int(),
  next: z.string().nullable().meta({ description: 'The cursor of the next page; null at the end.' }),
});
