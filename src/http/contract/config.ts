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

const meaning = {
  values: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'With defaults; null where it is not valid.' }),
  given: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'What stands in the text, right or wrong; null where it is not YAML.' }),
  problems: z.array(configProblemSchema),
};

const citySchema = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  latitude: z.number(),
  longitude: z.number(),
  radius_km: z.number(),
});

export const configSchemaWire = z
  .object({
    file: z.string(),
    exists: z.boolean().meta({ description: 'False: the text is the example, with every default.' }),
    text: z.string(),
    digest: digestSchema,
    ...meaning,
    obstacle: z
      .object({ problem: z.string(), remedy: z.string() })
      .nullable()
      .meta({ description: 'Why the file cannot be saved; null where it can.' }),
    roots: z
      .array(z.object({ path: z.string(), isThere: z.boolean() }))
      .meta({ description: 'The folders that are read now.' }),
    rootsFromStart: z.boolean().meta({
      description: 'They were named when the program was started: those of the file do not count until then.',
    }),
    allowedFolders: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Paths must lie below one of them; null: anywhere on this machine.' }),
    hasKey: z
      .boolean()
      .meta({ description: 'Whether OPENAI_API_KEY is in the environment. The key itself is never told.' }),
    cities: z.array(citySchema).meta({ description: 'Cities that are known by their name alone.' }),
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

export const configEffectSchema = z.object({
  consequence: z.string().meta({
    description:
      'A stage all of whose items become due; or folders, sidecars, library, proxy-folder, people-leave, proxies-leave (see docs/page.md).',
    example: 'clusters',
  }),
  keys: z.array(z.string()).meta({ example: ['clustering.min_cluster_size'] }),
  isSure: z.boolean().meta({ description: 'False: only where another network or file is found with it.' }),
});

export const configCheckedSchema = z.object({
  text: z.string().meta({ description: 'With the changes; comments and order are kept.' }),
  ...meaning,
  effects: z.array(configEffectSchema).meta({
    description: 'What saving it would bring, beside what is saved now; none where it is not valid.',
  }),
});

export const configSaveSchema = z
  .strictObject({ text: textSchema, digest: digestSchema })
  .meta({ example: { text: 'roots: [/photos]\n', digest: 'da39a3ee5e6b4b0d' } });
