import { type ChildProcess, execFile, fork } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from './median.ts';
import { renderPhotoLikeJpegs } from './photo-like-jpegs.ts';
import type { ProxyTask, ProxyTiming } from './proxies-worker.ts';
import { type BenchReport, thisMachine } from './report.ts';

const DEFAULT_PHOTOS = 40;
const ROUNDS = 5;

/** Ours: what the product does. Plain: sharp with the same options, without statistics. Peer: vipsthumbnail. */
type Contender = 'ours' | 'plain' | 'peer';

/**
 * Proxies of 24-megapixel JPEGs: ours against two vipsthumbnail processes at a time with the same options (1024 px,
 * quality 90, 4:2:0, no metadata, upright), and against ours without statistics. In turn, several rounds.
 *
 * The photos have no colour profile, so that vipsthumbnail's default leaves them in sRGB; told to convert
 * (`--eprofile srgb`) it takes some 20 % longer.
 * @param options size: photos a round, 40 where it is not given.
 */
export async function run(options: { seed: number; size?: number }): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-proxies-'));
  const child = fork(new URL('./proxies-worker.ts', import.meta.url));
  const plain = fork(new URL('./proxies-worker.ts', import.meta.url));
  try {
    const photos = await renderPhotoLikeJpegs(
      join(folder, 'photos'),
      options.size ?? DEFAULT_PHOTOS,
      options.seed,
    );
    const version = await peerVersion();
    const contenders: Contender[] = version === null ? ['ours', 'plain'] : ['ours', 'plain', 'peer'];
    const measured: Record<Contender, ProxyTiming[]> = { ours: [], plain: [], peer: [] };
    for (let round = 0; round <= ROUNDS; round++)
      for (const contender of contenders) {
        const out = join(folder, contender);
        const task = { originals: photos, folder: out } as const;
        const timing =
          contender === 'peer'
            ? await timePeer(photos, out)
            : await timeOurs(contender === 'ours' ? child : plain, { ...task, mode: contender });
        // The first round warms up: code is compiled, files come into the page cache.
        if (round > 0) measured[contender].push(timing);
        await rm(out, { recursive: true });
      }
    return report(measured, photos.length, version);
  } finally {
    child.disconnect();
    plain.disconnect();
    await rm(folder, { recursive: true });
  }
}

function timeOurs(child: ChildProcess, task: ProxyTask): Promise<ProxyTiming> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) =>
      reject(new Error(`The measured process ended with status ${code}`));
    child.once('exit', failed);
    child.once('message', (timing) => {
      child.off('exit', failed);
      resolve(timing as ProxyTiming);
    });
    child.send(task);
  });
}

/** Two vipsthumbnail processes, half of the photos each. CPU time as the shell's `times` says. */
async function timePeer(photos: readonly string[], out: string): Promise<ProxyTiming> {
  await mkdir(out, { recursive: true });
  const half = Math.ceil(photos.length / 2);
  const command = (list: readonly string[]) =>
    `vipsthumbnail -s '1024x1024>' -o '${out}/%s.jpg[Q=90,strip,subsample_mode=on]' ${list.map((path) => `'${path}'`).join(' ')}`;
  const start = performance.now();
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-c', `${command(photos.slice(0, half))} & ${command(photos.slice(half))} & wait; times`],
    { maxBuffer: 1e8 },
  );
  const wallMillis = performance.now() - start;
  return { wallMillis, cpuMillis: childTimes(stdout), peakMegabytes: Number.NaN };
}

/** The second line of `times`, user and system time of the children: `0m12.340s 0m0.560s`. */
function childTimes(output: string): number {
  const line = output.trim().split('\n').at(-1) ?? '';
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000,
    0,
  );
}

async function peerVersion(): Promise<string | null> {
  try {
    return (await promisify(execFile)('vipsthumbnail', ['--vips-version'])).stdout.trim();
  } catch {
    return null;
  }
}

function report(
  measured: Record<Contender, ProxyTiming[]>,
  photos: number,
  version: string | null,
): BenchReport {
  const names: Record<Contender, string> = {
    ours: 'ours, with statistics',
    plain: 'ours, without statistics',
    peer: `2 × vipsthumbnail (${version})`,
  };
  const rows: Record<string, unknown>[] = (Object.keys(names) as Contender[])
    .filter((contender) => measured[contender].length > 0)
    .map((contender) => {
      const walls = measured[contender].map(({ wallMillis }) => wallMillis);
      const peak = Math.max(...measured[contender].map(({ peakMegabytes }) => peakMegabytes));
      return {
        what: names[contender],
        photos,
        'photos per second': round((photos / median(walls)) * 1000),
        'spread of it': `${round((photos / Math.max(...walls)) * 1000)} … ${round((photos / Math.min(...walls)) * 1000)}`,
        'CPU ms per photo': round(median(measured[contender].map(({ cpuMillis }) => cpuMillis)) / photos),
        'peak MB': Number.isNaN(peak) ? null : Math.round(peak),
      };
    });
  if (version === null)
    rows.push({ what: 'vipsthumbnail is not installed: apt-get install libvips-tools (Debian)' });

  // Round by round, so that a burst of other work on the machine meets both sides.
  const overPeer =
    version === null
      ? null
      : median(measured.ours.map(({ wallMillis }, i) => wallMillis / measured.peer[i]!.wallMillis));
  const statistics = median(
    measured.ours.map(({ cpuMillis }, i) => cpuMillis / measured.plain[i]!.cpuMillis - 1),
  );
  const peak = Math.max(...measured.ours.map(({ peakMegabytes }) => peakMegabytes));
  return {
    name: 'proxies',
    machine: thisMachine(),
    rows,
    goals: [
      {
        what: 'time over that of two vipsthumbnail processes, statistics included',
        goal: 'at most 0.8',
        value: overPeer === null ? null : round(overPeer),
        holds: overPeer !== null && overPeer <= 0.8,
      },
      {
        what: 'CPU time that statistics add to ours without',
        goal: 'below 0.1',
        value: round(statistics),
        holds: statistics < 0.1,
      },
      { what: 'peak memory of ours, MB', goal: 'below 600', value: Math.round(peak), holds: peak < 600 },
    ],
  };
}

const round = (value: number) => Math.round(value * 1000) / 1000;
