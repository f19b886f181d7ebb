import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/** Common limit of file systems for one name. */
const MAX_NAME_BYTES = 255;

/**
 * The name of a passing file beside a sidecar: `.IMG_1.xmp.photo-tag-tmp`. Hidden, and with an ending that no photo
 * program reads. Always the same for a sidecar, so that a leftover is found without listing the folder.
 */
export function besideName(sidecar: string, use: 'tmp' | 'lock'): string {
  const name = basename(sidecar);
  const plain = `.${name}.photo-tag-${use}`;
  const fits = Buffer.byteLength(plain) <= MAX_NAME_BYTES;
  const short = `.${createHash('sha1').update(name).digest('hex')}.photo-tag-${use}`;
  return join(dirname(sidecar), fits ? plain : short);
}
