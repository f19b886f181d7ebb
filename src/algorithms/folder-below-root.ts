import { dirname, relative, sep } from 'node:path';
import type { PhotoFile } from '../domain/photo.ts';

/** Where a file lies below its root, with slashes; empty for one in the root itself. */
export const folderBelowRoot = ({ root, path }: Pick<PhotoFile, 'root' | 'path'>): string =>
  relative(root, dirname(path)).split(sep).join('/');
