import { runStage } from '../src/pipeline/run-stage.ts';
import { datesStage } from '../src/stages/dates.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { benchDateOptions } from './date-options.ts';
import { stageCost } from './stage-cost.ts';

/** Runs the stage in a process of its own: FILE. */
const store = await openSqliteStore(process.argv[2] ?? '');
const options = benchDateOptions();
const cost = await stageCost(async () =>
  runStage(datesStage({ store, options, base: options.weights }), {
    store,
    signal: new AbortController().signal,
  }),
);
await store.close();
process.stdout.write(JSON.stringify(cost));
