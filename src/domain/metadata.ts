/**
 * A time as a camera writes it: the reading of a clock on the wall, with the zone only sometimes known.
 * `wallMillis` is that reading in milliseconds since 1970-01-01T00:00:00 *as if* it were UTC.
 */
export interface WallTime {
  readonly wallMillis: number;
  /** Minutes east of UTC, or null where the file does not say. */
  readonly offsetMinutes: number | null;
}

export interface GpsPosition {
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
}

/** Keywords as they stand in one file or sidecar, in file order, by the property that holds them. */
export interface ExistingKeywords {
  /** XMP dc:subject. */
  readonly subject: readonly string[];
  /** XMP lr:hierarchicalSubject, levels joined by `|`. */
  readonly hierarchicalSubject: readonly string[];
  /** XMP digiKam:TagsList, levels joined by `/`. */
  readonly tagsList: readonly string[];
  /** IPTC Keywords. */
  readonly iptc: readonly string[];
}

/** What exiftool says of one photo. Null: the file does not say. */
export interface PhotoMetadata {
  /** exiftool's FileType, from the content and not from the extension: `JPEG`, `DNG`, `NEF`, `TXT`… */
  readonly fileType: string | null;
  /** Pixels as stored, before the orientation is applied. */
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly bodySerial: string | null;
  readonly lens: string | null;
  readonly iso: number | null;
  readonly fNumber: number | null;
  readonly exposureSeconds: number | null;
  readonly focalLengthMm: number | null;
  readonly flashFired: boolean | null;
  readonly gps: GpsPosition | null;
  /** GPS date and time, milliseconds since 1970 UTC. */
  readonly gpsTimeMillis: number | null;
  readonly dateTimeOriginal: WallTime | null;
  readonly createDate: WallTime | null;
  readonly modifyDate: WallTime | null;
  readonly shutterCount: number | null;
  readonly fileNumber: string | null;
  readonly software: string | null;
  /** Hash of the image data alone, as exiftool's ImageDataHash (MD5); the same after metadata was embedded. */
  readonly imageDataHash: string | null;
  readonly keywords: ExistingKeywords;
  /** exiftool's own warning or error about the file. */
  readonly warning: string | null;
}

export const NO_KEYWORDS: ExistingKeywords = {
  subject: [],
  hierarchicalSubject: [],
  tagsList: [],
  iptc: [],
};
