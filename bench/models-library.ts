import { createHash } from 'node:crypto';
import { link, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { proxyPath } from '../src/algorithms/proxy-path.ts';
import { SharpProxyMaker } from '../src/imaging/sharp-proxy-maker.ts';
import { digestOf } from '../src/stages/digest.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';
import { renderPhotoLikeJpegs } from './photo-like-jpegs.ts';

/** Proxies beyond these are links to them: they are decoded all the same. */
const DISTINCT = 8;

export interface ProxyLibrary {
  readonly store: Store;
  readonly cacheFolder: string;
  readonly sha1s: readonly string[];
  readonly jpegs: readonly string[];
}

/** A library as it is before the embeddings stage: real proxies of 1024 px, and the outcomes of the stages before. */
export async function proxyLibrary(folder: string, photos: number, seed: number): Promise<ProxyLibrary> {
  const cacheFolder = join(folder, 'proxies');
  const originals = await renderPhotoLikeJpegs(join(folder, 'originals'), Math.min(DISTINCT, photos), seed);
  const sha1s = Array.from({ length: photos }, (_, at) =>
    createHash('sha1').update(`${seed} ${at}`).digest('hex'),
  );
  const jpegs = sha1s.map((sha1) => proxyPath(cacheFolder, sha1));
  const maker = new SharpProxyMaker({ concurrency: 2 });
  const made = await maker.make(originals.map((original, at) => ({ original, target: jpegs[at]! })));
  await maker.close();
  for (const result of made) if (result instanceof Error) throw result;
  for (let at = originals.length; at < photos; at++) {
    await mkdir(dirname(jpegs[at]!), { recursive: true });
    await link(jpegs[at % originals.length]!, jpegs[at]!);
  }
  const store = await openSqliteStore(join(folder, 'index.sqlite'));
  await store.transaction(async (transaction) => {
    for (const stage of ['scan', 'proxies'] as const) {
      await transaction.outcomes.put(
        sha1s.map((item) => ({
          stage,
          item,
          fingerprint: stage,
          status: 'done' as const,
          reason: null,
          digest: digestOf([stage, item]),
        })),
      );
    }
  });
  return { store, cacheFolder, sha1s, jpegs };
}
