import type { Library } from '../app/library.ts';
import type { RunDesk } from '../app/run-desk.ts';
import type { VocabularyDesk } from '../app/vocabulary/vocabulary-desk.ts';
import type { WriteDesk } from '../app/write-desk.ts';

/** What routes work on. */
export interface Site {
  readonly version: string;
  /** The library as it is configured now: another one after the configuration was saved. */
  library(): Library;
  /** Keeps that one open, though another may be opened meanwhile, until what it gives back is called. */
  hold?(): () => void;
  /** The file that the page edits, whether it is there or not. */
  readonly configFile: string;
  /** Opens the library anew, with the configuration as it is now. */
  reopen(): Promise<void>;
  /** Folders that the configuration may name when it comes from another machine; null where none is let in. */
  readonly allowedFolders: readonly string[] | null;
  /** The roots were named on the command line, so that those of the file do not count. */
  readonly rootsFromStart?: boolean;
  readonly desk: RunDesk;
  readonly writeDesk: WriteDesk;
  readonly vocabularyDesk: VocabularyDesk;
}
