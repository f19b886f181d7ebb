import { proxyPath } from '../algorithms/proxy-path.ts';
import type { Config } from '../config/schema.ts';
import { messageOf } from '../domain/errors.ts';
import { done, failed } from '../domain/outcome.ts';
import type { Proxy } from '../domain/proxy.ts';
import type { ProxyMaker } from '../imaging/proxy-maker.ts';
import type { Store } from '../store/store.ts';
import { photoStage } from './photo-stage.ts';

export interface ProxiesTools {
  readonly store: Store;
  readonly maker: () => Promise<ProxyMaker>;
  readonly proxy: Config['proxy'];
}

/** Small upright sRGB copies, and the statistics of their pixels. */
export function proxiesStage({ store, maker, proxy }: ProxiesTools) {
  return photoStage<Proxy>(store, {
    name: 'proxies',
    base: `${proxy.max_size} px, quality ${proxy.jpeg_quality}`,
    dependsOn: [],
    batchSize: 16,
    lanes: 2,
    async run(batch) {
      const made = await (await maker()).make(
        batch.map((item) => ({
          original: item.files[0]!.path,
          target: proxyPath(proxy.cache_dir, item.sha1),
        })),
      );
      return made.map((result) => (result instanceof Error ? failed(messageOf(result)) : done(result)));
    },
    keep: (transaction, made) => transaction.photos.putProxiesOf(made),
  });
}
