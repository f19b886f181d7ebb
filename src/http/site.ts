import type { Library } from '../app/library.ts';
import type { RunDesk } from '../app/run-desk.ts';
import type { WriteDesk } from '../app/write-desk.ts';

/** What routes work on. */
export interface Site {
  readonly version: string;
  /** The library as it is configured now: another one after the configuration was saved. */
  library(): Library;
  readonly desk: RunDesk;
  readonly writeDesk: WriteDesk;
}
