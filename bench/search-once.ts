import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { PackedVectorIndex } from '../src/vectors/packed-index.ts';

/** What `photo-tag search --like` does with a photo of the library: says how many megabytes it took at most. */
const [home, databaseFile, model] = process.argv.slice(2) as [string, string, string];
const store = await openSqliteStore(databaseFile);
const index = new PackedVectorIndex({ store: store.vectors, model, folder: join(home, 'vectors') });
await index.refresh();
const sha1 = (7).toString(16).padStart(40, '0');
const query = (await store.photos.embeddingsOf([sha1], model)).get(sha1)!;
const [found] = await index.nearest({ queries: [query], count: 50 });
if (found?.[0]?.sha1 !== sha1) throw new Error('The photo itself is not the nearest to it');
await store.close();
// What `resourceUsage` says would be the size of the process that started this one.
const peak = /^VmHWM:\s+(\d+) kB/m.exec(
  existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '',
);
process.stdout.write(String(peak ? Math.round((Number(peak[1]) * 1024) / 1e6) : 0));
