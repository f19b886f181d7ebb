import type { CloudSettings } from '../../algorithms/cloud-policy.ts';
import type { PictureForm } from '../../algorithms/vision/image-tokens.ts';
import type { EgressLog, ModelPrice } from '../../domain/vision.ts';
import type { CloudCopyMaker } from '../../imaging/cloud-copy-maker.ts';
import type { Vision } from '../../models/vision.ts';
import type { Store } from '../../store/store.ts';

/** All that is needed to ask a vision service. Having it asks nothing: the user's yes is not among it. */
export interface CloudTools {
  readonly store: Store;
  /** Made when it is first needed; making it sends nothing. */
  vision(): Promise<Vision>;
  readonly copies: CloudCopyMaker;
  readonly log: EgressLog;
  readonly settings: CloudSettings;
  /** Whether a key is in the environment. The key itself is known to the client alone. */
  readonly hasKey: boolean;
  /** Null where nobody said what the model costs. */
  readonly price: ModelPrice | null;
  readonly form: PictureForm;
  readonly budgetNanoUsd: number;
  readonly concurrency: number;
  /** The people check of today, as outcomes name it; null where there is no detector. */
  peopleBase(): string | null;
  readonly cacheFolder: string;
  tell(notice: string): void;
}
