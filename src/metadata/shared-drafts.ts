import { type LockDraft, makeDraft } from './lock-draft.ts';
import { clearUp, removeFile } from './remove-file.ts';

/**
 * A lock counts as abandoned ten minutes after its file was made, which is when its draft was: long before, another
 * draft is made.
 */
const SERVES_MILLIS = 60_000;

interface SharedDraft {
  readonly made: Promise<LockDraft>;
  readonly madeAt: number;
}

/**
 * Drafts that serve for many locks: of all steps of a write, making a file takes longest but for the fsyncs, and a draft
 * is gone again at once. To be ended with `remove`; locks that are held then stay.
 */
export class SharedDrafts {
  readonly #drafts = new Map<string, SharedDraft>();

  async in(folder: string): Promise<LockDraft> {
    const draft = this.#drafts.get(folder);
    if (draft !== undefined && Date.now() - draft.madeAt < SERVES_MILLIS) return await draft.made;
    const made = makeDraft(folder);
    this.#drafts.set(folder, { made, madeAt: Date.now() });
    if (draft !== undefined) await removeDraft(draft);
    try {
      return await made;
    } catch (error) {
      if (this.#drafts.get(folder)?.made === made) this.#drafts.delete(folder);
      throw error;
    }
  }

  /** After a lock that could not be made of it: perhaps somebody took it away. */
  async forget(folder: string): Promise<void> {
    const draft = this.#drafts.get(folder);
    this.#drafts.delete(folder);
    if (draft !== undefined) await removeDraft(draft);
  }

  async remove(): Promise<void> {
    for (const folder of [...this.#drafts.keys()]) await this.forget(folder);
  }
}

/** Not a reason for anything to fail: the next start finds the draft by its name. */
async function removeDraft({ made }: SharedDraft): Promise<void> {
  const draft = await made.catch(() => null);
  if (draft !== null) await clearUp(() => removeFile(draft.path));
}
