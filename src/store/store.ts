import type { CaptureTime, DateDecision } from '../domain/capture-time.ts';
import type { ClockRun } from '../domain/clock-run.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { DetectedObject, Detections, PeopleFinding } from '../domain/detection.ts';
import type { PhotoProposals, PhotoWithFiles, SidecarFile, StoredEmbedding } from '../domain/library.ts';
import type { ExistingKeywords, PhotoMetadata } from '../domain/metadata.ts';
import type { OutcomeStatus } from '../domain/outcome.ts';
import type { FileStatus, PhotoFile, Sha1 } from '../domain/photo.ts';
import type { Proxy } from '../domain/proxy.ts';
import type { JournalEntry, JournalRun, JournalRunKind, UndoneTag } from '../domain/sidecar-journal.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { Decision, Proposal, RuleVerdicts, TagLayer } from '../domain/tag.ts';
import type { DeedStore } from './deed-store.ts';
import type { DescriptionStore } from './description-store.ts';
import type { LabelStore } from './label-store.ts';
import type { PositionStore } from './position-store.ts';
import type { QuarantineStore } from './quarantine-store.ts';
import type { ReviewStore } from './review-store.ts';
import type { RunStore } from './run-store.ts';
import type { VisionStore } from './vision-store.ts';
import type { VocabularyStore } from './vocabulary-store.ts';

/** What became of one item of one stage, and what that result depended on. */
export interface OutcomeRow {
  readonly stage: StageName;
  /** SHA-1 of a photo, or the id of a folder, window or cluster. */
  readonly item: string;
  readonly fingerprint: string;
  readonly status: OutcomeStatus;
  readonly reason: string | null;
  /** Hash of the result: stages that build on it become due when it changes, and only then. */
  readonly digest: string;
}

/** One page of a listing in key order: everything after `after`, at most `limit`. */
export interface Page {
  readonly after: string | null;
  readonly limit: number;
}

/** A page of these keys alone, where they are given: not more than a job has. */
export interface PageAmong extends Page {
  readonly among?: readonly string[] | undefined;
}

/** Which photos a stage has to do: those without a result, or with one of another fingerprint. */
export interface DueQuery {
  readonly stage: StageName;
  /** Configuration and model: the first part of every item's fingerprint. */
  readonly base: string;
  /** Stages that must be done for the photo, and on whose result this one depends. */
  readonly dependsOn: readonly StageName[];
  /** Stages that must be done for the photo, whatever their result. */
  readonly after: readonly StageName[];
}

export interface DuePhoto extends PhotoWithFiles {
  readonly fingerprint: string;
}

export interface SettledItem {
  readonly item: string;
  readonly fingerprint: string;
}

export interface StageCounts {
  readonly stage: StageName;
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
}

export interface FileStore {
  /** Every path ever seen under these roots; of all roots where none is given. */
  known(roots: readonly string[]): Promise<PhotoFile[]>;
  atPaths(paths: readonly string[]): Promise<PhotoFile[]>;
  put(files: readonly PhotoFile[]): Promise<void>;
  markMissing(paths: readonly string[]): Promise<void>;
  /** Files in path order. */
  page(page: Page): Promise<PhotoFile[]>;
  /** Files of these photos, present or not, in path order. */
  withPhotos(sha1s: readonly Sha1[]): Promise<PhotoFile[]>;
  /** Present files of each photo, in path order. */
  ofPhotos(sha1s: readonly Sha1[]): Promise<Map<Sha1, PhotoFile[]>>;
  /** A sidecar that is put anew has its keywords forgotten until they are read again. */
  putSidecars(sidecars: readonly SidecarFile[]): Promise<void>;
  removeSidecars(paths: readonly string[]): Promise<void>;
  /** Sidecars in path order. */
  sidecarPage(page: Page): Promise<SidecarFile[]>;
  /** Sidecars whose keywords were not read yet, in path order. */
  unreadSidecars(page: PageAmong): Promise<SidecarFile[]>;
  countUnreadSidecars(): Promise<number>;
  putSidecarKeywords(path: string, keywords: ExistingKeywords | null, problem: string | null): Promise<void>;
  /** Keywords of the sidecars of each original. */
  sidecarKeywordsOf(originals: readonly string[]): Promise<Map<string, ExistingKeywords[]>>;
  countsByStatus(): Promise<Record<FileStatus, number>>;
  /** Present photos (distinct SHA-1), present files and their bytes. */
  totals(): Promise<{ photos: number; files: number; bytes: number }>;
  /** How far present photos are: each once, however many files it has. */
  progress(query: ProgressQuery): Promise<PhotoProgress>;
}

export interface ProgressQuery {
  /** A failure in one of these means that the photo itself could not be worked on. */
  readonly failing: readonly StageName[];
  /** The stage after which a photo is done. */
  readonly last: StageName;
}

export interface PhotoProgress {
  readonly failed: number;
  /** Not failed, and the last stage has not seen them. */
  readonly waiting: number;
  /** Done, with a proposal or more. */
  readonly tagged: number;
  readonly untagged: number;
  /** Present files whose content was not read yet. */
  readonly unread: number;
}

export interface Picture {
  readonly sha1: Sha1;
  /** Of the image data alone. */
  readonly imageDataHash: string;
}

export interface PhotoWithoutScene {
  readonly sha1: Sha1;
  /** Of the detections that are there. */
  readonly fingerprint: string;
}

/** What a detector saw, and what follows from it. */
export interface FoundPeople {
  readonly detections: Detections;
  readonly finding: PeopleFinding;
}

export interface PhotoStore {
  metadataOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, PhotoMetadata>>;
  putMetadata(sha1: Sha1, metadata: PhotoMetadata): Promise<void>;
  /** Of many photos in a few statements, as the others that end so: a batch costs little more than one photo. */
  putMetadataOf(metadata: ReadonlyMap<Sha1, PhotoMetadata>): Promise<void>;
  /** Equal for files that differ in metadata alone. */
  putPictures(pictures: readonly Picture[]): Promise<void>;
  captureTimesOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, CaptureTime>>;
  putCaptureTimes(times: ReadonlyMap<Sha1, CaptureTime>): Promise<void>;
  proxiesOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, Proxy>>;
  putProxy(sha1: Sha1, proxy: Proxy): Promise<void>;
  putProxiesOf(proxies: ReadonlyMap<Sha1, Proxy>): Promise<void>;
  /** Kept as half floats. Takes the place of the photo's vector of any model. */
  putEmbedding(embedding: StoredEmbedding): Promise<void>;
  putEmbeddingsOf(model: string, vectors: ReadonlyMap<Sha1, Float32Array>): Promise<void>;
  /** Vectors of that model only, of unit length; rounded to half floats in between. */
  embeddingsOf(sha1s: readonly Sha1[], model: string): Promise<Map<Sha1, Float32Array>>;
  /** What the embedder saw beside its vector. */
  putSeenObjectsOf(model: string, objects: ReadonlyMap<Sha1, readonly DetectedObject[]>): Promise<void>;
  seenObjectsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, DetectedObject[]>>;
  putDetections(sha1: Sha1, model: string, detections: Detections, finding: PeopleFinding): Promise<void>;
  putDetectionsOf(model: string, found: ReadonlyMap<Sha1, FoundPeople>): Promise<void>;
  detectionsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, FoundPeople>>;
  /**
   * Present photos that this model found people on, of which nobody measured yet what surrounds them, or an earlier
   * version did; in SHA-1 order.
   */
  photosWithoutScene(model: string, page: PageAmong): Promise<PhotoWithoutScene[]>;
  countWithoutScene(model: string): Promise<number>;
  /** Present photos in SHA-1 order. */
  page(page: Page): Promise<Sha1[]>;
  /** Present photos that are all that is asked. */
  matching(filter: PhotoFilter): Promise<Sha1[]>;
}

/** What is undefined is not asked. */
export interface PhotoFilter {
  /** Wall-clock milliseconds (see WallTime) of the resolved date, both ends included. */
  readonly fromMillis?: number | undefined;
  readonly toMillis?: number | undefined;
  readonly leastTrust?: number | undefined;
  /** Part of make and model, without regard to case. */
  readonly camera?: string | undefined;
  /** True: its cluster has a member with people. False: its cluster has none, and all were looked at. */
  readonly inPeopleSet?: boolean | undefined;
  /** Whether the user decided on a tag of it. */
  readonly reviewed?: boolean | undefined;
}

/** The vectors of one model, which alone may be compared with each other. */
export interface VectorSpace {
  readonly model: string;
  /** Random: no other database has it, nor this one after all was thrown away. */
  readonly token: string;
  /** Photos with a vector of it, of present and of missing files. */
  readonly vectors: number;
}

export interface VectorRow {
  /** Grows with each vector that is put, and is never given again. */
  readonly id: number;
  readonly sha1: Sha1;
  /** Unit length. */
  readonly vector: Float32Array;
}

/** Vectors by space, for looking for the nearest. Each photo has one at most, of the model that saw it last. */
export interface VectorStore {
  /** Most vectors first; those of the time before half floats are not counted. */
  spaces(): Promise<VectorSpace[]>;
  /** In order of id: what comes after that one, at most `limit`. */
  page(model: string, page: { readonly after: number; readonly limit: number }): Promise<VectorRow[]>;
  /** Of all vectors of a model, ascending. */
  ids(model: string): Promise<Float64Array>;
  /** Those that are still there. */
  get(ids: readonly number[]): Promise<Map<number, VectorRow>>;
  idsOf(sha1s: readonly Sha1[], model: string): Promise<Map<Sha1, number>>;
  modelsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, string>>;
  /** Takes over at most `limit` vectors of the time before half floats, in one transaction; how many. */
  halveEarlier(limit: number): Promise<number>;
  countEarlier(): Promise<number>;
}

export interface PhotoDateDecision {
  readonly sha1: Sha1;
  /** Null takes the earlier one back. */
  readonly decision: DateDecision | null;
}

/** How many present photos that were resolved have which kind of date; the rest has one with less trust. */
export interface TrustCounts {
  readonly photos: number;
  readonly trusted: number;
  /** The day is sure, and the hour is as the camera says. */
  readonly likely: number;
  /** Witnesses contradict each other and nothing decides. */
  readonly uncertain: number;
  /** Nothing says when. */
  readonly undated: number;
}

export interface DoubtFilter {
  /** `uncertain`: witnesses contradict each other and nothing decides. `undated`: nothing says when. */
  readonly kind: 'uncertain' | 'undated' | 'both';
  /** Besides those, every photo whose date has less trust. */
  readonly belowTrust?: number | undefined;
  /** Part of make and model, without regard to case. */
  readonly camera?: string | undefined;
}

export interface DoubtedPhoto {
  readonly sha1: Sha1;
  readonly path: string;
}

/** What is known of dates beyond single photos, and what the user said of them. */
export interface DateStore {
  decisionsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, DateDecision>>;
  allDecisions(): Promise<Map<Sha1, DateDecision>>;
  putDecisions(decisions: readonly PhotoDateDecision[]): Promise<void>;
  /** A file whose metadata changed is the same picture: it takes the decision of its earlier self. How many. */
  inheritDecisions(sha1s: readonly Sha1[]): Promise<number>;
  /** Runs of photos whose camera's clock was wrong or may have been, by first folder. */
  runs(): Promise<ClockRun[]>;
  /** Puts the runs of the whole library in the place of all earlier ones, and a hash of what they were made from. */
  putRuns(runs: readonly ClockRun[], factsDigest: string): Promise<void>;
  /**
   * @param trustedFrom the lowest trust that counts as trusted
   * @param likelyFrom the lowest that counts as likely
   */
  countTrust(trustedFrom: number, likelyFrom: number): Promise<TrustCounts>;
  /** Photos whose date is to be doubted, by the path of their first file: what comes after that path. */
  doubted(filter: DoubtFilter, page: Page): Promise<DoubtedPhoto[]>;
  /** The hash that came with the runs; null before the first. */
  factsDigest(): Promise<string | null>;
}

export interface DatedPhoto {
  readonly sha1: Sha1;
  readonly wallMillis: number | null;
  /** Null where the photo has no vector. */
  readonly vectorDigest: string | null;
  /** Null where the photo has no proxy. */
  readonly proxyDigest: string | null;
}

export interface MemberPage extends Page {
  /** Members of these clusters alone. */
  readonly clusterIds?: readonly string[] | undefined;
}

/** What is known of a member of a cluster, in short: a change makes the cluster's tags due. */
export interface MemberFacts {
  readonly sha1: Sha1;
  readonly clusterId: string;
  /** Its flag, and the digests of what stages found of it. */
  readonly facts: string;
  /** Of the stage that asks; null where it was not done. */
  readonly fingerprint: string | null;
}

/** A time window with clusters in it. */
export interface ClusterWindow {
  readonly windowId: string;
  /** Wall clock; null where no photo has a time. */
  readonly startMillis: number | null;
  readonly photos: number;
}

export type PeopleFlag = 'set' | 'lifted';

export interface ClusterStore {
  /** Present photos that are pictures, in SHA-1 order: their metadata could be read or their pixels decoded. */
  datedPhotos(page: Page): Promise<DatedPhoto[]>;
  /** Puts the clusters of a window and removes every older cluster that shares a member or an id; the ids of those. */
  putWindow(clusters: readonly Cluster[]): Promise<string[]>;
  /** Removes clusters with a member that is no longer there; their ids. */
  removeWithAbsentMembers(): Promise<string[]>;
  /** Keeps who is in which cluster, for the next clustering to take ids from. */
  keepIdentities(): Promise<void>;
  /** The cluster that each photo was in when identities were last kept. */
  formerIdsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, string>>;
  /** Of each cluster when identities were last kept, how many of its photos are still there. */
  formerSizes(): Promise<Map<string, number>>;
  count(): Promise<number>;
  /** In time order, those without a time last. */
  page(offset: number, limit: number): Promise<Cluster[]>;
  get(ids: readonly string[]): Promise<Cluster[]>;
  /** All windows with clusters in time order, those without a time last. */
  windows(): Promise<ClusterWindow[]>;
  /** Their clusters, in the order of `page`. */
  ofWindows(windowIds: readonly string[]): Promise<Cluster[]>;
  /**
   * Of all members of clusters, in SHA-1 order.
   *
   * @param own the stage whose fingerprints are wanted
   * @param facts stages whose digests are
   */
  memberFacts(own: StageName, facts: readonly StageName[], page: MemberPage): Promise<MemberFacts[]>;
  clusterIdsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, string>>;
  /** The flag that the user set or lifted by hand, kept by photo so that a new clustering keeps it. */
  peopleFlagsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, PeopleFlag>>;
  putPeopleFlag(sha1s: readonly Sha1[], flag: PeopleFlag | null): Promise<void>;
}

export interface Tag {
  readonly layer: TagLayer;
  readonly name: string;
}

export interface TagName extends Tag {
  readonly photos: number;
}

export interface FoundQuery {
  readonly filter?: PhotoFilter;
  readonly tagged: readonly (readonly Tag[])[];
  /** Null: all of them. */
  readonly limit: number | null;
}

export interface FoundPhotos {
  /** Without the limit. */
  readonly total: number;
  readonly sha1s: readonly Sha1[];
}

export interface TagStore {
  /** Replaces all proposals of that layer for the photo; of those that were decided on it keeps what they were. */
  putProposals(layer: TagLayer, photo: PhotoProposals): Promise<void>;
  putProposalsOf(layer: TagLayer, photos: readonly PhotoProposals[]): Promise<void>;
  proposalsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, Proposal[]>>;
  /** Proposals as they were when the user decided on them, where others have taken their place since. */
  judgedProposalsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, Proposal[]>>;
  putDecision(sha1: Sha1, decision: Decision): Promise<void>;
  decisionsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, Decision[]>>;
  /**
   * What was said of what these taggers propose, by name. Each cluster counts once, and a photo in no cluster as one;
   * of a cluster where it was kept on some photos and rejected on others, the share.
   */
  verdictsOn(layer: TagLayer, sources: readonly string[]): Promise<RuleVerdicts[]>;
  /**
   * Decisions that keep tags off a photo: all rejections, and what was said of names that others are excluded by.
   * @param excludes by name in lower case
   */
  decisionsThatRestrict(
    layer: TagLayer,
    excludes: ReadonlyMap<string, unknown>,
  ): Promise<Map<Sha1, Decision[]>>;
  /**
   * A file whose metadata changed is the same picture: it takes the decisions of its earlier self, and what was
   * undone. How many decisions.
   */
  inheritDecisions(sha1s: readonly Sha1[]): Promise<number>;
  /** Tags that are not to be written again; a decision to accept or add one takes it off the list. */
  putUndone(tags: readonly UndoneTag[]): Promise<void>;
  undoneOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, UndoneTag[]>>;
  /** Takes off the list what this undo put there. */
  forgetUndone(runId: number): Promise<void>;
  /** Distinct names of tags that present photos have (proposed and not rejected, or decided), most used first. */
  names(): Promise<TagName[]>;
  /** How many those are. */
  countNames(): Promise<number>;
  /**
   * Names that were ever proposed or decided on, by layer and name, also those that no present photo has any more: found
   * in a time that grows with the number of names, and not with that of photos.
   */
  everyName(): Promise<Tag[]>;
  photosWith(tag: Tag): Promise<Sha1[]>;
  /** Present photos that pass the filter and have a tag of each of these lists, in order of their first path. */
  found(query: FoundQuery): Promise<FoundPhotos>;
}

/** What is left out is not asked. */
export interface ProblemQuery {
  readonly stage?: StageName | undefined;
  readonly status?: 'failed' | 'skipped' | undefined;
}

export interface ProblemPage extends ProblemQuery {
  readonly offset?: number;
  /** Left out: all of them. */
  readonly limit?: number;
}

export interface OutcomeStore {
  put(rows: readonly OutcomeRow[]): Promise<void>;
  of(stage: StageName, items: readonly string[]): Promise<Map<string, OutcomeRow>>;
  /** What a stage is done with, in the order of items. */
  settled(stage: StageName, page: Page): Promise<SettledItem[]>;
  /** Of every item the digests of those stages, joined. */
  digests(stages: readonly StageName[]): Promise<Map<string, string>>;
  duePhotos(query: DueQuery, page: PageAmong): Promise<DuePhoto[]>;
  countDuePhotos(query: DueQuery): Promise<number>;
  counts(): Promise<StageCounts[]>;
  /** Failed and skipped items with their reasons; failed ones first, then by stage and item. */
  problems(page?: ProblemPage): Promise<OutcomeRow[]>;
  countProblems(query?: ProblemQuery): Promise<number>;
  remove(stage: StageName, items: readonly string[]): Promise<void>;
  /**
   * Keeps other transactions that hold one of these photos waiting until this one ends: what is known of them is the
   * same from here on. To be called before anything of them is written.
   */
  hold(sha1s: readonly Sha1[]): Promise<void>;
  /** Makes failed items due again; how many. */
  forgetFailed(): Promise<number>;
}

/** An entry with its place in the order of what happened. */
export interface JournalRow extends JournalEntry {
  readonly id: number;
}

/**
 * What was done to sidecars, in order. Each change is announced before and confirmed after, so that none goes
 * unreported; what was only found (`taken-out`, `lost`) is recorded at once.
 */
export interface JournalStore {
  startRun(kind: JournalRunKind, command: string, of?: number): Promise<number>;
  /** Oldest first, with how many sidecars each changed. */
  runs(): Promise<(JournalRun & { readonly sidecars: number })[]>;
  announce(entries: readonly JournalEntry[]): Promise<JournalRow[]>;
  /** Done, and what came of it may differ from what was announced. */
  confirm(rows: readonly JournalRow[]): Promise<void>;
  /** Announced and not done. */
  withdraw(ids: readonly number[]): Promise<void>;
  record(entries: readonly JournalEntry[]): Promise<void>;
  /** Announced by a run that ended before it could say what became of them. */
  open(): Promise<JournalRow[]>;
  /** All that is done, or was done by one run, oldest first: what comes after that id, at most `limit`. */
  page(page: {
    readonly after: number;
    readonly limit: number;
    readonly runId?: number;
  }): Promise<JournalRow[]>;
  /** Of each sidecar all that is done, oldest first. */
  ofSidecars(sidecars: readonly string[]): Promise<Map<string, JournalRow[]>>;
  /**
   * Sidecars with entries that are done, in path order.
   *
   * @param names only those in which a tag of one of these names was written or taken out; a few more may come along
   */
  sidecars(page: Page, names?: readonly string[]): Promise<string[]>;
  /** Sidecars whose original is no present file any more, with the last original of each. */
  strays(): Promise<{ sidecar: string; original: string; sha1: Sha1 }[]>;
  /** The sidecar was moved, and its history goes with it. */
  relocate(from: string, to: { readonly sidecar: string; readonly original: string }): Promise<void>;
}

/** Work on a library that others must not do beside it. */
export interface LockRequest {
  /** What is said to others who want it: `run /photos`. */
  readonly command: string;
  /** `shared`: beside others who share it, as workers of one queue do. */
  readonly mode?: 'alone' | 'shared';
}

export interface LibraryLock {
  /** Aborts when the database is lost: others may have taken the lock, so that the work has to end. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface StoreDescription {
  /** A path, or a URL without its password. */
  readonly address: string;
  /** `SQLite 3.50.4`, `PostgreSQL 15.18`. */
  readonly engine: string;
  /** How vectors are kept, in a few words. */
  readonly vectors: string;
}

/** How a library is opened. */
export interface StoreOptions {
  /** Hears when tables of an earlier version are changed, which takes minutes for a large library. */
  readonly onUpgrade?: ((notice: string) => void) | undefined;
  /** What SQLite may keep of the file in memory; much, for a run, where it is left out. */
  readonly cacheKiB?: number | undefined;
}

/**
 * Everything that is kept. No SQL outside this folder.
 *
 * Several may write at once, in one process or, on Postgres, from several machines. Each method is all or nothing. In a
 * transaction one reads what others committed before each statement; those methods that read and then write by what they
 * read (clusters, decisions on tags and dates, labels, vectors) wait for each other, and on SQLite all transactions do.
 * Two that put results for the same photo are not kept apart: the last one stays, or the other one fails whole.
 */
/** The store for questions alone. */
export type Reading = Omit<Store, 'transaction' | 'lock' | 'describe' | 'close'>;

/** Everything that is kept. One writer; no SQL outside this folder. */
export interface Store {
  readonly files: FileStore;
  readonly photos: PhotoStore;
  readonly vectors: VectorStore;
  readonly dates: DateStore;
  readonly clusters: ClusterStore;
  readonly descriptions: DescriptionStore;
  readonly quarantine: QuarantineStore;
  readonly positions: PositionStore;
  readonly tags: TagStore;
  readonly deeds: DeedStore;
  readonly review: ReviewStore;
  readonly labels: LabelStore;
  readonly outcomes: OutcomeStore;
  readonly journal: JournalStore;
  readonly vocabulary: VocabularyStore;
  readonly vision: VisionStore;
  readonly runs: RunStore;
  /**
   * All or nothing. `work` must use the store that it is given.
   *
   * @param options.durable it outlives a power cut once it has ended, and so does all before it. Without, the last
   *   transactions may be lost then, and the database is as it was before them. It costs an fsync.
   */
  transaction<Result>(
    work: (store: Store) => Promise<Result>,
    options?: { readonly durable?: boolean },
  ): Promise<Result>;
  /**
   * Keeps others off the library, on whatever machine, until it is released or this process ends, however it ends. Where
   * the library is a file, the lock on the data folder does that alone (see the run lock), and this one is free.
   * Throws LOCKED, and says who holds it.
   */
  lock(request: LockRequest): Promise<LibraryLock>;
  describe(): Promise<StoreDescription>;
  /**
   * Ends all connections to a server that does not answer, so that whoever waits on one is told, and the next one is new.
   * Nothing where the library is a file.
   */
  cutConnections(): void;
  /**
   * Has the server count its tables anew, before they are asked in a way that only goes well where it knows how large they
   * are: a stage that has just begun has no rows yet by its last count. Nothing where the library is a file.
   */
  takeStock(): Promise<void>;
  close(): Promise<void>;
}
