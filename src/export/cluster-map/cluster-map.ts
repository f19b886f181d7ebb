/** All that the map shows, already in words. The page itself only lays it out. */
export interface ClusterMap {
  readonly title: string;
  /** When the page was made, in words. */
  readonly generatedAt: string;
  readonly libraryFolders: readonly string[];
  /** Clusters of the library; more than are shown where there are too many, or where some have no vector. */
  readonly totalClusters: number;
  readonly windows: readonly MapWindow[];
  /** In time order. */
  readonly points: readonly MapPoint[];
}

export interface MapWindow {
  /** Mostly its time range. */
  readonly name: string;
  readonly isDated: boolean;
}

export interface MapPoint {
  /** −1 to 1, to the right. */
  readonly x: number;
  /** −1 to 1, downwards. */
  readonly y: number;
  /** Index of the window. */
  readonly window: number;
  readonly photos: number;
  /** Groups of near-identical frames. */
  readonly bursts: number;
  /** The time range in words. */
  readonly when: string;
  /** With prefix. */
  readonly tags: readonly string[];
  /** Of the medoid. */
  readonly fileName: string;
  /** JPEG as a data URI; empty where there is no proxy. */
  readonly thumb: string;
  /** Width through height of the thumb. */
  readonly aspect: number;
}
