import type { PhotoFacts } from '../domain/library.ts';
import { NO_KEYWORDS, type PhotoMetadata } from '../domain/metadata.ts';

/** A file that says nothing. */
export const BARE_METADATA: PhotoMetadata = {
  fileType: 'JPEG',
  widthPx: 6000,
  heightPx: 4000,
  orientation: 1,
  make: null,
  model: null,
  bodySerial: null,
  lens: null,
  iso: null,
  fNumber: null,
  exposureSeconds: null,
  focalLengthMm: null,
  flashFired: null,
  gps: null,
  gpsTimeMillis: null,
  dateTimeOriginal: null,
  createDate: null,
  modifyDate: null,
  shutterCount: null,
  fileNumber: null,
  software: null,
  imageDataHash: null,
  keywords: NO_KEYWORDS,
  warning: null,
};

export interface GivenPhoto extends Partial<Omit<PhotoFacts, 'files' | 'metadata'>> {
  readonly metadata?: Partial<PhotoMetadata>;
  /** Below the root. */
  readonly path?: string;
}

/** A photo of which nothing is known but what is given. */
export function photoFacts({ metadata, path = 'IMG_1.jpg', ...given }: GivenPhoto = {}): PhotoFacts {
  return {
    sha1: 'a',
    files: [{ path: `/root/${path}`, root: '/root' } as PhotoFacts['files'][number]],
    captureTime: null,
    proxy: null,
    vector: null,
    detections: null,
    people: null,
    ...given,
    metadata: { ...BARE_METADATA, ...metadata },
  };
}
