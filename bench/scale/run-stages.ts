import { openLibrary } from '../../src/compose.ts';
import type { StageName } from '../../src/domain/stage-name.ts';
import { runStage } from '../../src/pipeline/run-stage.ts';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { type StageCost, stageCost } from '../stage-cost.ts';
import { recordedCaptioner, recordedEmbedder, recordedTools } from './recorded-tools.ts';

/** Runs stages over a made library in a process of its own: HOME ROOT SEED STAGE…; the costs as JSON. */
const [home = '', root = '', seedText = '', ...named] = process.argv.slice(2);
const seed = Number(seedText);
const stages = named.length > 0 ? (named as StageName[]) : STAGE_NAMES;

const library = await openLibrary(
  { folder: home, dataFolder: 'data', roots: [root] },
  (settings) => recordedEmbedder(settings, seed),
  () => recordedCaptioner(seed),
  recordedTools(seed),
);
const costs: Partial<Record<StageName, StageCost>> = {};
for (const name of stages) {
  costs[name] = await stageCost(async () => {
    const { store } = library;
    return runStage(library.stageOf(name), { store, signal: new AbortController().signal });
  });
}
await library.close();

process.stdout.write(JSON.stringify(costs));
