import type { LabelModel } from '../../algorithms/labels/label-model.ts';
import type { TagLayer } from '../../domain/tag.ts';
import { labelTerms } from '../../stages/labels/label-terms.ts';
import type { LabelSet } from '../../store/label-store.ts';
import type { Library } from '../library.ts';

/** One word of the vocabulary or of the concept bank, and what its tags come from. */
export interface LabelRow {
  readonly layer: TagLayer;
  readonly name: string;
  /** `rules`: nobody taught it, and the model takes no words. */
  readonly basis: LabelModel['basis'] | 'rules';
  /** Photos of which you said that it is right, and that it is wrong. */
  readonly accepted: number;
  readonly rejected: number;
  /** The least probability at which it is proposed; null without a label model. */
  readonly threshold: number | null;
  /** Photos that are expected to reach it, and how many of them to be right; null where nobody knows. */
  readonly expectedPhotos: number | null;
  readonly expectedPrecision: number | null;
  /** Why it proposes nothing by looks. */
  readonly withheld: string | null;
}

export interface LabelList {
  /** The model whose vectors are scored; null before tags were made for the first time. */
  readonly space: string | null;
  /** Vectors when the label models were made. */
  readonly vectors: number;
  readonly labels: readonly LabelRow[];
}

/** The words that pictures can be scored for, as of the last time that tags were made; decisions are those of now. */
export async function listLabels(library: Pick<Library, 'store' | 'settings'>): Promise<LabelList> {
  const { store, settings } = library;
  const set = await currentLabels(library);
  const decided = { CK: await store.labels.countDecided('CK'), AI: await store.labels.countDecided('AI') };
  const labels = labelTerms(settings.vocabulary).map(({ layer, name }): LabelRow => {
    const { kept: accepted, rejected } = decided[layer].get(name) ?? { kept: 0, rejected: 0 };
    const label = set?.labels.find(({ model }) => model.layer === layer && model.name === name);
    return {
      layer,
      name,
      basis: label?.model.basis ?? 'rules',
      accepted,
      rejected,
      threshold: label?.model.threshold ?? null,
      expectedPhotos: label === undefined ? null : Math.round(label.expectedShare * (set?.vectors ?? 0)),
      expectedPrecision: label?.expectedPrecision ?? null,
      withheld: label?.model.withheld ?? null,
    };
  });
  return { space: set?.space ?? null, vectors: set?.vectors ?? 0, labels };
}

/** Of the space with most vectors that has any. */
async function currentLabels({ store }: Pick<Library, 'store'>): Promise<LabelSet | null> {
  for (const { model } of await store.vectors.spaces()) {
    const set = await store.labels.get(model);
    if (set !== null) return set;
  }
  return null;
}
