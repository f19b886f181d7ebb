import { z } from 'zod';
import { sha1Schema } from './photo.ts';

export const runIdSchema = z.string().regex(/^r[0-9a-f]{10}$/, 'is the id of a run');

const wallSchema = z
  .string()
  .meta({ description: 'Wall clock, without zone.', example: '2008-07-05T14:30:00' });

const intervalSchema = z.object({ start: wallSchema, end: wallSchema });

const stateSchema = z.enum(['doubtful', 'shifted', 'decided']).meta({
  description: 'doubtful: nobody can say; shifted: put right without asking; decided: by the user.',
});

export const dateRunSchema = z
  .object({
    id: runIdSchema,
    camera: z.string(),
    folders: z.array(z.string()),
    photos: z.int(),
    sample: sha1Schema.meta({ description: 'One of its photos, from the middle.' }),
    state: stateSchema,
    clock: intervalSchema.meta({ description: 'What the camera said of the first and the last photo.' }),
    proposal: z
      .object({
        shiftMillis: z.number(),
        words: z.string().meta({ example: '+8 years 185 days' }),
        uncertaintyMillis: z.number(),
        confidence: z.number().meta({ description: '0 to 1; 0 of a mere guess.' }),
        proposed: intervalSchema,
      })
      .nullable(),
    now: intervalSchema
      .nullable()
      .meta({ description: 'As its photos are dated, or will be with the next run of the stage.' }),
    reasons: z.array(z.string()),
    decision: z.object({ photos: z.int(), words: z.string() }).nullable(),
  })
  .meta({ id: 'DateRun' });

export const dateRunQuerySchema = z.strictObject({
  state: z.enum(['undecided', 'doubtful', 'shifted', 'decided']).optional(),
  camera: z.string().min(1).max(200).optional().meta({ description: 'Part of its name.' }),
  mostConfidence: z.coerce.number().min(0).max(1).optional(),
  cursor: z
    .string()
    .regex(/^[0-2]\.\d{9}\.r[0-9a-f]{10}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

export const dateRunsSchema = z.object({
  runs: z.array(dateRunSchema),
  counts: z.object({ doubtful: z.int(), shifted: z.int(), decided: z.int() }),
  total: z.int(),
  cameras: z.array(z.string()),
  next: z.string().nullable().meta({ description: 'The cursor of the next page; null at the end.' }),
});

export const dateRunDetailsSchema = z.object({
  run: dateRunSchema,
  folders: z.array(z.object({ path: z.string(), photos: z.int(), sample: sha1Schema })),
  photos: z
    .array(
      z.object({
        sha1: sha1Schema,
        fileName: z.string(),
        folder: z.string(),
        clock: wallSchema,
        driftMillis: z.number().meta({ description: 'Added to the clock where it stood still; mostly 0.' }),
        now: wallSchema.nullable(),
      }),
    )
    .meta({ description: 'Evenly among all of them, the first and the last included.' }),
  near: z
    .array(z.object({ sha1: sha1Schema, camera: z.string(), isOwn: z.boolean(), at: wallSchema }))
    .meta({ description: 'Photos taken near it or lying beside it, of this camera and of others.' }),
});

export const dateSummarySchema = z.object({
  trust: z.object({
    photos: z.int(),
    trusted: z.int(),
    likely: z.int(),
    uncertain: z.int(),
    undated: z.int(),
  }),
  due: z.int().meta({ description: 'Photos whose dates say something else than what was decided.' }),
});

export const doubtedQuerySchema = z.strictObject({
  kind: z.enum(['uncertain', 'undated', 'both']).default('both'),
  belowTrust: z.coerce
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({ description: 'Besides those, every photo whose date has less trust.' }),
  camera: z.string().min(1).max(200).optional(),
  cursor: z.base64url().max(16_000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const doubtedSchema = z.object({
  rows: z.array(
    z.object({
      sha1: sha1Schema,
      path: z.string(),
      fileName: z.string(),
      folder: z.string(),
      camera: z.string(),
      time: wallSchema.nullable(),
      precision: z.enum(['second', 'hour', 'day', 'month', 'year']),
      trust: z.number(),
      uncertain: z.boolean(),
      isDue: z.boolean().meta({ description: 'Decided by hand; its date says so after the next run.' }),
      reasons: z.array(z.string()),
    }),
  ),
  next: z.string().nullable(),
});

export const dateDeedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept') }),
  z.strictObject({ kind: z.literal('keep') }),
  z.strictObject({ kind: z.literal('forget') }),
  z.strictObject({ kind: z.literal('shift'), by: z.string().max(60).meta({ example: '+5h30m' }) }),
  z.strictObject({
    kind: z.literal('set'),
    to: z.string().max(60).meta({ example: '2008-07' }),
    photo: sha1Schema
      .optional()
      .meta({ description: 'The photo that was taken at that moment; the first one where it is left out.' }),
  }),
]);

export const decideDatesSchema = z
  .strictObject({
    runs: z.array(runIdSchema).max(1000).default([]),
    folderOf: sha1Schema
      .optional()
      .meta({ description: 'All photos of the folder that this photo lies in: a path is never taken.' }),
    photos: z.array(sha1Schema).max(20_000).default([]),
    deed: dateDeedSchema,
    dryRun: z.boolean().default(true),
  })
  .refine(({ runs, folderOf, photos }) => runs.length > 0 || folderOf !== undefined || photos.length > 0, {
    message: 'name runs, a folder or photos',
  })
  .meta({ example: { runs: ['r1a2b3c4d5e'], deed: { kind: 'accept' }, dryRun: true } });

export const decidedDatesSchema = z.object({
  deed: z.int().nullable().meta({ description: 'To be taken back by; null where nothing was changed.' }),
  targets: z.array(
    z.object({
      kind: z.enum(['run', 'folder', 'photos']),
      name: z.string(),
      photos: z.int(),
      replaced: z.int(),
      withoutClock: z.int(),
      keptEarlier: z.int(),
      withoutRhythm: z.int(),
      shiftMillis: z.number().nullable(),
      words: z.string().nullable().meta({ description: 'The shift in words.' }),
      clock: intervalSchema.nullable(),
      decided: intervalSchema.nullable(),
    }),
  ),
});
