import { spawn } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { proxyPath } from '../../src/algorithms/proxy-path.ts';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';
import { madeClusters } from './made-photos.ts';

export interface PageLibrary {
  readonly folder: string;
  readonly database: string;
  readonly seconds: number;
  remove(): void;
}

/** Different pictures; each photo has a link to one of them. ext4 takes 65,000 links to a file. */
const PICTURES = 200;
const PROXY = { widthPx: 1024, heightPx: 683 } as const;

/**
 * A library of `photos` photos that went through all stages, with a real JPEG as the proxy of each.
 * PHOTO_TAG_BENCH_KEEP names a folder where libraries are kept from one run of the bench to the next.
 */
export async function makePageLibrary(photos: number, seed: number): Promise<PageLibrary> {
  const start = performance.now();
  const keep = process.env.PHOTO_TAG_BENCH_KEEP;
  const folder = keep
    ? join(keep, `page-${photos}-${seed}`)
    : mkdtempSync(join(tmpdir(), 'photo-tag-bench-page-'));
  const database = join(folder, 'data/index.sqlite');
  const isMade = join(folder, 'made');
  const library = () => ({
    folder,
    database,
    seconds: (performance.now() - start) / 1000,
    remove: () => keep || rmSync(folder, { recursive: true, force: true }),
  });
  if (exists(isMade)) return library();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'photos'), { recursive: true });
  mkdirSync(dirname(database), { recursive: true });
  await fill(database, photos, seed);
  await linkProxies(join(folder, 'data/proxies'), photos, seed);
  writeFileSync(isMade, '');
  return library();
}

/** In a process of its own, so that its memory is not this one's. */
async function fill(database: string, photos: number, seed: number): Promise<void> {
  const script = new URL('./fill-library.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, database, String(photos), String(seed)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) throw new Error('The library could not be filled');
}

async function linkProxies(cache: string, photos: number, seed: number): Promise<void> {
  const pictures = join(cache, 'pictures');
  mkdirSync(pictures, { recursive: true });
  const random = seededRandom(seed);
  for (let i = 0; i < PICTURES; i++) writeFileSync(join(pictures, `${i}.jpg`), await picture(random));
  for (let i = 0; i < 256; i++) mkdirSync(join(cache, i.toString(16).padStart(2, '0')));
  let i = 0;
  for (const cluster of madeClusters(photos, seed)) {
    for (const { sha1 } of cluster.photos) {
      linkSync(join(pictures, `${i++ % PICTURES}.jpg`), proxyPath(cache, sha1));
    }
  }
}

/** Colours that flow into each other under a film's grain: as many bytes as a proxy of a photo. */
async function picture(random: () => number): Promise<Buffer> {
  const [width, height] = [12, 8];
  const grid = Buffer.from(Array.from({ length: width * height * 3 }, () => Math.floor(256 * random())));
  const grain = { width: PROXY.widthPx, height: PROXY.heightPx, channels: 3 as const };
  const noise = await sharp({
    create: { ...grain, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 20 } },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return sharp(grid, { raw: { width, height, channels: 3 } })
    .resize(PROXY.widthPx, PROXY.heightPx, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: noise, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
