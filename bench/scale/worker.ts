import { work } from '../../src/app/queued/work.ts';
import { openRecorded } from './open-recorded.ts';

/** A worker of a made library until it is told to stop: HOME ROOT SEED. */
const [home = '', root = '', seed = ''] = process.argv.slice(2);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
const library = await openRecorded(home, root, Number(seed));
await work(library, { signal: stop.signal, onNotice: () => {} });
await library.close();
process.exit();
