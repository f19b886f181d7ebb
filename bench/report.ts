import { cpus, totalmem } from 'node:os';

/** One measured goal. */
export interface BenchGoal {
  readonly what: string;
  /** What should hold, in words: `at least 10,000`. */
  readonly goal: string;
  /** Null: not measured, a peer is missing for example. */
  readonly value: number | null;
  readonly holds: boolean;
}

/** What one bench says: the object of `--json`. */
export interface BenchReport {
  readonly name: string;
  readonly machine: string;
  readonly rows: Record<string, unknown>[];
  readonly goals: BenchGoal[];
}

export interface BenchOptions {
  /** Changes the data, so that nothing can be tuned to one set. */
  readonly seed: number;
  /** How much: what it counts is said in each bench. */
  readonly size: number;
  /** Of `dates` alone: the library that is made. */
  readonly years?: number;
  readonly bodies?: number;
  readonly shoots?: number;
  /** `scans=0.1` each: see date-library/shares.ts. */
  readonly share?: readonly string[];
}

/** `2 × Intel Xeon…, 24 GiB, linux, Node 24.21.0` */
export function thisMachine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${model}, ${memoryGiB} GiB, ${process.platform}, Node ${process.versions.node}`;
}
