import { z } from 'zod';

/** What `code` may be; the schema leaves it open, so that programs outlive new ones. */
export type { HttpProblemCode } from '../problem.ts';

/** RFC 9457 problem details. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable: programs may rely on it.' }),
    detail: z.string(),
    remedy: z.string().meta({ description: 'What can be done.' }),
  })
  .meta({
    id: 'Problem',
    example: {
      type: 'urn:photo-tag:locked',
      title: 'Not now',
      status: 409,
      code: 'LOCKED',
      detail: 'A run is at work already',
      remedy: 'Wait until it ends, or cancel it: what it has done stays.',
    },
  });

/** The answers that any route may give beside its own. */
export const problems = { '4xx': problemSchema, '5xx': problemSchema } as const;
