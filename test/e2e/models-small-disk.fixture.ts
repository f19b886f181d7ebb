import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/*
 * The program, on a disk that says that it has room and has none: what other programs write meanwhile, or a quota, does
 * the same to a real one.
 */
const { statfs } = promises;
promises.statfs = (async (path: string) => ({ ...(await statfs(path)), bavail: 1e9, bsize: 4096 })) as never;
syncBuiltinESMExports();
await import('../../src/bin.ts');
