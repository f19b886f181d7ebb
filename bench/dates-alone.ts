import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { DateWitness } from '../src/algorithms/date-votes.ts';
import { resolveLibrary } from '../src/algorithms/resolve-library.ts';
import { benchDateOptions } from './date-options.ts';

/** Reads witnesses, one JSON object a line, and resolves them: a process with nothing else in its memory. */
const witnesses: DateWitness[] = [];
for await (const line of createInterface({ input: createReadStream(process.argv[2] ?? '') })) {
  witnesses.push(JSON.parse(line) as DateWitness);
}
const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
const times = resolveLibrary(witnesses, benchDateOptions());
const { user, system } = process.cpuUsage(cpuBefore);
const seconds = (performance.now() - startedAt) / 1000;
const report = {
  photos: times.length,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  // The highest mark of the whole process, in kilobytes of 1,024.
  megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
