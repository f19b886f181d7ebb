import { z } from 'zod';
import { sha1Schema } from './photo.ts';

const words = z.string().min(1).max(500);
const yesNo = z.enum(['yes', 'no']);

export const searchQuerySchema = z.strictObject({
  q: words
    .optional()
    .meta({ description: 'A regular expression (RE2) over tags, or plain words.', example: 'flower|plants' }),
  text: words.optional().meta({ description: 'What pictures show: beach +sunset -people.' }),
  like: sha1Schema.optional(),
  unlike: sha1Schema.optional(),
  tagsOnly: z.stringbool().optional(),
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  trust: z.string().max(10).optional(),
  camera: z.string().max(200).optional(),
  place: z.string().max(200).optional(),
  people: yesNo.optional(),
  reviewed: yesNo.optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(200),
});

export const searchHitsSchema = z.object({
  hits: z.array(
    z.object({
      sha1: sha1Schema,
      fileName: z.string(),
      path: z.string(),
      foundBy: z.enum(['tags', 'looks', 'filters']),
      tags: z.array(z.string()),
      score: z.number().nullable(),
      day: z.string().nullable(),
      trust: z.number().nullable(),
    }),
  ),
  total: z.int().meta({
    description: 'Without the limit. What is found by looks counts only as far as it was asked for.',
  }),
  notes: z.array(z.string()),
});
