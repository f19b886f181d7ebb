import { type LockDraft, makeDraft } from './lock-draft.ts';
import { clearUp, removeFile } from './remove-file.ts';

/**
 * A lock counts as abandoned ten minutes after its file was made, which is when its draft was: long before, another
 * draft is made.
 */
const SERVES_MILLIS = 60_000;

/**
 * Drafts that serve for one lock after the other: of all steps of a write, making a file takes longest but for the
 * fsyncs, and a draft is gone again at once. For whoever holds one lock at a time, and ends with `remove`.
 */
export class SharedDrafts {
  readonly #drafts = new Map<string, LockDraft & { readonly madeAt: number }>();

  async in(folder: string): Promise<LockDraft> {
    const draft = this.#drafts.get(folder);
    if (draft !== undefined && Date.now() - draft.madeAt < SERVES_MILLIS) return draft;
    await this.forget(folder);
    const made = { ...(await makeDraft(folder)), madeAt: Date.now() };
    this.#drafts.set(folder, made);
    return made;
  }

  /** After a lock that could not be made of it: perhaps somebody took it away. */
  async forget(folder: string): Promise<void> {
    const draft = this.#drafts.get(folder);
    this.#drafts.delete(folder);
    // Not a reason for anything to fail: the next start finds the draft by its name.
    if (draft !== undefined) await clearUp(() => removeFile(draft.path));
  }

  async remove(): Promise<void> {
    for (const folder of [...this.#drafts.keys()]) await this.forget(folder);
  }
}
