import { sep } from 'node:path';

/** What the paths of all files below a folder start with. */
export const folderPrefix = (folder: string): string => (folder.endsWith(sep) ? folder : `${folder}${sep}`);
