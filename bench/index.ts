import { parseArgs } from 'node:util';
import { table } from '../src/cli/output.ts';
import type { BenchReport } from './report.ts';

type Bench = (options: { seed: number; size: number }) => Promise<BenchReport>;

/** Each measures ours beside its peer in one run. The size counts what the bench says; null is its own default. */
const BENCHES: Record<string, { size: number | null; load(): Promise<unknown> }> = {
  scan: { size: 10_000, load: () => import('./scan.ts') },
  dates: { size: 100_000, load: () => import('./dates.ts') },
  proxies: { size: null, load: () => import('./proxies.ts') },
  embeddings: { size: null, load: () => import('./embeddings.ts') },
  bursts: { size: null, load: () => import('./bursts.ts') },
  people: { size: null, load: () => import('./people.ts') },
  write: { size: null, load: () => import('./write.ts') },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, size: { type: 'string' }, json: { type: 'boolean' } },
});
const [name = ''] = positionals;
const bench = BENCHES[name];
if (!bench) {
  process.stderr.write(
    `npm run bench -- NAME [--seed N] [--size N] [--json]\nNAME: ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exit(2);
}
const { run } = (await bench.load()) as { run: Bench };
const size = values.size === undefined ? bench.size : Number(values.size);
const report = await run({
  seed: Number(values.seed ?? 1),
  ...(size !== null && { size }),
} as Parameters<Bench>[0]);
process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : forPeople(report));
process.exit(report.goals.every((goal) => goal.holds) ? 0 : 1);

function forPeople({ name: title, machine, rows, goals }: BenchReport): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => format(row[column])));
  const verdicts = goals.map(({ what, goal, value, holds }) => [
    holds ? 'holds' : value === null ? 'not measured' : 'FAILS',
    what,
    goal,
    format(value),
  ]);
  return `${title} on ${machine}\n\n${table(columns, cells)}\n\n${table(['', 'what', 'goal', 'measured'], verdicts)}\n`;
}

function format(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toPrecision(3);
  return value === null || value === undefined ? '–' : String(value);
}
