import type { PgBoss, Db as SqlOfBoss } from 'pg-boss';
import type { StageName } from '../../domain/stage-name.ts';
import { executorOf, type SqlExecutor } from '../../store/sql/sql-store.ts';
import type { Store } from '../../store/store.ts';
import type { DeadJob, JobChanges, LiveJobs, NewJob, Queue } from '../queue.ts';
import { DEAD, queueOf, SWEEP_EXPIRES_SECONDS } from './queues.ts';

/** What a job of pg-boss carries. */
interface Load extends NewJob {
  /** Of a dead one. */
  readonly reason?: string;
}

/**
 * Jobs in the tables of pg-boss, beside those of the library, so that one transaction changes both. Its connections look
 * after the jobs; whatever a worker does with one goes through the connections of the store.
 */
export class PgBossQueue implements Queue {
  readonly #boss: PgBoss;
  readonly #schema: string;
  readonly #store: Store;

  constructor(boss: PgBoss, schema: string, store: Store) {
    this.#boss = boss;
    this.#schema = schema;
    this.#store = store;
  }

  transaction<Result>(work: (store: Store, jobs: JobChanges) => Promise<Result>): Promise<Result> {
    return this.#store.transaction((store) => work(store, this.#changes(store)));
  }

  #changes(store: Store): JobChanges {
    const boss = this.#boss;
    const executor = executorOf(store);
    const db = executor as SqlOfBoss;
    return {
      send: (jobs) => this.#send(store, jobs),
      take: async (stage) => {
        const [found] = await boss.fetch<Load>(queueOf(stage), { db });
        return found === undefined ? null : { ...found.data, id: found.id, attempt: found.retryCount };
      },
      holds: async ({ stage, id, attempt }) => {
        const { rows } = await executor.executeSql(
          `select 1 from ${this.#jobs} where name = $1 and id = $2 and retry_count = $3 and state = 'active' for update`,
          [queueOf(stage), id, attempt],
        );
        return rows.length > 0;
      },
      complete: async ({ stage, id, attempt }) =>
        affected(await boss.complete(queueOf(stage), { id, retryCount: attempt }, null, { db })),
      giveBack: async ({ stage, id, attempt }, reason) =>
        affected(await boss.fail(queueOf(stage), { id, retryCount: attempt }, { reason }, { db })),
      bury: async (job, reason) => {
        const { id, attempt, stage } = job;
        const settled = await boss.complete(queueOf(stage), { id, retryCount: attempt }, null, { db });
        if (!affected(settled)) return false;
        const load: Load = { ...loadOf(job), reason };
        await boss.insert(DEAD, [{ data: load, group: { id: String(job.runId) } }], { db });
        return true;
      },
    };
  }

  async #send(store: Store, jobs: readonly NewJob[]): Promise<void> {
    const executor = executorOf(store);
    // In the order of the pipeline: two transactions that count up the same steps do it in the same order.
    for (const [key, some] of Map.groupBy(jobs, ({ runId, stage }) => `${runId} ${stage}`)) {
      const stage = some[0]!.stage;
      const [runId] = key.split(' ');
      const now = await this.#served(executor, stage);
      const first = await store.runs.takeTurns(Number(runId), stage, now, some.length);
      await this.#boss.insert(
        queueOf(stage),
        some.map((job, index) => ({
          data: loadOf(job),
          group: { id: runId! },
          // The lowest number is served first; pg-boss serves the highest priority first.
          priority: -(first + index),
          ...(job.kind === 'sweep' && { expireInSeconds: SWEEP_EXPIRES_SECONDS }),
        })),
        { db: executor as SqlOfBoss },
      );
    }
  }

  /** The number that is served next: new runs start beside it, and not before all who wait. */
  async #served(executor: SqlExecutor, stage: StageName): Promise<number> {
    const { rows } = await executor.executeSql(
      `select priority from ${this.#jobs} where name = $1 and state < 'active' order by priority desc limit 1`,
      [queueOf(stage)],
    );
    return rows.length === 0 ? 0 : -Number(rows[0].priority) - 1;
  }

  async ready(stages: readonly StageName[]): Promise<StageName[]> {
    const { rows } = await executorOf(this.#store).executeSql(
      `select asked.name from unnest($1::text[]) as asked(name) where exists (
         select 1 from ${this.#jobs} as job
         where job.name = asked.name and job.state < 'active' and job.start_after <= now() and not job.blocked)`,
      [stages.map(queueOf)],
    );
    const ready = new Set((rows as { name: string }[]).map((row) => row.name));
    return stages.filter((stage) => ready.has(queueOf(stage)));
  }

  async liveKeys(stage: StageName): Promise<Set<string>> {
    const { rows } = await executorOf(this.#store).executeSql(
      `select data -> 'keys' as keys from ${this.#jobs} where name = $1 and state < 'completed'`,
      [queueOf(stage)],
    );
    return new Set((rows as { keys: string[] }[]).flatMap((row) => row.keys));
  }

  async live(runId: number): Promise<Map<StageName, LiveJobs>> {
    const { rows } = await executorOf(this.#store).executeSql(
      `select data ->> 'stage' as stage,
         count(*) filter (where state < 'active') as waiting,
         count(*) filter (where state < 'active' and start_after > now()) as later,
         count(*) filter (where state = 'active') as active
       from ${this.#jobs} where group_id = $1 and state < 'completed' and name <> $2 group by 1`,
      [String(runId), DEAD],
    );
    return new Map(
      rows.map(({ stage, waiting, later, active }) => [
        stage as StageName,
        { waiting: Number(waiting), later: Number(later), active: Number(active) },
      ]),
    );
  }

  async removeWaiting(runId: number): Promise<void> {
    await executorOf(this.#store).executeSql(
      `delete from ${this.#jobs} where group_id = $1 and state < 'active' and name <> $2`,
      [String(runId), DEAD],
    );
  }

  async dead(): Promise<DeadJob[]> {
    const { rows } = await executorOf(this.#store).executeSql(
      `select id, data, source_output, extract(epoch from created_on) * 1000 as died from ${this.#jobs}
       where name = $1 and state = 'created' order by created_on, id`,
      [DEAD],
    );
    return (rows as { id: string; data: Load; source_output: unknown; died: unknown }[]).map(
      ({ id, data, source_output, died }) => ({
        ...loadOf(data),
        id,
        reason: data.reason ?? reasonOf(source_output),
        diedMillis: Math.round(Number(died)),
      }),
    );
  }

  async forgetDead(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await executorOf(this.#store).executeSql(
      `delete from ${this.#jobs} where name = $1 and id = any($2::uuid[])`,
      [DEAD, [...ids]],
    );
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false });
  }

  get #jobs(): string {
    return `${this.#schema}.job`;
  }
}

const loadOf = ({ runId, stage, kind, keys }: NewJob): Load => ({ runId, stage, kind, keys });

const affected = (response: object): boolean => 'affected' in response && Number(response.affected) > 0;

/** Of a job that pg-boss itself gave up: its attempts took too long. */
function reasonOf(output: unknown): string {
  const said = output as { reason?: string; value?: { message?: string }; message?: string } | null;
  return said?.reason ?? said?.value?.message ?? said?.message ?? 'it did not come to an end';
}
