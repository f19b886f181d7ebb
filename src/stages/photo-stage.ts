import type { Outcome } from '../domain/outcome.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { DuePhoto, OutcomeRow, Store } from '../store/store.ts';
import { digestOf } from './digest.ts';
import type { DueItem, ItemOutcome, Stage } from './stage.ts';

export interface DuePhotoItem extends DuePhoto, DueItem {
  readonly fingerprint: string;
}

/** A stage whose items are single photos that do not depend on each other. */
export interface PhotoStageParts<Result> {
  readonly name: StageName;
  /** Configuration and model that results depend on. */
  readonly base: string;
  /** Stages on whose result for the same photo this one depends. */
  readonly dependsOn: readonly StageName[];
  /** Stages that must have succeeded for the photo, whatever their result. */
  readonly after?: readonly StageName[] | undefined;
  readonly batchSize: number;
  readonly lanes: number;
  run(batch: readonly DuePhotoItem[], signal: AbortSignal): Promise<Outcome<Result>[]>;
  /** What was made of each photo of a batch. */
  keep(store: Store, results: ReadonlyMap<Sha1, Result>): Promise<void>;
}

/** Rows read at once while looking for what is due. */
const PAGE = 1000;

export function photoStage<Result>(
  store: Store,
  parts: PhotoStageParts<Result>,
): Stage<DuePhotoItem, Result> {
  const query = { stage: parts.name, base: parts.base, dependsOn: parts.dependsOn, after: parts.after ?? [] };
  return {
    name: parts.name,
    unit: 'photos',
    batchSize: parts.batchSize,
    lanes: parts.lanes,
    countDue: () => store.outcomes.countDuePhotos(query),
    async *due() {
      let after: string | null = null;
      for (;;) {
        const page: DuePhoto[] = await store.outcomes.duePhotos(query, { after, limit: PAGE });
        for (const photo of page) yield { ...photo, key: photo.sha1 };
        if (page.length < PAGE) return;
        after = page.at(-1)!.sha1;
      }
    },
    claim: async (from, keys) => {
      const due = await from.outcomes.duePhotos(query, { after: null, limit: keys.length, among: keys });
      return due.map((photo) => ({ ...photo, key: photo.sha1 }));
    },
    run: parts.run,
    save: (transaction, results) => saveResults(transaction, parts, results),
  };
}

export async function saveResults<Result>(
  store: Store,
  { name, keep }: Pick<PhotoStageParts<Result>, 'name' | 'keep'>,
  results: readonly ItemOutcome<DueItem & { readonly sha1: Sha1; readonly fingerprint: string }, Result>[],
): Promise<void> {
  const rows: OutcomeRow[] = [];
  const made = new Map<Sha1, Result>();
  for (const { item, outcome } of results) {
    if (outcome.status === 'done') made.set(item.sha1, outcome.result);
    rows.push({
      stage: name,
      item: item.sha1,
      fingerprint: item.fingerprint,
      status: outcome.status,
      reason: outcome.status === 'done' ? null : outcome.reason,
      digest: outcome.status === 'done' ? digestOf(outcome.result) : '',
    });
  }
  if (made.size > 0) await keep(store, made);
  await store.outcomes.put(rows);
}
