import { z } from 'zod';
import { clusterIdSchema } from './cluster.ts';
import { sha1Schema } from './photo.ts';

const id = z.union([sha1Schema, clusterIdSchema]);

export const writeOrderSchema = z
  .strictObject({
    ids: z
      .array(id)
      .min(1)
      .max(20_000)
      .optional()
      .meta({ description: 'Photos and clusters; all where it is left out.' }),
    dryRun: z
      .boolean()
      .default(true)
      .meta({ description: 'Only compare. Sidecars change where this is false.' }),
    reviewed: z.boolean().default(false).meta({ description: 'Only what was accepted or added by hand.' }),
    again: z
      .boolean()
      .default(false)
      .meta({ description: 'Also keywords of ours that another program took out of the sidecars.' }),
  })
  .meta({ example: { dryRun: true } });

export const undoOrderSchema = z
  .strictObject({
    run: z.int().min(1).optional(),
    tag: z.string().min(1).max(200).optional().meta({ description: 'flower, CK:flower' }),
    model: z.string().min(1).max(200).optional(),
    since: z.string().max(40).optional().meta({ description: '2026-05-31, 2h, 3d' }),
    dryRun: z.boolean().default(true),
  })
  .refine(({ run, tag, model, since }) => [run, tag, model, since].some((part) => part !== undefined), {
    message: 'name a run, a tag, a model or a time',
  })
  .meta({ example: { run: 3, dryRun: true } });

export const redoOrderSchema = z.strictObject({
  run: z.int().min(1).optional().meta({ description: 'The undo; the last one where it is left out.' }),
  dryRun: z.boolean().default(true),
});

export const writeStateSchema = z
  .object({
    id: z.int(),
    kind: z.enum(['write', 'undo', 'redo']),
    dryRun: z.boolean(),
    reviewed: z.boolean().meta({ description: 'Only what was accepted or added by hand.' }),
    again: z.boolean().meta({ description: 'Also what another program took out.' }),
    photos: z.int().nullable().meta({ description: 'It was limited to so many photos; null: all.' }),
    of: z.int().nullable().meta({ description: 'The run that an undo or redo takes back.' }),
    state: z.enum(['running', 'cancelling', 'done', 'cancelled', 'failed']),
    folders: z.object({ done: z.int(), total: z.int() }).nullable(),
    through: z
      .object({ done: z.int(), total: z.int() })
      .nullable()
      .meta({ description: 'Of an undo or redo: sidecars that are through, of those that the run changed.' }),
    sidecars: z.int(),
    whole: z.int().meta({ description: 'Of those, new ones, or ones that go as a whole.' }),
    unchanged: z.int(),
    undone: z.int(),
    takenOut: z.int(),
    reasons: z.array(z.object({ reason: z.string(), count: z.int(), examples: z.array(z.string()) })),
    runId: z.int().nullable(),
    problem: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'WriteJob' });

export const writeJobSchema = z.object({ write: writeStateSchema.nullable() });

export const differencesSchema = z.object({
  rows: z.array(
    z.object({
      sidecar: z.string(),
      original: z.string(),
      photo: sha1Schema.nullable(),
      whole: z.boolean(),
      adds: z.array(z.string()),
      removes: z.array(z.string()),
    }),
  ),
  total: z.int(),
  next: z.string().nullable(),
});

export const journalRunsSchema = z.object({
  rows: z.array(
    z.object({
      id: z.int(),
      kind: z.enum(['write', 'undo', 'redo', 'bring-home', 'vocabulary']).or(z.string()),
      command: z.string(),
      of: z.int().nullable(),
      startedAt: z.string(),
      sidecars: z.int(),
    }),
  ),
});
