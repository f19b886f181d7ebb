import { z } from 'zod';

export const healthSchema = z
  .object({
    status: z.literal('ok').meta({ description: 'The server answers and its store does.' }),
    version: z.string(),
    run: z
      .enum(['none', 'running', 'cancelling', 'done', 'cancelled', 'failed'])
      .meta({ description: 'The last run that this server started.' }),
  })
  .meta({ id: 'Health', example: { status: 'ok', version: '0.1.0', run: 'none' } });
