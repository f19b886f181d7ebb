import { execFile, spawn } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ClustersStageCost } from './clusters-stage-run.ts';
import { type BenchGoal, type BenchOptions, type BenchReport, thisMachine } from './report.ts';
import { tableHashes } from './store-tables.ts';

const DIMENSIONS = 512;
const MODEL = 'made';
/** Of the library whose run is killed. */
const KILLED_PHOTOS = 50_000;
const ALLOWED_MINUTES = 5;
const ALLOWED_MEGABYTES = 2000;

const RESULT = [
  'select * from cluster',
  'select * from cluster_member',
  'select * from cluster_identity',
  "select * from outcome where stage = 'clusters'",
];

/**
 * What does the stage `clusters` take through the real database and the real runner? A library of made vectors in
 * realistic windows is clustered, and once more with nothing to do. A smaller one is clustered undisturbed, and again
 * with kill -9 in the middle: both must come to the same rows.
 */
export async function run({ seed, size }: BenchOptions): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'photo-tag-clusters-'));
  try {
    const file = join(folder, 'library.sqlite');
    await inOwnProcess('clusters-stage-fill.ts', file, size, DIMENSIONS, seed, MODEL);
    const first = await clustered(file);
    const again = await clustered(file);
    const killed = await killedAndNot(folder, Math.min(size, KILLED_PHOTOS), seed);
    return {
      name: 'clusters-stage',
      machine: thisMachine(),
      rows: [
        costRow('first run', first),
        costRow('second run', again),
        {
          what: 'kill -9',
          photos: killed.photos,
          'done by then': killed.doneByThen,
          'done after': killed.resumed,
        },
      ],
      goals: goalsOf(first, again, killed),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Killed {
  readonly photos: number;
  readonly doneByThen: number;
  readonly resumed: number;
  readonly isEqual: boolean;
}

function goalsOf(first: ClustersStageCost, again: ClustersStageCost, killed: Killed): BenchGoal[] {
  const minutes = first.seconds / 60;
  const megabytes = Math.max(first.megabytes, again.megabytes);
  const isResumed = killed.doneByThen > 0 && killed.resumed < killed.photos;
  return [
    {
      what: `minutes for ${first.done} photos`,
      goal: `less than ${ALLOWED_MINUTES}`,
      value: minutes,
      holds: minutes < ALLOWED_MINUTES,
    },
    {
      what: 'most megabytes resident',
      goal: `less than ${ALLOWED_MEGABYTES}`,
      value: megabytes,
      holds: megabytes < ALLOWED_MEGABYTES,
    },
    { what: 'photos done by the second run', goal: 'none', value: again.done, holds: again.done === 0 },
    { what: 'photos done after a kill', goal: 'not all', value: killed.resumed, holds: isResumed },
    {
      what: 'rows as without the kill (1: yes)',
      goal: '1',
      value: Number(killed.isEqual),
      holds: killed.isEqual,
    },
  ];
}

function costRow(what: string, { done, seconds, cpuSeconds, megabytes, clusters }: ClustersStageCost) {
  return {
    what,
    photos: done,
    clusters,
    seconds,
    'processor seconds': cpuSeconds,
    'peak MB': Math.round(megabytes),
  };
}

async function killedAndNot(folder: string, photos: number, seed: number): Promise<Killed> {
  const undisturbed = join(folder, 'undisturbed.sqlite');
  const disturbed = join(folder, 'disturbed.sqlite');
  await inOwnProcess('clusters-stage-fill.ts', undisturbed, photos, DIMENSIONS, seed, MODEL);
  await copyFile(undisturbed, disturbed);
  await clustered(undisturbed);
  const doneByThen = await killInTheMiddle(disturbed, photos / 2);
  const { done: resumed } = await clustered(disturbed);
  const [expected, found] = [undisturbed, disturbed].map((file) => tableHashes(file, RESULT).join());
  return { photos, doneByThen, resumed, isEqual: expected === found };
}

/** @returns how many photos were done when it was killed; all of them where it was faster */
async function killInTheMiddle(file: string, middle: number): Promise<number> {
  const child = spawn(process.execPath, [script('clusters-stage-run.ts'), file, String(DIMENSIONS), MODEL], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let done = 0;
  for await (const line of createInterface({ input: child.stderr })) {
    done = Number(line);
    if (done >= middle) child.kill('SIGKILL');
  }
  await ended;
  return done;
}

async function clustered(file: string): Promise<ClustersStageCost> {
  return JSON.parse(
    await inOwnProcess('clusters-stage-run.ts', file, DIMENSIONS, MODEL),
  ) as ClustersStageCost;
}

async function inOwnProcess(name: string, ...values: (string | number)[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [script(name), ...values.map(String)]);
  return stdout;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
