import { z } from 'zod';
import { layerSchema, peopleSchema, sha1Schema } from './photo.ts';

export const clusterIdSchema = z.string().regex(/^[\w.:-]{1,100}$/);

/** A tag over the members of a cluster. */
export const clusterTagSchema = z.object({
  layer: layerSchema,
  name: z.string(),
  proposed: z.int().meta({ description: 'Members that it is proposed for.' }),
  accepted: z.int(),
  rejected: z.int(),
  score: z.number().nullable(),
  probability: z.number().nullable().meta({ description: 'The best of its members.' }),
  threshold: z.number().nullable(),
  reason: z.string(),
  source: z.string(),
  model: z.string(),
});

export const memberSchema = z.object({
  sha1: sha1Schema,
  fileName: z.string(),
  widthPx: z.int().nullable(),
  heightPx: z.int().nullable(),
  time: z.string().nullable(),
  trust: z.number().nullable(),
  fits: z.boolean().meta({ description: 'False: held back when a decision is applied to the cluster.' }),
  burst: z.int().nullable(),
  isBest: z.boolean(),
});

export const clusterRowSchema = z.object({
  id: clusterIdSchema,
  medoid: sha1Schema,
  members: z.int(),
  heldBack: z.int(),
  start: z.string().nullable().meta({ description: 'Wall clock, without zone.' }),
  end: z.string().nullable(),
  people: peopleSchema,
  reviewed: z.boolean().meta({ description: 'Some member has a decision.' }),
  tags: z.array(clusterTagSchema),
});

export const clusterRowsSchema = z.object({
  rows: z.array(clusterRowSchema),
  total: z.int(),
  next: z.string().nullable(),
});

export const clusterSchema = clusterRowSchema
  .extend({ windowId: z.string(), method: z.string(), photos: z.array(memberSchema) })
  .meta({ id: 'Cluster' });

export type ClusterRowWire = z.infer<typeof clusterRowSchema>;
export type ClusterWire = z.infer<typeof clusterSchema>;
