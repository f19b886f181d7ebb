import { existsSync } from 'node:fs';
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
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  // Only the operating system sets both; everything else is a mistake of ours or of exiftool.
  if (code === undefined || syscall === undefined) throw error;
  // A sidecar that is a link is written in the folder of the file that it leads to.
  const folder = dirname(path ?? sidecar);
  const said = messageOf(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `No permission to write ${sidecar} (${said}). Allow your user to write the file and its folder, or set xmp.sidecar_root.`;
    case 'EROFS':
      return `${folder} is read-only. Set xmp.sidecar_root, and sidecars go there.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of ${folder} (or the one for temporary files) is full, or your share of it is. Free some space and write again.`;
    case 'ENOENT':
    case 'ENOTDIR':
      // exFAT by FUSE says so of a name with a colon, too.
      if (existsSync(folder)) return nameRefused(folder, said);
      return `The folder ${folder} is not there. Is its drive connected?`;
    case 'ENAMETOOLONG':
      return `The sidecar's name is too long for this disk. Rename the photo, or set xmp.naming to "adobe".`;
    case 'EINVAL':
    case 'EILSEQ':
      return nameRefused(folder, said);
    case 'ELOOP':
      return `${sidecar} is a link that leads in a circle. Remove it and write again.`;
    case 'EBUSY':
    case 'ETXTBSY':
      return `${sidecar} is in use by another program (${said}). Close it and write again.`;
    case 'EMFILE':
    case 'ENFILE':
      return `Too many files are open on this computer (${said}). Close some programs, or lower xmp.write_concurrency, and write again.`;
    case 'EXDEV':
      return `${folder} cannot put a finished file in the place of another (${said}): it is joined from several disks. Set xmp.sidecar_root to a plain folder.`;
    case 'EIO':
    case 'ESTALE':
    case 'ENXIO':
    case 'ENODEV':
    case 'ENOTCONN':
    case 'EHOSTDOWN':
    case 'ETIMEDOUT':
      return `The disk or network share of ${folder} failed (${said}). See that it is connected and sound, and write again.`;
    default:
      return `The sidecar could not be written (${said}). Write again; what is on the disk is whole.`;
  }
}

const nameRefused = (folder: string, said: string): string =>
  `The disk of ${folder} does not take the sidecar's name or the change (${said}). Rename the photo, or set xmp.sidecar_root.`;
