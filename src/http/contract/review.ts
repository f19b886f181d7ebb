import { z } from 'zod';
import { clusterIdSchema, clusterSchema } from './cluster.ts';
import { peopleSchema, sha1Schema, tagSchema } from './photo.ts';

export const queueRequestSchema = z
  .strictObject({
    order: z.enum(['time', 'size', 'unsure', 'teach']).default('time').meta({
      description:
        'teach: those whose answer teaches most first, each with the word that is asked there; the rest by time.',
    }),
    from: z.string().max(40).optional().meta({ description: '2014, 2014-05 or 2014-05-03.' }),
    to: z.string().max(40).optional(),
    leastTrust: z.number().min(0).max(1).optional(),
    camera: z.string().min(1).max(200).optional().meta({ description: 'Part of make and model.' }),
    people: z.boolean().optional(),
    tag: z.string().min(1).max(200).optional().meta({ description: 'As it is typed: CK:flower.' }),
    reviewed: z.boolean().optional(),
    windowId: z.string().max(100).optional(),
    leastMembers: z.int().min(1).max(100_000).optional(),
    at: clusterIdSchema.optional().meta({ description: 'A cluster whose place in the queue is asked.' }),
    atPhoto: sha1Schema
      .optional()
      .meta({ description: 'A photo instead: the place of the cluster that it is in.' }),
  })
  .meta({ example: { order: 'unsure', reviewed: false, from: '2014' } });

export const queueSchema = z
  .object({
    id: z.uuid(),
    total: z.int(),
    at: z.int().nullable().meta({
      description: 'Place of the cluster that was asked for, from 0; null where it is not in the queue.',
    }),
    questions: z
      .int()
      .meta({ description: 'Clusters of which something is asked; only in the order teach.' }),
  })
  .meta({ id: 'ReviewQueue', description: 'Stays as it is while decisions change what the filter finds.' });

export const questionSchema = z.object({
  tag: tagSchema,
  probability: z
    .number()
    .nullable()
    .meta({ description: 'Share of the photos that is expected to have it.' }),
});

/** A name of its own: one with the question is another shape than a cluster alone. */
export const queueRowSchema = clusterSchema
  .extend({
    question: questionSchema.nullable().meta({ description: 'Asked, and not proposed.' }),
  })
  .meta({ id: 'QueueRow' });

export const queuePageSchema = z.object({
  rows: z.array(queueRowSchema),
  gone: z.int().meta({ description: 'Clusters that a new clustering took away since.' }),
  total: z.int(),
  next: z.string().nullable(),
});

/** Enough for the largest cluster, and few enough for one body. */
const MOST_PHOTOS = 20_000;

export const decideSchema = z
  .strictObject({
    tag: z
      .union([tagSchema, z.string().min(1).max(200)])
      .meta({ description: 'Or as it is typed: CK:flower.' }),
    verdict: z.enum(['accept', 'reject', 'forget']),
    clusters: z.array(clusterIdSchema).max(1000).default([]),
    photos: z.array(sha1Schema).max(MOST_PHOTOS).default([]),
    except: z.array(sha1Schema).max(MOST_PHOTOS).default([]),
    allMembers: z.boolean().optional().meta({ description: 'Nobody is held back.' }),
    dryRun: z.boolean().optional(),
  })
  .meta({ example: { tag: 'CK:flower', verdict: 'accept', clusters: ['c41fdb2305079'] } });

export type DecideWire = z.infer<typeof decideSchema>;

export const decidedSchema = z.object({
  deed: z.int().nullable().meta({ description: 'Null where nothing was changed.' }),
  tag: tagSchema,
  applied: z.int(),
  added: z.int().meta({ description: 'Of those, how many nobody had proposed it for.' }),
  unchanged: z.int(),
  held: z.array(
    z.object({
      sha1: sha1Schema,
      cluster: clusterIdSchema,
      why: z.enum(['does not fit', 'unlikely', 'likely']),
    }),
  ),
});

export const decideSeveralSchema = z
  .strictObject({
    decisions: z
      .array(decideSchema.omit({ dryRun: true }))
      .min(1)
      .max(100),
  })
  .meta({
    example: {
      decisions: [
        { tag: 'CK:flower', verdict: 'accept', clusters: ['c41fdb2305079'] },
        { tag: 'CK:night', verdict: 'reject', clusters: ['c41fdb2305079'] },
      ],
    },
  });

export const decidedSeveralSchema = z.object({
  deed: z.int().nullable().meta({ description: 'All of them are taken back together.' }),
  decisions: z.array(decidedSchema.omit({ deed: true })),
});

const alikeVerdict = z.enum(['accept', 'reject']);

export const alikeRequestSchema = z
  .strictObject({
    answer: z
      .array(
        z.strictObject({
          tag: tagSchema,
          verdict: alikeVerdict,
          everywhere: z.boolean().optional().meta({ description: 'Also where nobody proposed it.' }),
        }),
      )
      .min(1)
      .max(60),
    limit: z.int().min(1).max(200).default(120),
  })
  .meta({ example: { answer: [{ tag: { layer: 'CK', name: 'flower' }, verdict: 'accept' }] } });

export const alikeSchema = z
  .object({
    rows: z.array(
      z.object({
        id: clusterIdSchema,
        medoid: sha1Schema,
        members: z.int(),
        start: z.string().nullable(),
        people: peopleSchema,
        distance: z.number().meta({ description: 'Cosine distance of the medoids, 0 to 2.' }),
        isAlike: z.boolean().meta({ description: 'As near as the photos of one cluster are.' }),
        tags: z.array(
          z.object({
            place: z.int().meta({ description: 'In the answer.' }),
            photos: z.int().meta({ description: 'Would be decided.' }),
            held: z.int().meta({ description: 'Would be held back.' }),
          }),
        ),
      }),
    ),
    cut: z.object({
      distance: z.number().meta({ description: 'Of alike clusters at most.' }),
      basis: z.enum(['clusters', 'setting']),
    }),
    before: z.array(z.object({ decided: z.int(), same: z.int() })).meta({
      description: 'Of each part of the answer: alike clusters decided before, and in the same way.',
    }),
    isCutOff: z.boolean().meta({ description: 'More may be alike than were looked at.' }),
    isComparable: z.boolean().meta({ description: 'False: the medoid has no vector.' }),
  })
  .meta({ id: 'AlikeClusters', description: 'Nearest first. Nothing is decided by asking.' });

export const flagSchema = z.strictObject({
  clusters: z.array(clusterIdSchema).min(1).max(1000),
  flag: z.enum(['set', 'lifted']).nullable().meta({ description: 'Null takes back what was said.' }),
});

export const flaggedSchema = z.object({ deed: z.int().nullable(), photos: z.int() });

export const takeBackSchema = z
  .strictObject({
    deed: z.int().nullable().default(null).meta({
      description:
        'The deed that is meant. Who asks again, because an answer was lost, takes back no second one.',
    }),
  })
  .nullish();

export const takenBackSchema = z.object({
  deed: z
    .object({
      id: z.int(),
      words: z.string(),
      at: z.string(),
      photos: z.int(),
      left: z.int().meta({ description: 'Photos of which something else was said since.' }),
    })
    .nullable()
    .meta({ description: 'Null where there was nothing to take back.' }),
});

const turnSchema = z.object({ id: z.int(), words: z.string() }).nullable();

export const deedsSchema = z.object({
  undo: turnSchema.meta({ description: 'Whose turn it is to be taken back.' }),
  redo: turnSchema.meta({ description: 'Whose turn it is to be done again.' }),
  rows: z.array(
    z.object({ id: z.int(), at: z.string(), words: z.string(), photos: z.int(), takenBack: z.boolean() }),
  ),
  next: z.string().nullable(),
});
