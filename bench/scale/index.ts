import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { StageName } from '../../src/domain/stage-name.ts';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { hasPostgres } from '../../test/postgres-programs.ts';
import { type BenchGoal, type BenchOptions, type BenchReport, thisMachine } from '../report.ts';
import type { StageCost } from '../stage-cost.ts';
import type { ProgramCost } from './cost-at-exit.ts';
import { writeMadeFiles } from './made-photos.ts';
import { onPostgres } from './on-postgres.ts';

/** Of the processor, a photo and stage. */
const ALLOWED_MILLIS = 1;
/** What a photo may cost more in the largest library than in the smallest. */
const ALLOWED_GROWTH = 1.5;
const ALLOWED_RESCAN_SECONDS = 40;
const ALLOWED_RESCAN_MEGABYTES = 1000;
/** With fewer there is nothing to be seen. */
const LEAST_PHOTOS = 1000;
/** From here on each stage has a process of its own, so that its memory is seen. */
const LARGE = 100_000;
/** Below it the start of a process is most of what is measured. */
const LEAST_FOR_GROWTH = 10_000;
const FIND_FORMAT = '%s %T@ %i %p\\n';

type Costs = Readonly<Partial<Record<StageName, StageCost>>>;

/**
 * A library of empty files, with all that is heavy (hashing, exiftool, decoding, networks) answered from its number in
 * microseconds, through the real stages, the real runner and the real store: what the pipeline itself costs a photo, in
 * libraries of a hundredth, a tenth and the whole of `size`. Then the program itself over the largest, where nothing
 * has changed.
 *
 * In the end the tenth of it once more in Postgres, by 1, 2 and 4 workers, where Postgres is installed.
 * @param options size: photos of the largest; 1,000,000 are meant.
 */
export async function run({ seed, size }: BenchOptions): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-scale-'));
  try {
    const smaller = [size / 100, size / 10].map(Math.round).filter((photos) => photos >= LEAST_PHOTOS);
    const sizes = [...smaller, size];
    const rows: Record<string, unknown>[] = [];
    const first: { photos: number; costs: Costs }[] = [];
    for (const photos of sizes) {
      const [home, root] = [join(folder, `home-${photos}`), join(folder, `photos-${photos}`)];
      mkdirSync(home, { recursive: true });
      writeMadeFiles(root, photos, seed);
      const costs = await runStages(home, root, seed, photos >= LARGE);
      first.push({ photos, costs });
      rows.push(...costRows(photos, costs));
    }
    const [home, root] = [join(folder, `home-${size}`), join(folder, `photos-${size}`)];
    rows.push(databaseRow(home, size));
    const find = await findCost(root);
    const rescan = await programCost(home, ['scan', root]);
    const unchanged = await programCost(home, ['run', root]);
    const again = await runStages(home, root, seed, size >= LARGE);
    rows.push(
      ...STAGE_NAMES.map((stage) => ({
        'nothing has changed': stage,
        'photos due': again[stage]?.done ?? null,
        seconds: again[stage]?.seconds ?? null,
        'processor seconds': again[stage]?.cpuSeconds ?? null,
        'peak MB': again[stage] ? Math.round(again[stage].megabytes) : null,
      })),
      programRow('find -printf', find),
      programRow('photo-tag scan', rescan),
      programRow('photo-tag run', unchanged),
    );
    rows.push(
      ...(hasPostgres
        ? await onPostgres(Math.max(LEAST_PHOTOS, Math.round(size / 10)), seed)
        : [{ Postgres: 'not installed (Debian: postgresql)' }]),
    );
    return {
      name: 'scale',
      machine: thisMachine(),
      rows,
      goals: [
        ...goalsOfStages(first),
        {
          what: 'photos due where nothing has changed',
          goal: 'none',
          value: dueOf(again),
          holds: dueOf(again) === 0,
        },
        {
          what: `seconds of a rescan of ${size} files, processor`,
          goal: `less than ${ALLOWED_RESCAN_SECONDS}`,
          value: rescan.cpuSeconds,
          holds: rescan.cpuSeconds < ALLOWED_RESCAN_SECONDS,
        },
        {
          what: `seconds of a rescan of ${size} files, on the clock`,
          goal: `less than ${ALLOWED_RESCAN_SECONDS}`,
          value: rescan.seconds,
          holds: rescan.seconds < ALLOWED_RESCAN_SECONDS,
        },
        {
          what: 'peak MB of a rescan',
          goal: `less than ${ALLOWED_RESCAN_MEGABYTES}`,
          value: Math.round(rescan.megabytes),
          holds: rescan.megabytes < ALLOWED_RESCAN_MEGABYTES,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Stages in one process, or each in its own, so that memory is that of the stage. */
async function runStages(home: string, root: string, seed: number, apart: boolean): Promise<Costs> {
  const parts: (readonly StageName[])[] = apart ? STAGE_NAMES.map((stage) => [stage]) : [STAGE_NAMES];
  const costs: Partial<Record<StageName, StageCost>> = {};
  for (const stages of parts) {
    Object.assign(costs, JSON.parse(await inOwnProcess('run-stages.ts', home, root, seed, ...stages)));
  }
  return costs;
}

function costRows(photos: number, costs: Costs) {
  return STAGE_NAMES.flatMap((stage) => {
    const cost = costs[stage];
    // Nobody asks a vision service here.
    if (cost === undefined || cost.done === 0) return [];
    return {
      photos,
      stage,
      done: cost.done,
      seconds: cost.seconds,
      'processor seconds': cost.cpuSeconds,
      'photos/s of processor': Math.round(photos / cost.cpuSeconds),
      'ms of processor a photo': millisOf(cost, photos),
      'peak MB': Math.round(cost.megabytes),
    };
  });
}

/** By photos of the library: captions are made of medoids alone. */
const millisOf = (cost: StageCost, photos: number): number => (cost.cpuSeconds * 1000) / photos;

function goalsOfStages(runs: readonly { photos: number; costs: Costs }[]): BenchGoal[] {
  const largest = runs.at(-1)!;
  const dearest = Math.max(
    ...STAGE_NAMES.map((stage) =>
      largest.costs[stage] ? millisOf(largest.costs[stage], largest.photos) : 0,
    ),
  );
  const goals: BenchGoal[] = [
    {
      what: `ms of processor a photo of the dearest stage, ${largest.photos} photos`,
      goal: `less than ${ALLOWED_MILLIS}`,
      value: dearest,
      holds: dearest < ALLOWED_MILLIS,
    },
  ];
  const smallest = runs.find(({ photos }) => photos >= LEAST_FOR_GROWTH);
  if (smallest === undefined || smallest === largest) return goals;
  const sum = ({ costs, photos }: { costs: Costs; photos: number }) =>
    Object.values(costs).reduce((total, cost) => total + millisOf(cost, photos), 0);
  const growth = sum(largest) / sum(smallest);
  goals.push({
    what: `processor time a photo at ${largest.photos} photos, in times of that at ${smallest.photos}`,
    goal: `at most ${ALLOWED_GROWTH}`,
    value: growth,
    holds: growth <= ALLOWED_GROWTH,
  });
  return goals;
}

const dueOf = (costs: Costs): number => Object.values(costs).reduce((sum, { done }) => sum + done, 0);

function databaseRow(home: string, photos: number) {
  const bytes = statSync(join(home, 'data/index.sqlite')).size;
  return { database: 'SQLite', MB: Math.round(bytes / 1e6), 'KB a photo': bytes / 1000 / photos };
}

const programRow = (what: string, { seconds, cpuSeconds, megabytes }: ProgramCost) => ({
  'nothing has changed, the program': what,
  seconds,
  'processor seconds': cpuSeconds,
  'peak MB': megabytes === 0 ? null : Math.round(megabytes),
});

/** What it takes to look at every file: the limit of any rescan. */
async function findCost(root: string): Promise<ProgramCost> {
  const startedAt = performance.now();
  const line = 'find "$1" -printf "$2" >/dev/null; times';
  const { stdout } = await promisify(execFile)('bash', ['-c', line, 'bash', root, FIND_FORMAT]);
  const ofChildren = stdout.trim().split('\n').at(-1)!;
  const cpuSeconds = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
  return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds, megabytes: 0 };
}

/** The program as a user runs it. */
async function programCost(home: string, command: readonly string[]): Promise<ProgramCost> {
  const costFile = join(home, 'cost.json');
  const program = ['--import', script('cost-at-exit.ts'), script('../../bin/photo-tag.js'), ...command];
  await promisify(execFile)(process.execPath, program, {
    cwd: home,
    env: { ...process.env, COST_FILE: costFile },
  });
  return JSON.parse(readFileSync(costFile, 'utf8')) as ProgramCost;
}

async function inOwnProcess(name: string, ...values: (string | number)[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [script(name), ...values.map(String)]);
  return stdout;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
