import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, stat, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Settings } from '../config/load.ts';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import type { PlaceRule } from '../domain/path-map.ts';
import type { ModelStore } from '../models/model-store.ts';
import { findGpus } from './gpu/find-gpus.ts';
import { gpuChecks } from './gpu/gpu-checks.ts';
import { modelChecks } from './models/model-checks.ts';

export interface Check {
  readonly what: string;
  /** `missing` stops the main job, `optional` would add something, `warning` may bite later. */
  readonly state: 'ok' | 'missing' | 'optional' | 'warning';
  readonly finding: string;
  /** What to do; empty where all is well. */
  readonly remedy: string;
}

/** A check that needs an implementation, given by whoever puts the program together. */
export interface ToolProbe {
  readonly what: string;
  /** Version or facts. Throws where the tool does not work. */
  probe(): Promise<string>;
  /** What it means that the tool does not work. */
  readonly absent: 'missing' | 'optional';
  readonly remedy: string;
}

const run = promisify(execFile);
const GIGABYTE = 1e9;
/** A proxy is some 150 kB; below this a large library fills the disk within hours. */
const LITTLE_SPACE = 5 * GIGABYTE;

/**
 * What this machine has, what is missing, and what each missing thing would add.
 * @param measured probes that take the time of something: one after the other, when nothing else is at work
 */
export async function examine(
  settings: Settings,
  tools: readonly ToolProbe[],
  models: ModelStore,
  measured: readonly ToolProbe[] = [],
): Promise<Check[]> {
  return [
    nodeVersion(),
    machine(),
    threads(settings),
    ...gpuChecks(await findGpus()),
    await program('perl', ['-e', 'print $^V'], {
      state: 'missing',
      remedy: 'Install perl: exiftool, which reads all metadata, runs on it.',
    }),
    ...(await Promise.all(tools.map(toolCheck))),
    ...(await modelChecks(models, settings)),
    ...(await inTurn(measured)),
    await program('dcraw_emu', [], {
      state: 'optional',
      remedy:
        'Install LibRaw (Debian: libraw-bin): RAW files without a large preview decode several times faster.',
    }),
    configCheck(settings),
    await dataFolder(settings.dataFolder),
    ...(await Promise.all(settings.roots.map((root) => rootCheck(settings.places.toLocal(root))))),
    ...(await Promise.all(settings.places.rules.map(placeCheck))),
  ];
}

function nodeVersion(): Check {
  return { what: 'Node', state: 'ok', finding: process.versions.node, remedy: '' };
}

/** What this process may use: less than the machine has, in a container. */
function machine(): Check {
  const gigabytes = (bytes: number): string => `${(bytes / GIGABYTE).toFixed(1)} GB`;
  // 0 or a number beyond all memory stands for "no limit" (Node's documentation of constrainedMemory).
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const free = Math.min(process.availableMemory(), total);
  return {
    what: 'cores and memory',
    state: 'ok',
    finding: `${availableParallelism()} cores, ${gigabytes(free)} of ${gigabytes(total)} memory free`,
    remedy: '',
  };
}

/** More threads than cores only wait for each other. */
function threads({ runtime: { workers } }: Settings): Check {
  const cores = availableParallelism();
  const isMany = workers > cores;
  return {
    what: 'threads',
    state: isMany ? 'warning' : 'ok',
    finding: `${workers} at work (runtime.workers) on ${cores} cores`,
    remedy: isMany
      ? `Set runtime.workers to ${cores}.`
      : workers < cores
        ? `runtime.workers: ${cores} would use all cores; less leaves some to other programs.`
        : '',
  };
}

async function program(
  name: string,
  args: readonly string[],
  absent: Pick<Check, 'state' | 'remedy'>,
): Promise<Check> {
  try {
    const { stdout } = await run(name, [...args], { timeout: 10_000 });
    return { what: name, state: 'ok', finding: stdout.trim().split('\n')[0] || 'found', remedy: '' };
  } catch (error) {
    const { code } = error as { code?: string | number };
    // Programs that want arguments end with a number; only one that is not there ends with ENOENT.
    if (typeof code === 'number') return { what: name, state: 'ok', finding: 'found', remedy: '' };
    return { what: name, finding: 'not found', ...absent };
  }
}

async function inTurn(probes: readonly ToolProbe[]): Promise<Check[]> {
  const checks: Check[] = [];
  for (const probe of probes) checks.push(await toolCheck(probe));
  return checks;
}

async function toolCheck({ what, probe, absent, remedy }: ToolProbe): Promise<Check> {
  try {
    return { what, state: 'ok', finding: await probe(), remedy: '' };
  } catch (error) {
    const own = error instanceof PhotoTagError ? error.remedy : remedy;
    return { what, state: absent, finding: messageOf(error), remedy: own };
  }
}

function configCheck({ configFile, roots }: Settings): Check {
  return {
    what: 'configuration',
    state: 'ok',
    finding: `${configFile ?? 'defaults (no config file)'}, ${roots.length} roots`,
    remedy: configFile ? '' : 'Optional: `photo-tag init` writes one with every setting explained.',
  };
}

async function dataFolder(folder: string): Promise<Check> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    return {
      what: 'data folder',
      state: free < LITTLE_SPACE ? 'warning' : 'ok',
      finding: `${folder}, ${(free / GIGABYTE).toFixed(0)} GB free`,
      remedy: free < LITTLE_SPACE ? 'Free some space, or name another folder with --data.' : '',
    };
  } catch (error) {
    return {
      what: 'data folder',
      state: 'missing',
      finding: messageOf(error),
      remedy: 'Name a folder that can be written with --data.',
    };
  }
}

/** A rule whose folder is not there leads nowhere. */
async function placeCheck({ from, to }: PlaceRule): Promise<Check> {
  const what = 'path map';
  const isThere = await stat(to).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return isThere
    ? { what, state: 'ok', finding: `${from} is ${to} here`, remedy: '' }
    : {
        what,
        state: 'missing',
        finding: `${from} should be ${to} here, which is no folder`,
        remedy: 'Mount it, or mend runtime.path_map.',
      };
}

async function rootCheck(root: string): Promise<Check> {
  try {
    await access(root, constants.R_OK | constants.X_OK);
  } catch (error) {
    return {
      what: 'root',
      state: 'missing',
      finding: `${root}: ${messageOf(error)}`,
      remedy: 'Is the disk mounted, and the name right?',
    };
  }
  const writable = await access(root, constants.W_OK).then(
    () => true,
    () => false,
  );
  return writable
    ? { what: 'root', state: 'ok', finding: `${root}: sidecars go beside the photos`, remedy: '' }
    : {
        what: 'root',
        state: 'warning',
        finding: `${root}: read-only`,
        remedy: 'Sidecars go to the mirror tree, xmp.sidecar_root.',
      };
}
