import type { ReadingRule } from './sidecar-readers.ts';

/**
 * What other programs do with our sidecars, read from the top: the first rule that fits holds. Our tags are in
 * dc:subject and in lr:hierarchicalSubject. The sources of each fact are in docs/sidecars.md, "How other programs
 * pick it up"; of programs whose code is public the fact was read there.
 */
export const RULES: readonly ReadingRule[] = [
  {
    program: 'exiftool',
    kinds: 'any',
    sidecars: ['short', 'full', 'mirror'],
    reads: 'yes',
    why: 'it reads the sidecar as a file of its own, and does not look for one beside a photo',
    todo: 'Name the sidecar: exiftool -XMP:all IMG_1.xmp. Programs built on exiftool decide themselves which name they look for.',
  },
  {
    program: 'any',
    kinds: 'any',
    sidecars: ['mirror'],
    reads: 'no',
    why: 'the folder is read-only: the sidecar is in the tree of xmp.sidecar_root, and programs look beside the photo',
    todo: 'Make the folder writable and bring the sidecars of the mirror beside the photos.',
  },

  // Adobe: sidecars are for camera RAW; JPEG, TIFF, PSD and DNG carry their XMP inside.
  {
    program: 'Lightroom Classic',
    kinds: ['RAW'],
    sidecars: ['short'],
    reads: 'setting',
    why: 'it reads the sidecars of camera RAW on import, and of photos in the catalogue when told to',
    todo: 'Save metadata first (Ctrl-S), then select the photos: Metadata > Read Metadata from Files.',
  },
  {
    program: 'Lightroom Classic',
    kinds: ['RAW'],
    sidecars: ['full'],
    reads: 'no',
    why: 'it looks for the short name only (IMG_1.xmp)',
    todo: 'xmp.naming: adobe gives a RAW the short name.',
  },
  {
    program: 'Lightroom Classic',
    kinds: ['DNG', 'JPEG', 'TIFF', 'PNG'],
    sidecars: ['short', 'full'],
    reads: 'no',
    why: 'of this kind it reads the XMP inside the file and no sidecar',
    todo: 'Embed the tags in copies: the command is below.',
  },
  {
    program: 'Lightroom Classic',
    kinds: ['other'],
    sidecars: ['short', 'full'],
    reads: 'no',
    why: 'it reads sidecars of camera RAW only',
    todo: '',
  },

  // Capture One: Auto Sync Sidecar XMP is None at first. The sidecar has the short name.
  {
    program: 'Capture One',
    kinds: ['RAW', 'DNG'],
    sidecars: ['short'],
    reads: 'setting',
    why: 'it reads the short name when told to; by default it does not',
    todo: 'Select the photos: Load Metadata; or Settings > Image > Metadata > Auto Sync Sidecar XMP: Load.',
  },
  {
    program: 'Capture One',
    kinds: ['JPEG', 'TIFF', 'PNG', 'other'],
    sidecars: ['short'],
    reads: 'unknown',
    why: 'it reads the short name, but what wins beside metadata inside the file was not tried here',
    todo: 'Auto Sync Sidecar XMP: Load, with Prefer Sidecar XMP over Embedded Metadata; try it with one photo.',
  },
  {
    program: 'Capture One',
    kinds: 'any',
    sidecars: ['full'],
    reads: 'no',
    why: 'it looks for the short name only (IMG_1.xmp)',
    todo: 'xmp.naming: adobe gives the short name where no other photo has the same stem.',
  },

  // src/common/image.c (import), src/develop/lightroom.c (the short name), preferences > storage (later).
  {
    program: 'darktable',
    kinds: 'any',
    sidecars: ['full'],
    reads: 'setting',
    why: 'it reads the full name on import, and a changed one at its start when told to',
    todo: 'Preferences > storage > look for updated XMP files on startup.',
  },
  {
    program: 'darktable',
    kinds: 'any',
    sidecars: ['short'],
    reads: 'once',
    why: 'on import, where there is no sidecar of the full name, it takes the tags of the short one; later it looks at its own file only',
    todo: 'Write the tags before importing; or choose xmp.naming: full.',
  },

  // core/libs/metadataengine: one switch for the form of the name, off by default; reading is off by default, too.
  {
    program: 'digiKam',
    kinds: 'any',
    sidecars: ['full'],
    reads: 'setting',
    why: 'it reads the full name when told to; it then ignores the metadata inside photos that have a sidecar',
    todo: 'Settings > Metadata > Sidecars > Read from sidecar files; then Item > Reread Metadata From File.',
  },
  {
    program: 'digiKam',
    kinds: 'any',
    sidecars: ['short'],
    reads: 'setting',
    why: 'it reads the short name only where it is told that names are of that form, and then no full names',
    todo: 'There also: Sidecar file names are compatible with commercial programs (not with darktable); or xmp.naming: full.',
  },

  // server/src/services/metadata.service.ts: IMG_1.jpg.xmp, otherwise IMG_1.xmp.
  {
    program: 'Immich',
    kinds: 'any',
    sidecars: ['short', 'full'],
    reads: 'setting',
    why: 'it reads both names, the full one first; tags from lr:hierarchicalSubject unless digiKam:TagsList is there',
    todo: 'Administration > Jobs > Sidecar Metadata: Discover for new sidecars, Sync for changed ones. With TagsList in sidecars: add digikam to xmp.targets.',
  },
];
