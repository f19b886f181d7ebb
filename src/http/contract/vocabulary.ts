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
