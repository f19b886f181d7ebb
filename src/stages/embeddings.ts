import { proxyPath } from '../algorithms/proxy-path.ts';
import { messageOf } from '../domain/errors.ts';
import { done, failed } from '../domain/outcome.ts';
import type { Embedder, Embedding } from '../models/embedder.ts';
import type { Store } from '../store/store.ts';
import { photoStage } from './photo-stage.ts';

export interface EmbeddingsTools {
  readonly store: Store;
  readonly embedder: Embedder;
  readonly batchSize: number;
  readonly cacheFolder: string;
}

/** A unit vector for every proxy. Vectors of another model are replaced one by one. */
export function embeddingsStage({ store, embedder, batchSize, cacheFolder }: EmbeddingsTools) {
  return photoStage<Embedding>(store, {
    name: 'embeddings',
    base: embedder.id,
    dependsOn: ['proxies'],
    batchSize,
    lanes: 2,
    async run(batch) {
      const embeddings = await embedder.embedImages(batch.map((item) => proxyPath(cacheFolder, item.sha1)));
      return embeddings.map((result) => (result instanceof Error ? failed(messageOf(result)) : done(result)));
    },
    async keep(transaction, sha1, { vector, objects }) {
      await transaction.photos.putEmbedding({ sha1, model: embedder.id, vector });
      if (objects) await transaction.photos.putSeenObjects(sha1, embedder.id, objects);
    },
  });
}
