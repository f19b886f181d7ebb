import { z } from 'zod';
import { clusterIdSchema } from './cluster.ts';
import { layerSchema, sha1Schema } from './photo.ts';

export const clusterMapSchema = z
  .object({
    clusters: z.int().meta({ description: 'Of the library; the largest of them are on the map.' }),
    making: z.number().nullable().meta({ description: '0 to 1 while it is arranged; ask again.' }),
    isOld: z.boolean().meta({ description: 'Of the clusters before; those that are still there are shown.' }),
    problem: z.string().nullable(),
    labels: z.array(z.object({ layer: layerSchema, name: z.string(), clusters: z.int() })),
    points: z
      .object({
        id: z.array(clusterIdSchema),
        medoid: z.array(sha1Schema),
        x: z.array(z.number()),
        y: z.array(z.number()),
        photos: z.array(z.int()),
        label: z.array(z.int()).meta({ description: 'Place among the labels; −1: none of them.' }),
        people: z.array(z.int()).meta({ description: '0: no people, 1: undecided, 2: people set.' }),
        reviewed: z.array(z.int()).meta({ description: '1: some member has a decision.' }),
      })
      .meta({
        description: 'Column by column, all of the same length. x to the right, y downwards, −1 to 1.',
      }),
  })
  .meta({ id: 'ClusterMap' });

/** Photos of more clusters than that nobody looks through. */
export const clusterPhotosSchema = z
  .strictObject({
    clusters: z.array(clusterIdSchema).min(1).max(20_000),
    limit: z.int().min(1).max(5000).default(5000),
  })
  .meta({ example: { clusters: ['c41fdb2305079'] } });
