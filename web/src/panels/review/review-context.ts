import type { Cluster, ClusterTag, PeopleFlag } from '../../api/wire.ts';
import type { Verdict } from './decisions.ts';

/** What review deeds see and do. */
export interface ReviewContext {
  /** Null while it is on its way, at the end of the queue, and where it is gone. */
  readonly cluster: Cluster | null;
  readonly index: number;
  readonly total: number;
  readonly tags: readonly ClusterTag[];
  /** The tag that is marked; null: none. */
  readonly cursor: number | null;
  /** SHA-1 of the photo that is shown. */
  readonly photo: string | null;
  readonly wholeCluster: boolean;
  readonly selection: ReadonlyMap<string, Cluster>;
  readonly isHeld: (sha1: string) => boolean;
  readonly go: (index: number) => void;
  readonly goToUndecided: () => void;
  readonly mark: (cursor: number | null) => void;
  readonly show: (sha1: string) => void;
  readonly decide: (tag: Pick<ClusterTag, 'layer' | 'name'>, verdict: Verdict) => void;
  readonly decideOpen: (verdict: 'accept' | 'reject') => void;
  readonly flagPeople: (flag: PeopleFlag) => void;
  readonly turnBack: (way: 'undo' | 'redo') => void;
  readonly toggleHold: (sha1: string) => void;
  readonly setWholeCluster: (whole: boolean) => void;
  readonly toggleSelected: (cluster: Cluster) => void;
  readonly clearSelection: () => void;
  readonly toggleZoom: () => void;
  readonly addTag: () => void;
  readonly openFilter: () => void;
  readonly openList: () => void;
}
