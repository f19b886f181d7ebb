import { z } from 'zod';

export const vocabularySchema = z
  .object({
    prefixes: z.object({ CK: z.string(), AI: z.string() }).meta({ example: { CK: 'CK:', AI: 'AI:' } }),
    terms: z.array(
      z.object({
        name: z.string().meta({ description: 'Without prefix.', example: 'flower' }),
        kind: z.string().meta({ example: 'subject' }),
        parent: z.string().nullable(),
        aliases: z.array(z.string()),
        names: z
          .object({ en: z.string().nullable(), pt: z.string().nullable() })
          .meta({ description: 'What is shown instead of the name.', example: { en: null, pt: 'flor' } }),
      }),
    ),
    concepts: z.array(z.string()).meta({ description: 'Freeform words that are looked for.' }),
  })
  .meta({ id: 'Vocabulary' });

export type VocabularyWire = z.infer<typeof vocabularySchema>;

const kindSchema = z.enum(['subject', 'place', 'gear', 'people']);

export const vocabularyTermsSchema = z
  .object({
    file: z.string(),
    isSeed: z.boolean().meta({ description: 'There is no file yet: the first change makes it.' }),
    terms: z.array(
      z.object({
        name: z.string().meta({ example: 'flower' }),
        kind: kindSchema,
        parent: z.string().nullable(),
        aliases: z.array(z.string()),
        names: z.object({ en: z.string().nullable(), pt: z.string().nullable() }),
        prompts: z.array(z.string()),
        excludes: z.array(z.string()),
        models: z.array(z.string()).meta({ description: 'EXIF models, of gear.' }),
        photos: z.int().meta({ description: 'That have it, proposed or decided and not rejected.' }),
      }),
    ),
  })
  .meta({ id: 'VocabularyTerms' });

const word = z.string().trim().min(1).max(200);
const words = z.array(word).max(200);
const language = word.nullable().optional().meta({ description: 'null takes it out.' });

export const vocabularyOrderSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('add'),
      term: word,
      termKind: kindSchema.default('subject'),
      aliases: words.default([]),
      en: word.optional(),
      pt: word.optional(),
      parent: word.optional(),
      prompts: words.default([]),
      models: words.default([]).meta({ description: 'Gear alone: EXIF models.' }),
    }),
    z.strictObject({
      kind: z.literal('edit'),
      term: word,
      aliases: words.optional(),
      en: language,
      pt: language,
      parent: language,
      prompts: words.optional(),
    }),
    z.strictObject({ kind: z.literal('rename'), term: word, name: word }),
    z.strictObject({
      kind: z.literal('merge'),
      terms: words.min(1).meta({ description: 'Terms, and freeform words with their prefix.' }),
      into: word,
    }),
    z.strictObject({ kind: z.literal('remove'), term: word }),
    z.strictObject({
      kind: z.literal('promote'),
      word,
      as: word.optional(),
      termKind: kindSchema.exclude(['gear']).default('subject'),
      parent: word.optional(),
    }),
    z.strictObject({ kind: z.literal('demote'), term: word }),
    z.strictObject({ kind: z.literal('follow') }),
    z.strictObject({ kind: z.literal('undo'), change: z.int().min(1) }),
  ])
  .meta({ id: 'VocabularyOrder', example: { kind: 'rename', term: 'cars', name: 'car' } });

export const vocabularyChangeOrderSchema = z
  .strictObject({
    order: vocabularyOrderSchema,
    dryRun: z.boolean().default(true).meta({ description: 'Only look. It is made where this is false.' }),
  })
  .meta({ example: { order: { kind: 'rename', term: 'cars', name: 'car' }, dryRun: true } });

const tagKey = z.object({ layer: z.enum(['CK', 'AI']), name: z.string() });

export const vocabularyJobSchema = z
  .object({
    id: z.int(),
    kind: z.string().meta({ example: 'rename' }),
    order: z.unknown().meta({ description: 'As it was asked for.' }),
    dryRun: z.boolean(),
    state: z.enum(['running', 'cancelling', 'done', 'cancelled', 'failed']),
    words: z.array(
      z.object({
        from: tagKey,
        to: tagKey.nullable(),
        photos: z.int(),
        proposed: z.int(),
        accepted: z.int(),
        rejected: z.int(),
        both: z.int().meta({ description: 'Photos that have both words.' }),
      }),
    ),
    file: z
      .enum(['same', 'changes', 'made', 'goes'])
      .meta({ description: 'The vocabulary file; made: from the seed, as there was none.' }),
    sidecars: z.int().meta({ description: 'That would change, or were changed.' }),
    total: z.int().nullable().meta({ description: 'How many there are to change, where that is known.' }),
    reasons: z.array(z.object({ reason: z.string(), count: z.int(), examples: z.array(z.string()) })),
    changeId: z.int().nullable(),
    runId: z.int().nullable(),
    problem: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'VocabularyJob' });

export const vocabularyJobAnswerSchema = z.object({ job: vocabularyJobSchema.nullable() });

export const vocabularyPreviewSchema = z.object({
  before: z
    .string()
    .nullable()
    .meta({ description: 'The vocabulary file; null where none is there or concerned.' }),
  after: z.string().nullable(),
  sidecars: z
    .array(
      z.object({
        sidecar: z.string(),
        original: z.string(),
        adds: z.array(z.string()),
        removes: z.array(z.string()),
      }),
    )
    .meta({ description: 'The first thousand; the job counts all.' }),
});

export const vocabularyChangesSchema = z.object({
  rows: z.array(
    z.object({
      id: z.int(),
      kind: z.string(),
      command: z.string().meta({ description: 'As it would be typed behind photo-tag.' }),
      at: z.string(),
      runId: z.int().nullable(),
      undoneBy: z.int().nullable(),
      undoes: z.int().nullable(),
      isFinished: z.boolean(),
    }),
  ),
});
