import { proxyPath } from '../algorithms/proxy-path.ts';
import type { Description } from '../domain/description.ts';
import { messageOf } from '../domain/errors.ts';
import { done, failed } from '../domain/outcome.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { Captioner } from '../models/captioner.ts';
import type { DueMedoid } from '../store/description-store.ts';
import type { Store } from '../store/store.ts';
import { saveResults } from './photo-stage.ts';
import type { DueItem, Stage } from './stage.ts';

export interface CaptionsTools {
  readonly store: Store;
  /** Null where none was pulled: then nothing is due. */
  readonly captioner: Captioner | null;
  readonly cacheFolder: string;
  /** Why there is no captioner, and how to get one. */
  readonly idle: string;
}

interface MedoidItem extends DueMedoid, DueItem {
  readonly fingerprint: string;
}

/** A picture takes a second or more: small batches, so that little is lost at a stop. */
const BATCH = 4;

/**
 * Describes the medoid of every cluster in words. Of people sets too: no picture and no word of it leaves the machine.
 * A photo that is no medoid any more keeps its description, and is not asked about again should it become one.
 */
export function captionsStage(tools: CaptionsTools): Stage<MedoidItem, Description> {
  const { store, captioner, cacheFolder } = tools;
  const findDue = () => (captioner === null ? [] : store.descriptions.dueMedoids(captioner.id));
  return {
    name: 'captions',
    unit: 'photos',
    batchSize: BATCH,
    lanes: 1,
    idle: captioner === null ? tools.idle : undefined,
    countDue: async () => (await findDue()).length,
    async *due() {
      for (const medoid of await findDue()) yield { ...medoid, key: medoid.sha1 };
    },
    async claim(from, keys) {
      if (captioner === null) return [];
      const due = await from.descriptions.dueMedoids(captioner.id, keys);
      return due.map((medoid) => ({ ...medoid, key: medoid.sha1 }));
    },
    async run(batch) {
      const results = await captioner!.describe(batch.map(({ sha1 }) => proxyPath(cacheFolder, sha1)));
      return results.map((result) => (result instanceof Error ? failed(messageOf(result)) : done(result)));
    },
    save: (transaction, results) =>
      saveResults(
        transaction,
        {
          name: 'captions',
          async keep(into, described: ReadonlyMap<Sha1, Description>) {
            for (const [sha1, description] of described) {
              await into.descriptions.put({ sha1, captioner: captioner!.id, description });
            }
          },
        },
        results,
      ),
  };
}
