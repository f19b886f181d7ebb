/**
 * The process that bench/proxies.ts measures: makes proxies as the product does (`ours`), or with the same decoder
 * and encoder options but without statistics (`plain`), and answers with its own clock and its peak memory.
 */
import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { SharpProxyMaker } from '../src/imaging/sharp-proxy-maker.ts';

export interface ProxyTask {
  readonly mode: 'ours' | 'plain';
  readonly originals: readonly string[];
  readonly folder: string;
}

export interface ProxyTiming {
  readonly wallMillis: number;
  readonly cpuMillis: number;
  readonly peakMegabytes: number;
}

const CONCURRENCY = 2;
const maker = new SharpProxyMaker({ concurrency: CONCURRENCY });

async function ours({ originals, folder }: ProxyTask): Promise<void> {
  const results = await maker.make(
    originals.map((original) => ({ original, target: join(folder, 'aa', basename(original)) })),
  );
  for (const result of results) if (result instanceof Error) throw result;
}

async function plain({ originals, folder }: ProxyTask): Promise<void> {
  await mkdir(join(folder, 'aa'), { recursive: true });
  let next = 0;
  const work = async () => {
    while (next < originals.length) {
      const original = originals[next++]!;
      const temporary = join(folder, `${basename(original)}.tmp`);
      await sharp(original, { failOn: 'error' })
        .autoOrient()
        .resize({ width: 1024, height: 1024, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#ffffff' })
        .toColourspace('srgb')
        .jpeg({ quality: 90, chromaSubsampling: '4:2:0', optimiseCoding: false })
        .toFile(temporary);
      await rename(temporary, join(folder, 'aa', basename(original)));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
}

process.on('message', async (task: ProxyTask) => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await (task.mode === 'ours' ? ours(task) : plain(task));
  const wallMillis = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const timing: ProxyTiming = {
    wallMillis,
    cpuMillis: (user + system) / 1000,
    peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
  };
  process.send?.(timing);
});
process.on('disconnect', () => void maker.close());
