import type { StageName } from '../../src/domain/stage-name.ts';
import { runStage } from '../../src/pipeline/run-stage.ts';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { type StageCost, stageCost } from '../stage-cost.ts';
import { openRecorded } from './open-recorded.ts';

/** Runs stages over a made library in a process of its own: HOME ROOT SEED STAGE…; the costs as JSON. */
const [home = '', root = '', seed = '', ...named] = process.argv.slice(2);
const library = await openRecorded(home, root, Number(seed));
const { store } = library;
const costs: Partial<Record<StageName, StageCost>> = {};
for (const name of named.length > 0 ? (named as StageName[]) : STAGE_NAMES) {
  costs[name] = await stageCost(() =>
    runStage(library.stageOf(name), { store, signal: new AbortController().signal }),
  );
}
await library.close();
process.stdout.write(JSON.stringify(costs));
