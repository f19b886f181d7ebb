import { proxyPath } from '../algorithms/proxy-path.ts';
import type { DetectedObject } from '../domain/detection.ts';
import { messageOf } from '../domain/errors.ts';
import { done, failed } from '../domain/outcome.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { Embedder, Embedding } from '../models/embedder.ts';
import type { Store } from '../store/store.ts';
import { photoStage } from './photo-stage.ts';

/** A transaction of some megabytes, so that a search meanwhile waits for milliseconds. */
const HALVED_AT_ONCE = 1000;

export interface EmbeddingsTools {
  readonly store: Store;
  readonly embedder: Pick<Embedder, 'id' | 'lanes' | 'embedImages'>;
  readonly batchSize: number;
  readonly cacheFolder: string;
}

/** A unit vector for every proxy. Vectors of another model are replaced one by one. */
export function embeddingsStage({ store, embedder, batchSize, cacheFolder }: EmbeddingsTools) {
  const stage = photoStage<Embedding>(store, {
    name: 'embeddings',
    base: embedder.id,
    dependsOn: ['proxies'],
    batchSize,
    lanes: embedder.lanes ?? 2,
    async run(batch) {
      const embeddings = await embedder.embedImages(batch.map((item) => proxyPath(cacheFolder, item.sha1)));
      return embeddings.map((result) => {
        if (result instanceof Error) return failed(messageOf(result));
        return result.vector.every(Number.isFinite)
          ? done(result)
          : failed('The model gave no vector for it.');
      });
    },
    async keep(transaction, made) {
      const vectors = new Map([...made].map(([sha1, { vector }]) => [sha1, vector]));
      await transaction.photos.putEmbeddingsOf(embedder.id, vectors);
      const seen = [...made].flatMap(([sha1, { objects }]): [Sha1, readonly DetectedObject[]][] =>
        objects === undefined ? [] : [[sha1, objects]],
      );
      await transaction.photos.putSeenObjectsOf(embedder.id, new Map(seen));
    },
  });
  return { ...stage, prepare: (signal: AbortSignal) => halveEarlierVectors(store, signal) };
}

/** Vectors of the time before half floats become half as large; what a stop leaves, the next run does. */
async function halveEarlierVectors(store: Store, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await store.vectors.halveEarlier(HALVED_AT_ONCE)) > 0);
}
