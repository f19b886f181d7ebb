import { z } from 'zod';

export const runIdSchema = z.string().regex(/^r[0-9a-f]{10}$/, 'is the id of a run');

const intervalSchema = z.object({
  start: z.string().meta({ description: 'Wall clock, without zone.' }),
  end: z.string(),
});

export const dateRunSchema = z.object({
  id: runIdSchema,
  camera: z.string(),
  folders: z.array(z.string()),
  photos: z.int(),
  state: z.enum(['doubtful', 'shifted', 'decided']),
  clock: intervalSchema.meta({ description: 'What the camera said of the first and the last photo.' }),
  proposal: z
    .object({
      shiftMillis: z.number(),
      words: z.string(),
      uncertaintyMillis: z.number(),
      confidence: z.number(),
      proposed: intervalSchema,
    })
    .nullable(),
  now: intervalSchema.nullable(),
  reasons: z.array(z.string()),
  decision: z.object({ photos: z.int(), words: z.string() }).nullable(),
});

export const dateRunsSchema = z.object({
  runs: z.array(dateRunSchema),
  trust: z.object({
    photos: z.int(),
    trusted: z.int(),
    likely: z.int(),
    uncertain: z.int(),
    undated: z.int(),
  }),
});

export const decideDatesSchema = z
  .strictObject({
    runs: z.array(runIdSchema).min(1).max(1000),
    deed: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('accept') }),
      z.strictObject({ kind: z.literal('keep') }),
      z.strictObject({ kind: z.literal('forget') }),
      z.strictObject({ kind: z.literal('shift'), by: z.string().max(60).meta({ example: '+5h30m' }) }),
      z.strictObject({ kind: z.literal('set'), to: z.string().max(60).meta({ example: '2008-07' }) }),
    ]),
    dryRun: z.boolean().default(true),
  })
  .meta({ example: { runs: ['r1a2b3c4d5e'], deed: { kind: 'accept' }, dryRun: true } });

export const decidedDatesSchema = z.object({
  targets: z.array(
    z.object({
      run: z.string(),
      photos: z.int(),
      replaced: z.int(),
      withoutClock: z.int(),
      clock: intervalSchema.nullable(),
      decided: intervalSchema.nullable(),
    }),
  ),
});
