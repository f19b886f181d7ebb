import { execFile } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { bundledExiftool } from '../src/exiftool/bundled-exiftool.ts';
import { ExiftoolPool } from '../src/exiftool/exiftool-pool.ts';
import { XmpSidecarWriter } from '../src/metadata/xmp-sidecar-writer.ts';
import { makeSidecars } from './made-sidecars.ts';
import { median } from './median.ts';
import { type BenchReport, thisMachine } from './report.ts';

const ROUNDS = 5;
/** As many as the program asks its writer for at once (journalled-changes.ts). */
const BATCH = 48;
const SUBJECT = ['CK:flower', 'AI:blue glass', 'AI:overcast'];
const PATHS = ['CK|flower', 'AI|blue glass', 'AI|overcast'];
/** exiftool is slow enough that a part of the files tells its rate, and every round costs its time. */
const PEER_PART = 4;
const PROCESS_EACH_FILES = 6;

const KINDS = ['new', 'update', 'no-op'] as const;
type Kind = (typeof KINDS)[number];
type Rates = Record<string, number[]>;

const GOALS: Readonly<Record<Kind, number>> = { new: 5, update: 3, 'no-op': 50 };

/**
 * Writing keywords into sidecars: ours (edit in place, checked, fsync of file and folder, read back) beside two
 * long-lived processes of exiftool that get one command a sidecar, and beside one process a sidecar. exiftool neither
 * checks nor syncs; `synced` is with fsync of file and folder after each. Starting up is in nobody's time; all take
 * turns, so that a slow moment hits all. Beside them the disk itself: files of that size with nothing but what keeps
 * them through a power cut, and with not even that.
 *
 * `new`: no sidecar yet. `update`: half like darktable's, half like Lightroom's. `no-op`: the same once more; ours as
 * the command does it, by a plan that finds nothing to write.
 *
 * @param options.size sidecars a round.
 */
export async function run(options: { seed: number; size?: number }): Promise<BenchReport> {
  const made = makeSidecars(options.seed, options.size ?? 400);
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-bench-'));
  const load = loadavg()[0] ?? 0;
  const rates: Rates = {};
  const writer = new XmpSidecarWriter();
  const pool = new ExiftoolPool({ processes: 2, silenceMillis: 60_000 });
  const counted = { lost: 0, peerLost: 0, changedAgain: 0 };
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      // The first round warms up: it starts the processes and the compiler.
      await oneRound(round, round === 0 ? {} : rates);
    }
  } finally {
    await writer.close();
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return report(rates, counted, load);

  async function oneRound(round: number, into: Rates): Promise<void> {
    const all = [...made];
    const some = all.slice(0, Math.ceil(all.length / PEER_PART));
    const few = all.slice(0, PROCESS_EACH_FILES);
    const place = (who: string) => join(folder, `${who}-${round}`);
    const ours = copies(all, place('ours'));
    const peers = copies(some, place('exiftool'));
    const synced = copies(some, place('exiftool-synced'));
    const single = copies(few, place('single'));
    const before = round === 0 ? await listed(ours) : [];
    const before2 = round === 0 ? await listed(peers) : [];
    for (const kind of ['update', 'no-op'] as const) {
      const once = kind === 'no-op' ? ours.map((path) => readFileSync(path)) : [];
      await measure(into, `${kind}, ours`, ours.length, () => writeOurs(writer, ours, kind));
      await measure(into, `${kind}, two exiftool`, peers.length, () => writeByPool(pool, peers, kind));
      await measure(into, `${kind}, two exiftool, synced`, synced.length, () =>
        writeByPool(pool, synced, kind, true),
      );
      await measure(into, `${kind}, one exiftool a file`, single.length, () => writeSingly(single, kind));
      counted.changedAgain += once.filter((bytes, index) => !readFileSync(ours[index]!).equals(bytes)).length;
    }
    if (round === 0) {
      counted.lost = countLost(before, await listed(ours));
      counted.peerLost = countLost(before2, await listed(peers));
    }
    const fresh = (who: string, from: readonly (readonly [string, string])[]) => {
      mkdirSync(place(`new-${who}`));
      return from.map(([name]) => join(place(`new-${who}`), name));
    };
    const [newOurs, newPeers, newSingle, bareSynced, bare] = [
      fresh('ours', all),
      fresh('exiftool', some),
      fresh('single', few),
      fresh('bare-synced', some),
      fresh('bare', some),
    ];
    const newSynced = fresh('exiftool-synced', some);
    await measure(into, 'new, ours', newOurs.length, () => writeOurs(writer, newOurs, 'new'));
    await measure(into, 'new, two exiftool', newPeers.length, () => writeByPool(pool, newPeers, 'new'));
    await measure(into, 'new, two exiftool, synced', newSynced.length, () =>
      writeByPool(pool, newSynced, 'new', true),
    );
    await measure(into, 'new, one exiftool a file', newSingle.length, () => writeSingly(newSingle, 'new'));
    const content = readFileSync(newOurs[0]!);
    await measure(into, 'new, the disk with fsync', bareSynced.length, async () =>
      bareFiles(bareSynced, content, true),
    );
    await measure(into, 'new, the disk without', bare.length, async () => bareFiles(bare, content, false));
  }
}

async function measure(into: Rates, what: string, count: number, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await work();
  into[what] = [...(into[what] ?? []), count / ((performance.now() - start) / 1000)];
}

function report(
  rates: Rates,
  { lost, peerLost, changedAgain }: { lost: number; peerLost: number; changedAgain: number },
  load: number,
): BenchReport {
  const ratio = (kind: Kind, peer: string) =>
    median(rates[`${kind}, ours`]!.map((rate, round) => rate / rates[`${kind}, ${peer}`]![round]!));
  return {
    name: 'write',
    machine: `${thisMachine()}, load ${load.toFixed(1)} at the start`,
    rows: [
      ...Object.entries(rates).map(([what, each]) => ({
        what,
        'sidecars/s': Math.round(median(each)),
        spread: `${Math.round(Math.min(...each))}–${Math.round(Math.max(...each))}`,
      })),
      ...KINDS.flatMap((kind) => [
        { what: `${kind}, ours to two exiftool`, ratio: rounded(ratio(kind, 'two exiftool')) },
        {
          what: `${kind}, ours to two exiftool, synced`,
          ratio: rounded(ratio(kind, 'two exiftool, synced')),
        },
        { what: `${kind}, ours to one exiftool a file`, ratio: rounded(ratio(kind, 'one exiftool a file')) },
      ]),
      { what: 'new, ours to the disk with fsync', ratio: rounded(ratio('new', 'the disk with fsync')) },
      { what: 'new, ours to the disk without', ratio: rounded(ratio('new', 'the disk without')) },
      { what: 'properties lost or changed, ours', count: lost },
      { what: 'properties lost or changed, exiftool (of a quarter of the files)', count: peerLost },
    ],
    goals: [
      ...KINDS.map((kind) => {
        const value = rounded(ratio(kind, 'two exiftool'));
        return {
          what: `${kind}: rate beside two long-lived exiftool processes`,
          goal: `at least ${GOALS[kind]} times`,
          value,
          holds: value >= GOALS[kind],
        };
      }),
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

const rounded = (value: number): number => Math.round(value * 10) / 10;

function copies(made: readonly (readonly [string, string])[], folder: string): string[] {
  mkdirSync(folder);
  return made.map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

async function writeOurs(writer: XmpSidecarWriter, paths: readonly string[], kind: Kind): Promise<void> {
  const additionTo = (sidecar: string) => ({ sidecar, subject: SUBJECT, hierarchicalSubject: PATHS });
  if (kind === 'no-op') {
    for (const change of await writer.plan(paths.map(additionTo))) {
      if (change instanceof Error || change.trace !== null) throw new Error(JSON.stringify(change));
    }
    return;
  }
  for (let from = 0; from < paths.length; from += BATCH) {
    await Promise.all(
      paths.slice(from, from + BATCH).map(async (sidecar) => {
        const result = await writer.write(additionTo(sidecar));
        if (result.status !== 'written') throw new Error(`${sidecar}: ${JSON.stringify(result)}`);
      }),
    );
  }
}

/** One after the other: a new file, a name for it, and an fsync of both where it is to last. */
function bareFiles(paths: readonly string[], content: Buffer, lasting: boolean): void {
  const sync = (path: string, flags: string, write: (file: number) => void) => {
    const file = openSync(path, flags);
    write(file);
    if (lasting) fsyncSync(file);
    closeSync(file);
  };
  for (const path of paths) {
    sync(`${path}.tmp`, 'wx', (file) => writeFileSync(file, content));
    renameSync(`${path}.tmp`, path);
    if (lasting) sync(dirname(path), 'r', () => undefined);
  }
}

/** exiftool knows no append without doubles but taking out and putting in; where nothing is there, it only puts in. */
const exiftoolArguments = (kind: Kind): string[] => [
  '-q',
  '-overwrite_original',
  ...listArguments('-XMP-dc:Subject', SUBJECT, kind),
  ...listArguments('-XMP-lr:HierarchicalSubject', PATHS, kind),
];

const listArguments = (tag: string, keywords: readonly string[], kind: Kind): string[] =>
  keywords.flatMap((keyword) =>
    kind === 'new' ? [`${tag}+=${keyword}`] : [`${tag}-=${keyword}`, `${tag}+=${keyword}`],
  );

/** @param synced file and folder go to the disk afterwards, as ours do it. */
async function writeByPool(
  pool: ExiftoolPool,
  paths: readonly string[],
  kind: Kind,
  synced = false,
): Promise<void> {
  await Promise.all(
    paths.map(async (path) => {
      const { failure, complaints } = await pool.run(exiftoolArguments(kind), [path], 60_000);
      if (failure !== null) throw new Error(`exiftool ${failure} ${complaints}`);
      if (!synced) return;
      for (const each of [path, dirname(path)]) {
        const file = await open(each, 'r');
        await file.sync();
        await file.close();
      }
    }),
  );
}

async function writeSingly(paths: readonly string[], kind: Kind): Promise<void> {
  for (const path of paths) await exiftool([...exiftoolArguments(kind), path]);
}

type Listed = Record<string, unknown>;

async function listed(paths: readonly string[]): Promise<Listed[]> {
  const options = '-json -G1:4 -struct -a -u -e -n -api structformat=JSONQ'.split(' ');
  return JSON.parse(await exiftool([...options, ...paths])) as Listed[];
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
