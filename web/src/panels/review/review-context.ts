import type { Cluster, ClusterTag, PeopleFlag, Question } from '../../api/wire.ts';
import type { Verdict } from './decisions.ts';
import type { Selection } from './use-selection.ts';

/** What review deeds see and do. */
export interface ReviewContext {
  /** Null while it is on its way, at the end of the queue, and where it is gone. */
  readonly cluster: Cluster | null;
  /** Whom the tags are of: the selected clusters as one, or the cluster. */
  readonly shown: Cluster | null;
  readonly index: number;
  readonly total: number;
  readonly view: 'one' | 'grid';
  /** Of the grid. */
  readonly columns: number;
  readonly tags: readonly ClusterTag[];
  /** What is asked of the cluster and not answered yet. */
  readonly question: Question | null;
  /** The tag that is marked; null: none. */
  readonly cursor: number | null;
  /** SHA-1 of the photo that is shown. */
  readonly photo: string | null;
  readonly wholeCluster: boolean;
  readonly selection: Selection;
  /** How many clusters the same answer would hold for; null: nobody knows, or none. */
  readonly alike: number | null;
  /** The same for the cluster that was decided last, once one has gone on. */
  readonly alikeLast: number | null;
  readonly isHeld: (sha1: string) => boolean;
  readonly go: (index: number) => void;
  readonly goToUndecided: () => void;
  /** After a decision: to the next one that is of interest. */
  readonly goOn: () => void;
  readonly mark: (cursor: number | null) => void;
  readonly show: (sha1: string) => void;
  readonly decide: (tag: Pick<ClusterTag, 'layer' | 'name'>, verdict: Verdict) => void;
  readonly decideOpen: (verdict: 'accept' | 'reject') => void;
  readonly answer: (verdict: 'accept' | 'reject') => void;
  readonly flagPeople: (flag: PeopleFlag) => void;
  readonly turnBack: (way: 'undo' | 'redo') => void;
  readonly toggleHold: (sha1: string) => void;
  readonly setWholeCluster: (whole: boolean) => void;
  readonly toggleSelected: (cluster: Cluster, at: number) => void;
  /** Selects all from the last that was selected up to there, and goes there. */
  readonly extendTo: (at: number) => void;
  readonly clearSelection: () => void;
  readonly setView: (view: 'one' | 'grid') => void;
  readonly showAlike: (of: 'this' | 'last') => void;
  readonly onlyWindow: () => void;
  readonly resizeTiles: (step: 1 | -1) => void;
  readonly toggleZoom: () => void;
  readonly zoomBy: (factor: number) => void;
  /** In shares of the frame. */
  readonly panBy: (x: number, y: number) => void;
  readonly addTag: () => void;
  readonly openFilter: () => void;
  readonly openList: () => void;
}
