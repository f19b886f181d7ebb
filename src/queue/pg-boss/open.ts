import { PhotoTagError } from '../../domain/errors.ts';
import type { StageName } from '../../domain/stage-name.ts';
import type { Store } from '../../store/store.ts';
import type { Queue } from '../queue.ts';
import { PgBossQueue } from './queue.ts';
import { DEAD, DEAD_QUEUE, queueOf, STAGE_QUEUE } from './queues.ts';

export interface PgBossOptions {
  /** postgres://… of the library. */
  readonly url: string;
  /** Where pg-boss keeps its tables: one schema a library. */
  readonly schema: string;
  readonly store: Store;
  readonly stages: readonly StageName[];
  /** Hears what goes wrong while nobody asks, a lost connection above all. */
  readonly onError: (error: Error) => void;
}

/** Opens the queues of a library on Postgres, and makes them where they are not there. */
export async function openPgBossQueue({
  url,
  schema,
  store,
  stages,
  onError,
}: PgBossOptions): Promise<Queue> {
  const { PgBoss } = await import('pg-boss').catch((cause: unknown) => {
    throw new PhotoTagError('TOOL_MISSING', 'The package pg-boss is not there', {
      cause,
      remedy: 'Run `npm ci`: several workers on one library share their jobs through it.',
    });
  });
  const boss = new PgBoss({
    connectionString: url,
    schema,
    application_name: 'photo-tag queue',
    max: 2,
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: 60,
    openTelemetry: { enabled: false },
  });
  boss.on('error', onError);
  try {
    await boss.start();
    await boss.createQueue(DEAD, DEAD_QUEUE);
    for (const stage of stages) await boss.createQueue(queueOf(stage), STAGE_QUEUE);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  return new PgBossQueue(boss, schema, store);
}
