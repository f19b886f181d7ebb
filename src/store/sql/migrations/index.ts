import type { Migration, MigrationProvider } from 'kysely';
import { proposalProbability } from './012-proposal-probability.ts';
import { labelModels } from './013-label-models.ts';
import { vocabularyChanges } from './014-vocabulary-changes.ts';
import { captions } from './015-captions.ts';
import { positions } from './015-positions.ts';
import { vision } from './016-vision.ts';
import { personScenes } from './017-person-scenes.ts';
import { judgedProposals } from './018-judged-proposals.ts';
import { postgresBaseline } from './018-postgres-baseline.ts';
import { queuedRuns } from './020-queued-runs.ts';
import { clustersByMedoid } from './022-clusters-by-medoid.ts';
import { counting } from './024-counting.ts';
import { doubts } from './025-doubts.ts';
import { untilEleven } from './until-011.ts';

/**
 * From here on each runs on SQLite and on Postgres: made with the schema builder, without SQL of one of them. What they
 * say of types is read as portable-types.ts says. Append-only, as all of them.
 */
const shared: Record<string, Migration> = {
  '020-queued-runs': queuedRuns,
  '022-clusters-by-medoid': clustersByMedoid,
  '024-counting': counting,
  '025-doubts': doubts,
};

/** Append-only: a migration that has landed is never edited. Names sort in the order of application. */
const ofSqlite: Record<string, Migration> = {
  ...untilEleven,
  '012-proposal-probability': proposalProbability,
  '013-label-models': labelModels,
  '014-vocabulary-changes': vocabularyChanges,
  '015-captions': captions,
  '015-positions': positions,
  '016-vision': vision,
  '017-person-scenes': personScenes,
  '018-judged-proposals': judgedProposals,
  ...shared,
};

const ofPostgres: Record<string, Migration> = { '018-postgres-baseline': postgresBaseline, ...shared };

export const migrationProvider: MigrationProvider = { getMigrations: async () => ofSqlite };
export const postgresMigrationProvider: MigrationProvider = { getMigrations: async () => ofPostgres };
