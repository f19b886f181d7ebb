import type { ClusterMethod } from '../../domain/cluster.ts';

/** All that one page of a contact sheet shows, already in words. The page itself only lays it out. */
export interface ContactSheet {
  readonly title: string;
  /** When the page was made, in words. */
  readonly generatedAt: string;
  readonly libraryFolders: readonly string[];
  readonly summary: SheetSummary;
  readonly page: SheetPage;
  readonly clusters: readonly SheetCluster[];
  readonly problems: readonly SheetProblem[];
}

/** Counts over the whole library, not over this page. */
export interface SheetSummary {
  readonly files: number;
  readonly photos: number;
  readonly clusters: number;
  /** Photos with at least one proposal. */
  readonly tagged: number;
  /** Files whose bytes are those of another file. */
  readonly duplicates: number;
  readonly skipped: number;
  readonly failed: number;
  /** Clusters that are people sets or not yet checked. */
  readonly peopleSets: number;
  /** Photos with a resolved time. */
  readonly dated: number;
}

export interface SheetPage {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** One relative address a page. */
  readonly hrefs: readonly string[];
}

export interface SheetCluster {
  readonly id: string;
  /** What the row is called: mostly its time range, `3 May 2014, 05:58 – 06:02`. */
  readonly name: string;
  readonly place: string | null;
  readonly method: ClusterMethod;
  /** `undecided` stays on this machine as a people set does. */
  readonly peopleSet: boolean | 'undecided';
  /** May be more than the members that are shown. */
  readonly memberCount: number;
  readonly medoid: SheetMedoid;
  readonly members: readonly SheetMember[];
  readonly ckTags: readonly SheetTag[];
  readonly aiTags: readonly SheetTag[];
}

export interface SheetMedoid {
  /** A data URI, or an address relative to the page. */
  readonly thumb: string;
  readonly fileName: string;
  /** Pixels of the thumb. */
  readonly width: number;
  readonly height: number;
}

export interface SheetMember {
  /** A data URI, or an address relative to the page. */
  readonly thumb: string;
  readonly fileName: string;
  /** The resolved time in words; empty where there is none. */
  readonly when: string;
  /** 0 to 1. */
  readonly trust: number;
  /** Why this date: the signals that agree and those that do not. */
  readonly dateReason: string;
  /** EXIF and file time disagree hard and nothing else decides. */
  readonly uncertain: boolean;
}

export interface SheetTag {
  /** Without prefix. */
  readonly name: string;
  /** 0 to 1. */
  readonly score: number;
  /** Source and reason in words. */
  readonly reason: string;
  /** Photos of the cluster that the tag is proposed for. */
  readonly count: number;
}

export interface SheetProblem {
  readonly path: string;
  readonly stage: string;
  readonly status: 'failed' | 'skipped' | 'duplicate';
  readonly reason: string;
}
