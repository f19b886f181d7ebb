import type { Sha1 } from '../domain/photo.ts';
import type { NewVocabularyChange, TagKey, TagMove, VocabularyChange } from '../domain/vocabulary-change.ts';

/** What is known of a tag, in photos. */
export interface TagCounts {
  readonly proposed: number;
  readonly accepted: number;
  readonly rejected: number;
  /** All of them, each once. */
  readonly photos: number;
}

/** Changes of the vocabulary, and what they do to proposals, decisions and what was taken back. */
export interface VocabularyStore {
  /** Its number. */
  announce(change: NewVocabularyChange): Promise<number>;
  /** The file is as the change wants it. */
  finish(id: number, fileAfter: string | null): Promise<void>;
  /** Of another change: it is no more. */
  setUndone(id: number, by: number): Promise<void>;
  /** In order. */
  all(): Promise<VocabularyChange[]>;
  announced(): Promise<VocabularyChange[]>;
  /** Where a split happened. */
  photosOf(changeId: number): Promise<Set<Sha1>>;
  /**
   * Gives everything that is known of `from` to `to`, and keeps the rows as they were. Where a photo has both: of two
   * proposals the one with the higher score stays; who accepted one of them has accepted it, and only who rejected all
   * that was said has rejected it; what was taken back is so only where nothing else keeps the tag.
   */
  moveTag(changeId: number, move: TagMove): Promise<void>;
  /**
   * Takes `moveTag` back. What was decided since stays decided.
   *
   * @param all what became known of `to` since goes along: the tag had only been renamed.
   */
  moveBack(changeId: number, move: TagMove, all: boolean): Promise<void>;
  countsOf(tag: TagKey): Promise<TagCounts>;
  /** Photos for which both are proposed or decided and not rejected. */
  countBoth(one: TagKey, other: TagKey): Promise<number>;
  /** Photos that have the tag proposed or decided, whatever was decided. */
  photosKnowing(tag: TagKey): Promise<Sha1[]>;
}
