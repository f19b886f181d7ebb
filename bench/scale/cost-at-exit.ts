import { writeFileSync } from 'node:fs';

/** Loaded before the program itself (`node --import`): what its process took, into the file that COST_FILE names. */
export interface ProgramCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The highest resident memory, 10^6 bytes; 0 where it was not measured. */
  readonly megabytes: number;
}

const file = process.env.COST_FILE;
if (file !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const cost: ProgramCost = {
      seconds: performance.now() / 1000,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      // In kilobytes of 1,024.
      megabytes: (maxRSS * 1024) / 1e6,
    };
    writeFileSync(file, JSON.stringify(cost));
  });
}
