import { runStages } from '../../src/app/run.ts';
import type { StageName } from '../../src/domain/stage-name.ts';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { openRecorded } from './open-recorded.ts';

/** Seconds on the clock of each stage, by whoever works: HOME ROOT SEED; JSON. */
export type QueuedSeconds = Partial<Record<StageName, number>>;

const [home = '', root = '', seed = ''] = process.argv.slice(2);
const library = await openRecorded(home, root, Number(seed));
const seconds: QueuedSeconds = {};
for (const name of STAGE_NAMES.filter((stage) => stage !== 'vision')) {
  const startedAt = performance.now();
  await runStages(library, {
    stages: [name],
    command: 'bench scale',
    queued: true,
    signal: new AbortController().signal,
  });
  seconds[name] = (performance.now() - startedAt) / 1000;
}
await library.close();
process.stdout.write(JSON.stringify(seconds));
