import type { Kysely } from 'kysely';
import type { DateDecision } from '../../domain/capture-time.ts';
import type { ClockRun } from '../../domain/clock-run.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { DateStore, DoubtedPhoto, DoubtFilter, Page, PhotoDateDecision, TrustCounts } from '../store.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { atomically, takeTurn } from './dialect.ts';
import { photoQuery } from './photo-filter.ts';
import type { Tables } from './tables.ts';

export class SqlDateStore implements DateStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async decisionsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, DateDecision>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db.selectFrom('date_decision').selectAll().where('sha1', 'in', keys).execute(),
    );
    return decisionsBySha1(rows);
  }

  async allDecisions(): Promise<Map<Sha1, DateDecision>> {
    return decisionsBySha1(await this.#db.selectFrom('date_decision').selectAll().orderBy('sha1').execute());
  }

  putDecisions(decisions: readonly PhotoDateDecision[]): Promise<void> {
    return atomically(this.#db, (db) => new SqlDateStore(db).#putDecisions(decisions));
  }

  async #putDecisions(decisions: readonly PhotoDateDecision[]): Promise<void> {
    await takeTurn(this.#db, 'dates');
    for (const chunk of chunksOf(decisions)) {
      const sha1s = chunk.map(({ sha1 }) => sha1);
      await this.#db.deleteFrom('date_decision').where('sha1', 'in', sha1s).execute();
      await this.#forgetEarlierSelves(sha1s);
      const rows = chunk.flatMap(({ sha1, decision }) =>
        decision === null ? [] : { sha1, decision: JSON.stringify(decision) },
      );
      if (rows.length > 0) await this.#db.insertInto('date_decision').values(rows).execute();
    }
  }

  /** What was said of a file before its metadata changed must not come back when it changes again. */
  async #forgetEarlierSelves(sha1s: readonly Sha1[]): Promise<void> {
    await this.#db
      .deleteFrom('date_decision')
      .where('sha1', 'in', (from) =>
        from
          .selectFrom('picture as own')
          .innerJoin('picture as same', (join) =>
            join
              .onRef('same.image_data_hash', '=', 'own.image_data_hash')
              .onRef('same.sha1', '!=', 'own.sha1'),
          )
          .where('own.sha1', 'in', sha1s)
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('outcome')
                  .select('outcome.item')
                  .whereRef('outcome.item', '=', 'same.sha1')
                  .where('outcome.stage', '=', 'scan')
                  .where('outcome.status', '=', 'done'),
              ),
            ),
          )
          .select('same.sha1'),
      )
      .execute();
  }

  async inheritDecisions(sha1s: readonly Sha1[]): Promise<number> {
    let inherited = 0;
    for (const chunk of chunksOf(sha1s)) {
      const result = await this.#db
        .insertInto('date_decision')
        .columns(['sha1', 'decision'])
        .expression((from) =>
          from
            .selectFrom('picture as own')
            .innerJoin('picture as same', (join) =>
              join
                .onRef('same.image_data_hash', '=', 'own.image_data_hash')
                .onRef('same.sha1', '!=', 'own.sha1'),
            )
            .innerJoin('date_decision as earlier', 'earlier.sha1', 'same.sha1')
            .where('own.sha1', 'in', chunk)
            .groupBy('own.sha1')
            .select((row) => ['own.sha1', row.fn.min('earlier.decision').as('decision')]),
        )
        .onConflict((conflict) => conflict.column('sha1').doNothing())
        .executeTakeFirst();
      inherited += Number(result.numInsertedOrUpdatedRows ?? 0);
    }
    return inherited;
  }

  async runs(): Promise<ClockRun[]> {
    const rows = await this.#db
      .selectFrom('clock_run')
      .select('run')
      .orderBy('folder')
      .orderBy('id')
      .execute();
    return rows.map(({ run }) => JSON.parse(run) as ClockRun);
  }

  putRuns(runs: readonly ClockRun[], factsDigest: string): Promise<void> {
    return atomically(this.#db, (db) => new SqlDateStore(db).#putRuns(runs, factsDigest));
  }

  async #putRuns(runs: readonly ClockRun[], factsDigest: string): Promise<void> {
    await takeTurn(this.#db, 'dates');
    await this.#db.deleteFrom('clock_run').execute();
    for (const chunk of chunksOf(runs, 500)) {
      const rows = chunk.map((run) => ({
        id: run.id,
        folder: run.folders[0] ?? '',
        run: JSON.stringify(run),
      }));
      await this.#db.insertInto('clock_run').values(rows).execute();
    }
    await this.#db.deleteFrom('date_study').execute();
    await this.#db.insertInto('date_study').values({ facts_digest: factsDigest }).execute();
  }

  async countTrust(trustedFrom: number, likelyFrom: number): Promise<TrustCounts> {
    const row = await this.#db
      .selectFrom('outcome as photo')
      .innerJoin('capture_time as time', 'time.sha1', 'photo.item')
      .where('photo.stage', '=', 'scan')
      .where('photo.status', '=', 'done')
      .select(({ fn, eb }) => {
        const isDated = eb('time.wall_ms', 'is not', null);
        const isCertain = eb('time.uncertain', '=', 0);
        const isTrusted = eb('time.trust', '>=', trustedFrom);
        return [
          fn.countAll().as('photos'),
          fn
            .countAll()
            .filterWhere(eb.and([isDated, isCertain, isTrusted]))
            .as('trusted'),
          fn
            .countAll()
            .filterWhere(eb.and([isDated, isCertain, eb('time.trust', '>=', likelyFrom), eb.not(isTrusted)]))
            .as('likely'),
          fn
            .countAll()
            .filterWhere(eb.and([isDated, eb.not(isCertain)]))
            .as('uncertain'),
          fn.countAll().filterWhere(eb.not(isDated)).as('undated'),
        ];
      })
      .executeTakeFirstOrThrow();
    return {
      photos: Number(row.photos),
      trusted: Number(row.trusted),
      likely: Number(row.likely),
      uncertain: Number(row.uncertain),
      undated: Number(row.undated),
    };
  }

  async doubted({ kind, belowTrust, camera }: DoubtFilter, { after, limit }: Page): Promise<DoubtedPhoto[]> {
    let query = this.#db
      .selectFrom('file')
      .innerJoin('capture_time as time', 'time.sha1', 'file.sha1')
      .where('file.status', '=', 'present')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('file as earlier')
              .select('earlier.path')
              .whereRef('earlier.sha1', '=', 'file.sha1')
              .where('earlier.status', '=', 'present')
              .whereRef('earlier.path', '<', 'file.path'),
          ),
        ),
      )
      .where(({ eb, or }) => {
        const doubts = [];
        if (kind !== 'uncertain') doubts.push(eb('time.wall_ms', 'is', null));
        if (kind !== 'undated') {
          doubts.push(eb.and([eb('time.uncertain', '=', 1), eb('time.wall_ms', 'is not', null)]));
        }
        if (belowTrust !== undefined) doubts.push(eb('time.trust', '<', belowTrust));
        return or(doubts);
      })
      .select(['file.sha1', 'file.path'])
      .orderBy('file.path')
      .limit(limit);
    if (after !== null) query = query.where('file.path', '>', after);
    if (camera !== undefined) query = query.where('file.sha1', 'in', photoQuery(this.#db, { camera }));
    return (await query.execute()).map(({ sha1, path }) => ({ sha1: sha1!, path }));
  }

  async factsDigest(): Promise<string | null> {
    const row = await this.#db.selectFrom('date_study').select('facts_digest').executeTakeFirst();
    return row?.facts_digest ?? null;
  }
}

function decisionsBySha1(rows: readonly { sha1: string; decision: string }[]): Map<Sha1, DateDecision> {
  return new Map(rows.map(({ sha1, decision }) => [sha1, JSON.parse(decision) as DateDecision]));
}
