import { z } from 'zod';

/** A configuration of some hundred cities and concepts has 30 kB. */
const textSchema = z.string().max(500_000);
const digestSchema = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ description: 'Of the text that was changed.' });

export const configProblemSchema = z.object({
  line: z.int().nullable(),
  key: z.string(),
  problem: z.string(),
  remedy: z.string(),
});

export const configSchemaWire = z
  .object({
    file: z.string(),
    exists: z.boolean().meta({ description: 'False: the text is the example, with every default.' }),
    text: z.string(),
    digest: digestSchema,
    values: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'With defaults; null where it is not valid.' }),
    problems: z.array(configProblemSchema),
  })
  .meta({ id: 'Config' });

export const configCheckSchema = z
  .strictObject({
    text: textSchema,
    changes: z
      .array(
        z.strictObject({
          path: z.array(z.string().min(1).max(60)).min(1).max(4),
          value: z.unknown().meta({ description: 'Left out: back to the default.' }),
        }),
      )
      .max(200)
      .default([]),
  })
  .meta({
    example: { text: 'roots: [/photos]\n', changes: [{ path: ['proxy', 'jpeg_quality'], value: 85 }] },
  });

export const configCheckedSchema = z.object({
  text: z.string().meta({ description: 'With the changes; comments and order are kept.' }),
  values: z.record(z.string(), z.unknown()).nullable(),
  problems: z.array(configProblemSchema),
});

export const configSaveSchema = z.strictObject({ text: textSchema, digest: digestSchema });
