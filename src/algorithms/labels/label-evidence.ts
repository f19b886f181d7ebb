import type { TagLayer } from '../../domain/tag.ts';

/** All that is known of one label, in the vector space of one model. */
export interface LabelEvidence {
  readonly layer: TagLayer;
  readonly name: string;
  /** Unit text vectors of its prompts; empty where the model has no text side. */
  readonly texts: readonly Float32Array[];
  /** Vectors of photos on which it was accepted or added. */
  readonly accepted: readonly Float32Array[];
  /** Vectors of photos on which it was rejected. */
  readonly rejected: readonly Float32Array[];
}

/** What the labels are told apart from. */
export interface LabelSpace {
  /** Vectors of the library: all, or a seeded sample of some thousands. */
  readonly sample: readonly Float32Array[];
  /** Unit text vectors of everyday words that are no labels; empty where the model has no text side. */
  readonly distractors: readonly Float32Array[];
}
