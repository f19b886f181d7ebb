import { listDateRuns } from '../src/app/dates/date-runs.ts';
import { surveyTrust } from '../src/app/dates/trust-survey.ts';
import type { Library } from '../src/app/library.ts';
import { libraryStatus } from '../src/app/status.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';

/** What `photo-tag dates` and `photo-tag status` read, in a process of its own: FILE. */
export interface ListingCost {
  readonly runs: number;
  readonly runsCpuSeconds: number;
  readonly trustCpuSeconds: number;
  readonly statusCpuSeconds: number;
  readonly megabytes: number;
}

const store = await openSqliteStore(process.argv[2] ?? '');
const library = { store, reading: store, settings: { roots: [], dataFolder: '' } } as unknown as Library;
let runs = 0;
const result: ListingCost = {
  runsCpuSeconds: await cpuSeconds(async () => {
    runs = (await listDateRuns(library)).runs.length;
  }),
  trustCpuSeconds: await cpuSeconds(() => surveyTrust(library)),
  statusCpuSeconds: await cpuSeconds(() => libraryStatus(library)),
  runs,
  // In kilobytes of 1,024.
  megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
};
await store.close();
process.stdout.write(JSON.stringify(result));

async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
