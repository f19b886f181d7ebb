import type { Sha1 } from './photo.ts';
import type { TagLayer } from './tag.ts';

/** A tag without its photos. */
export interface TagKey {
  readonly layer: TagLayer;
  /** Without prefix. */
  readonly name: string;
}

/** What is known of one tag becomes what is known of another. */
export interface TagMove {
  readonly from: TagKey;
  readonly to: TagKey;
  /** Only on the photos that the change names. */
  readonly some: boolean;
}

/**
 * `rename`: a term has another name. `merge`: a term becomes part of another. `split`: some photos of a term get
 * another one. `promote` and `demote`: a word changes its layer. `edit`: the file alone. `follow`: sidecars are spelled
 * as the vocabulary says. `undo`: an earlier change is taken back.
 */
export type VocabularyChangeKind =
  | 'rename'
  | 'merge'
  | 'split'
  | 'promote'
  | 'demote'
  | 'edit'
  | 'follow'
  | 'undo';

/** One change of the vocabulary, with what is needed to finish it and to take it back. */
export interface NewVocabularyChange {
  readonly kind: VocabularyChangeKind;
  /** As the user typed it. */
  readonly command: string;
  /** The run that changes sidecars; null where none is to. */
  readonly runId: number | null;
  readonly moves: readonly TagMove[];
  /** Terms that it is about: what it is, and what later changes must not have touched when it is taken back. */
  readonly names: readonly string[];
  /** The vocabulary file; null where it stays as it is. */
  readonly file: string | null;
  /** Its text; null where there was no file. */
  readonly fileBefore: string | null;
  readonly fileAfter: string | null;
  /** The change that this one takes back. */
  readonly undoes: number | null;
  /** Of a split, where it happens. */
  readonly photos: readonly Sha1[];
}

export interface VocabularyChange extends Omit<NewVocabularyChange, 'photos'> {
  readonly id: number;
  /** `announced`: what is stored has changed, and the file may not have. */
  readonly state: 'announced' | 'done';
  /** The change that took this one back. */
  readonly undoneBy: number | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Whether the tag of the move is another one afterwards for every photo, so that the old one is no more. */
export const isRenaming = ({ kind }: Pick<VocabularyChange, 'kind'>): boolean =>
  kind === 'rename' || kind === 'promote' || kind === 'demote';
