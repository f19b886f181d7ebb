import { z } from 'zod';

export const sha1Schema = z
  .string()
  .regex(/^[0-9a-f]{40}$/, 'is 40 hexadecimal digits')
  .meta({
    description: 'SHA-1 of the bytes of the photo: its name in all of the API.',
    example: '356a192b7913b04c54574d18c28d46e6395428ab',
  });

export const peopleSchema = z.enum(['people', 'undecided', 'no-people']).meta({
  description: 'Everything but no-people stays on this machine.',
  example: 'no-people',
});

export const layerSchema = z.enum(['CK', 'AI']);

export const tagSchema = z.object({
  layer: layerSchema,
  name: z.string().meta({ description: 'Without prefix.', example: 'flower' }),
});

/** A tag that was proposed for a photo, and what was decided on it. */
export const photoTagSchema = tagSchema.extend({
  score: z.number().nullable().meta({ description: 'As its tagger counts; null of one added by hand.' }),
  probability: z.number().nullable(),
  threshold: z.number().nullable(),
  reason: z.string().meta({ example: 'EXIF says PENTAX Pentax 67' }),
  source: z.string().meta({ example: 'gear' }),
  model: z.string().meta({ example: 'rule' }),
  verdict: z.enum(['accepted', 'rejected', 'added']).nullable(),
});

export const photoSchema = z
  .object({
    sha1: sha1Schema,
    fileName: z.string().meta({ example: 'IMG_0420.CR2' }),
    paths: z.array(z.string()),
    widthPx: z.int().nullable().meta({ description: 'Of the proxy.' }),
    heightPx: z.int().nullable(),
    camera: z.string().nullable(),
    lens: z.string().nullable(),
    iso: z.number().nullable(),
    fNumber: z.number().nullable(),
    exposureSeconds: z.number().nullable(),
    focalLengthMm: z.number().nullable(),
    time: z.string().nullable().meta({ description: 'Resolved wall clock, without zone.' }),
    trust: z.number().nullable(),
    dateReasons: z.array(z.string()),
    people: peopleSchema.nullable(),
    peopleReason: z.string().nullable(),
    tags: z.array(photoTagSchema),
    keywords: z.array(z.string()).meta({ description: 'That were in the file and its sidecars before.' }),
    clusterId: z.string().nullable(),
  })
  .meta({ id: 'Photo' });

export type PhotoWire = z.infer<typeof photoSchema>;
