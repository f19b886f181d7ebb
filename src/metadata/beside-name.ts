import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/**
 * What every disk takes for one name: encrypted folders of Linux and Synology (eCryptfs) have 143 bytes, all others
 * 255. A sidecar whose own name is longer gets a short name beside it.
 */
const MAX_NAME_BYTES = 143;

export type BesideUse = 'tmp' | 'lock';

/**
 * The name of a passing file beside a sidecar: `.img_1.xmp.photo-tag-tmp`. Hidden, and with an ending that no photo
 * program reads. Always the same for a sidecar, so that a leftover is found without listing the folder.
 */
export function besideName(sidecar: string, use: BesideUse): string {
  const name = oneSpelling(basename(sidecar));
  const plain = `.${name}.photo-tag-${use}`;
  const fits = Buffer.byteLength(plain) <= MAX_NAME_BYTES;
  const short = `.${createHash('sha1').update(name).digest('hex')}.photo-tag-${use}`;
  return join(dirname(sidecar), fits ? plain : short);
}

/**
 * Disks that do not tell upper from lower case have one file under many spellings, which must share one lock. Elsewhere
 * two sidecars that differ in case alone merely wait for each other.
 */
export function oneSpelling(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

const BESIDE = /^(\..+\.photo-tag-)(tmp|lock)$/su;

/** What a file beside some sidecar is for, and the path of that sidecar's other passing files; null for other files. */
export function besideUse(path: string): { use: BesideUse; tmp: string; lock: string } | null {
  const [, start, use] = BESIDE.exec(basename(path)) ?? [];
  if (start === undefined) return null;
  const named = (ending: BesideUse) => join(dirname(path), `${start}${ending}`);
  return { use: use as BesideUse, tmp: named('tmp'), lock: named('lock') };
}
