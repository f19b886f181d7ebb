import type { SeedTermKind } from '../../config/seed-vocabulary.ts';
import type { Library } from '../library.ts';
import type { ThoughtChange } from './change-vocabulary.ts';
import { type NewTerm, type TermDetails, thinkAdd, thinkDetails, thinkRemove } from './think-edits.ts';
import { type Thought, thinkDemote, thinkMerge, thinkPromote, thinkRename } from './think-moves.ts';
import { changeToUndo } from './undo-change.ts';

/** What somebody wants of the vocabulary. */
export type VocabularyOrder =
  | { readonly kind: 'add'; readonly term: string; readonly as: NewTerm }
  | { readonly kind: 'edit'; readonly term: string; readonly details: TermDetails }
  | { readonly kind: 'rename'; readonly term: string; readonly name: string }
  | { readonly kind: 'merge'; readonly terms: readonly string[]; readonly into: string }
  | { readonly kind: 'remove'; readonly term: string }
  | {
      readonly kind: 'promote';
      readonly word: string;
      readonly as?: string | undefined;
      readonly termKind: Exclude<SeedTermKind, 'gear'>;
      readonly parent?: string | undefined;
    }
  | { readonly kind: 'demote'; readonly term: string }
  /** Sidecars are spelled as the vocabulary says. */
  | { readonly kind: 'follow' }
  | { readonly kind: 'undo'; readonly change: number };

/** An order that was thought out: what it is about, and what can be done with it. */
export type ThoughtOrder =
  | { readonly how: 'change'; readonly thought: Thought; readonly hasSidecars: boolean }
  | { readonly how: 'follow' }
  | { readonly how: 'undo'; readonly change: Awaited<ReturnType<typeof changeToUndo>> };

/** Changes nothing. @throws PhotoTagError USAGE with what would be right */
export async function thinkOrder(library: Library, order: VocabularyOrder): Promise<ThoughtOrder> {
  switch (order.kind) {
    case 'add':
      return edit(await thinkAdd(library, order.term, order.as));
    case 'edit':
      return edit(await thinkDetails(library, order.term, order.details));
    case 'remove':
      return edit(await thinkRemove(library, order.term));
    case 'rename':
      return move(await thinkRename(library, order.term, order.name));
    case 'merge':
      return move(await thinkMerge(library, order.terms, order.into));
    case 'promote':
      return move(await thinkPromote(library, order.word, { ...order, kind: order.termKind }));
    case 'demote':
      return move(await thinkDemote(library, order.term));
    case 'follow':
      return { how: 'follow' };
    case 'undo':
      return { how: 'undo', change: await changeToUndo(library, { change: order.change }) };
  }
}

const edit = ({ change, hasSidecars }: { change: ThoughtChange; hasSidecars: boolean }): ThoughtOrder => ({
  how: 'change',
  thought: { begun: null, change },
  hasSidecars,
});

const move = (thought: Thought): ThoughtOrder => ({ how: 'change', thought, hasSidecars: true });
