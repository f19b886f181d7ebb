import { dirname } from 'node:path';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';

/**
 * What went wrong with one sidecar and what the user can do, in words.
 *
 * @throws what is no problem of this sidecar (PhotoTagError, mistakes in the program).
 */
export function writeProblem(error: unknown, sidecar: string): string {
  if (error instanceof SidecarRefusal) return error.message;
  if (error instanceof PhotoTagError || !(error instanceof Error)) throw error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  // Only the operating system sets both; everything else is a mistake of ours or of exiftool.
  if (code === undefined || syscall === undefined) throw error;
  const folder = dirname(sidecar);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `No permission to write ${sidecar}. Allow your user to write the file and its folder, or set xmp.sidecar_root.`;
    case 'EROFS':
      return `${folder} is read-only. Set xmp.sidecar_root, and sidecars go there.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of ${folder} (or the one for temporary files) is full. Free some space and write again.`;
    case 'ENOENT':
      return `The folder ${folder} is not there. Is its drive connected?`;
    case 'ENAMETOOLONG':
      return `The sidecar's name is too long for this disk. Rename the photo, or set xmp.naming to "adobe".`;
    case 'ELOOP':
      return 'The sidecar is a link that leads in a circle.';
    default:
      return `The sidecar could not be written (${messageOf(error)}).`;
  }
}
