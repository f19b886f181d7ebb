import { join } from 'node:path';

/** `<cache>/ab/abcdef….jpg`: 256 folders keep every one of them small. */
export function proxyPath(cacheFolder: string, sha1: string): string {
  return join(cacheFolder, sha1.slice(0, 2), `${sha1}.jpg`);
}
