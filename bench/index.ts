import { parseArgs } from 'node:util';
import { table } from '../src/cli/output.ts';
import type { BenchOptions, BenchReport } from './report.ts';

type Bench = (options: BenchOptions) => Promise<BenchReport>;

/** Each measures ours beside its peer in one run. The size counts what the bench says. */
const BENCHES: Record<string, { size: number; load(): Promise<{ run: Bench }> }> = {
  scan: { size: 10_000, load: () => import('./scan.ts') as Promise<{ run: Bench }> },
  dates: { size: 100_000, load: () => import('./dates.ts') as Promise<{ run: Bench }> },
  proxies: { size: 40, load: () => import('./proxies.ts') as Promise<{ run: Bench }> },
  embeddings: { size: 333, load: () => import('./embeddings.ts') as Promise<{ run: Bench }> },
  bursts: { size: 333, load: () => import('./bursts.ts') as Promise<{ run: Bench }> },
  people: { size: 333, load: () => import('./people.ts') as Promise<{ run: Bench }> },
  write: { size: 500, load: () => import('./write.ts') as Promise<{ run: Bench }> },
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
const { run } = await bench.load();
const report = await run({ seed: Number(values.seed ?? 1), size: Number(values.size ?? bench.size) });
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
