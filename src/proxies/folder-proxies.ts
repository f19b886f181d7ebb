import { proxyPath } from '../algorithms/proxy-path.ts';
import type { ProxyFiles } from './proxy-files.ts';

const NONE_MISSING: ReadonlyMap<string, Error> = new Map();

/**
 * Proxies in one folder, of this machine or of a file system that all machines see. Nothing is looked for: who reads a
 * proxy that is not there says so.
 */
export function folderProxies(cacheFolder: string): ProxyFiles {
  const pathOf = (sha1: string): string => proxyPath(cacheFolder, sha1);
  return {
    isFolderAlone: true,
    pathOf,
    bring: async () => NONE_MISSING,
    show: async (sha1) => pathOf(sha1),
    keep: async () => {},
    ready: async () => ({ isEmpty: false }),
    async *kept() {},
    tryOut: async () => {},
  };
}
