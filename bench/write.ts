import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundledExiftool } from '../src/exiftool/bundled-exiftool.ts';
import { XmpSidecarWriter } from '../src/metadata/xmp-sidecar-writer.ts';
import { makeSidecars } from './made-sidecars.ts';
import { type BenchReport, thisMachine } from './report.ts';

const ROUNDS = 3;
/** The default of `xmp.write_concurrency`. */
const CONCURRENCY = 4;
const SUBJECT = ['CK:flower', 'AI:blue glass', 'AI:overcast'];
const PATHS = ['CK|flower', 'AI|blue glass', 'AI|overcast'];

/**
 * Writing keywords into sidecars, ours (edit in place, checked by exiftool before, fsync, read back) beside one batch
 * process of exiftool that appends the same (`-XMP-dc:Subject+=`, no check, no fsync). Starting up is counted in both.
 *
 * @param options.size sidecars a round; half like darktable's, half like Lightroom's.
 */
export async function run(options: { seed: number; size?: number }): Promise<BenchReport> {
  const made = makeSidecars(options.seed, options.size ?? 400);
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-bench-'));
  const load = loadavg()[0] ?? 0;
  const rates: Record<string, number[]> = {};
  const measure = async (what: string, count: number, work: () => Promise<void>): Promise<void> => {
    const start = performance.now();
    await work();
    rates[what] = [...(rates[what] ?? []), count / ((performance.now() - start) / 1000)];
  };
  let lost = 0;
  let peerLost = 0;
  let changedAgain = 0;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const ours = copies(made, join(folder, `ours-${round}`));
      const peers = copies(made, join(folder, `exiftool-${round}`));
      const fresh = (who: string) => {
        mkdirSync(join(folder, `new-${who}-${round}`));
        return [...made.keys()].map((name) => join(folder, `new-${who}-${round}`, name));
      };
      const [newOurs, newPeers] = [fresh('ours'), fresh('exiftool')];
      const before = round === 0 ? await listed(ours) : [];
      await measure('existing, ours', ours.length, () => writeOurs(ours, 'written'));
      await measure('existing, exiftool', peers.length, () => writeByExiftool(peers));
      const once = ours.map((path) => readFileSync(path));
      await measure('nothing to add, ours', ours.length, () => writeOurs(ours, 'unchanged'));
      changedAgain += ours.filter((path, index) => !readFileSync(path).equals(once[index]!)).length;
      await measure('new, ours', newOurs.length, () => writeOurs(newOurs, 'written'));
      await measure('new, exiftool', newPeers.length, () => writeByExiftool(newPeers));
      if (round === 0) {
        lost = countLost(before, await listed(ours));
        peerLost = countLost(before, await listed(peers));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const ratio = median(rates['existing, ours']!) / median(rates['existing, exiftool']!);
  const rate = Math.round(median(rates['existing, ours']!));
  return {
    name: 'write',
    machine: `${thisMachine()}, load ${load.toFixed(1)} at the start`,
    rows: [
      ...Object.entries(rates).map(([what, each]) => ({
        what,
        'sidecars/s': Math.round(median(each)),
        spread: `${Math.round(Math.min(...each))}–${Math.round(Math.max(...each))}`,
      })),
      { what: 'existing, ours to exiftool', ratio: Math.round(ratio * 100) / 100 },
      { what: 'properties lost or changed, ours', count: lost },
      { what: 'properties lost or changed, exiftool', count: peerLost },
    ],
    goals: [
      {
        what: 'sidecars with content written a second, each checked by exiftool and synced to the disk',
        goal: 'at least 100',
        value: rate,
        holds: rate >= 100,
      },
      { what: 'properties lost or changed', goal: 'none', value: lost, holds: lost === 0 },
      {
        what: 'sidecars that a second write changes',
        goal: 'none',
        value: changedAgain,
        holds: changedAgain === 0,
      },
    ],
  };
}

function copies(made: ReadonlyMap<string, string>, folder: string): string[] {
  mkdirSync(folder);
  return [...made].map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

async function writeOurs(paths: readonly string[], expected: 'written' | 'unchanged'): Promise<void> {
  const writer = new XmpSidecarWriter();
  const rest = paths.values();
  const work = async (): Promise<void> => {
    for (const sidecar of rest) {
      const result = await writer.write({ sidecar, subject: SUBJECT, hierarchicalSubject: PATHS });
      if (result.status !== expected) throw new Error(`${sidecar}: ${JSON.stringify(result)}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  await writer.close();
}

async function writeByExiftool(paths: readonly string[]): Promise<void> {
  await exiftool([
    '-q',
    '-overwrite_original',
    ...SUBJECT.map((keyword) => `-XMP-dc:Subject+=${keyword}`),
    ...PATHS.map((keyword) => `-XMP-lr:HierarchicalSubject+=${keyword}`),
    ...paths,
  ]);
}

type Listed = Record<string, unknown>;

async function listed(paths: readonly string[]): Promise<Listed[]> {
  return JSON.parse(
    await exiftool([
      '-json',
      '-G1:4',
      '-struct',
      '-a',
      '-u',
      '-e',
      '-n',
      '-api',
      'structformat=JSONQ',
      ...paths,
    ]),
  ) as Listed[];
}

/** Properties that are not there any more or have another value; of the lists that we add to, the old items. */
function countLost(before: readonly Listed[], after: readonly Listed[]): number {
  let lost = 0;
  before.forEach((properties, index) => {
    for (const [name, value] of Object.entries(properties)) {
      if (name === 'SourceFile' || name.startsWith('System:')) continue;
      const added = name === 'XMP-dc:Subject' || name === 'XMP-lr:HierarchicalSubject';
      const now = added
        ? [after[index]?.[name]].flat().slice(0, [value].flat().length)
        : after[index]?.[name];
      if (JSON.stringify(now) !== JSON.stringify(added ? [value].flat() : value)) lost += 1;
    }
  });
  return lost;
}

async function exiftool(arguments_: readonly string[]): Promise<string> {
  const { perl, script } = bundledExiftool();
  const { stdout } = await promisify(execFile)(perl, [script, '-config', '', ...arguments_], {
    maxBuffer: 2 ** 30,
  });
  return stdout;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
