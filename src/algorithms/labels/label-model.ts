import type { TagLayer } from '../../domain/tag.ts';
import { product } from '../nearest/exact-nearest.ts';

/** What is known of one label in the vector space of one model: it turns a picture's vector into a probability. */
export interface LabelModel {
  readonly layer: TagLayer;
  readonly name: string;
  /** `direction · vector + offset` is the log-odds (natural logarithm) that the label is right; any length. */
  readonly direction: Float32Array;
  readonly offset: number;
  /** The least probability at which the label is proposed, 0 to 1. */
  readonly threshold: number;
  /** What it was made from. */
  readonly basis: 'text' | 'taught' | 'text and taught';
  /** Photos whose decisions it learned from. */
  readonly accepted: number;
  readonly rejected: number;
  /** Why it proposes nothing: `cannot be told apart from sea`; null where it does. */
  readonly withheld: string | null;
}

/** Log-odds of a label for a vector of unit length. */
export const logOddsOf = ({ direction, offset }: LabelModel, vector: Float32Array): number =>
  product(direction, vector) + offset;

/** 0 to 1. */
export const probabilityOf = (model: LabelModel, vector: Float32Array): number =>
  1 / (1 + Math.exp(-logOddsOf(model, vector)));
