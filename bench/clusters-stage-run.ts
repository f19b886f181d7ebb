import { configSchema } from '../src/config/schema.ts';
import { runStage } from '../src/pipeline/run-stage.ts';
import { clustersStage } from '../src/stages/clusters.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { clusterThreads } from '../src/threads/cluster-threads.ts';
import { type StageCost, stageCost } from './stage-cost.ts';

/**
 * Runs the stage in a process of its own: FILE DIMENSIONS MODEL. Says on the standard error how many photos are done, and at
 * the end on the standard output what it took.
 */
export interface ClustersStageCost extends StageCost {
  readonly clusters: number;
}

const THREADS = 2;

const [file = '', dimensions = '', model = ''] = process.argv.slice(2);
const clusterer = clusterThreads(THREADS);
const store = await openSqliteStore(file);
const { clusterWindow } = clusterer;
const { clustering } = configSchema.parse({});
const cost = await stageCost(async () => {
  const stage = clustersStage({ store, clusterWindow, clustering, model, dimensions: Number(dimensions) });
  return await runStage(stage, {
    store,
    signal: new AbortController().signal,
    onProgress: ({ done }) => process.stderr.write(`${done}\n`),
  });
});
const result: ClustersStageCost = { ...cost, clusters: await store.clusters.count() };
await clusterer.close();
await store.close();
process.stdout.write(JSON.stringify(result));
