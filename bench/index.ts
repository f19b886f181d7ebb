import { parseArgs } from 'node:util';
import { table } from '../src/cli/output.ts';
import type { BenchOptions, BenchReport } from './report.ts';

type Row = BenchReport['rows'][number];
type Bench = (options: BenchOptions) => Promise<BenchReport>;

/** Each measures ours beside its peer in one run. The size counts what the bench says; null is its own default. */
const BENCHES: Record<string, { size: number | null; load(): Promise<unknown> }> = {
  scan: { size: 10_000, load: () => import('./scan.ts') },
  dates: { size: 50_000, load: () => import('./dates.ts') },
  'dates-stage': { size: 500_000, load: () => import('./dates-stage.ts') },
  proxies: { size: null, load: () => import('./proxies.ts') },
  embeddings: { size: null, load: () => import('./embeddings.ts') },
  clusters: { size: null, load: () => import('./clusters.ts') },
  'clusters-stage': { size: 500_000, load: () => import('./clusters-stage.ts') },
  bursts: { size: null, load: () => import('./bursts.ts') },
  people: { size: null, load: () => import('./people.ts') },
  models: { size: 96, load: () => import('./models.ts') },
  cuda: { size: 4096, load: () => import('./cuda.ts') },
  captions: { size: 3000, load: () => import('./captions.ts') },
  bucket: { size: 400, load: () => import('./bucket.ts') },
  write: { size: null, load: () => import('./write.ts') },
  'tags-stage': { size: 20_000, load: () => import('./tags-stage.ts') },
  'new-word': { size: 500_000, load: () => import('./new-word.ts') },
  tags: { size: null, load: () => import('./tags.ts') },
  scale: { size: 1_000_000, load: () => import('./scale/index.ts') },
  store: { size: 20_000, load: () => import('./store.ts') },
  search: { size: 100_000, load: () => import('./search.ts') },
  page: { size: 500_000, load: () => import('./page/index.ts') },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    size: { type: 'string' },
    json: { type: 'boolean' },
    years: { type: 'string' },
    bodies: { type: 'string' },
    shoots: { type: 'string' },
    share: { type: 'string', multiple: true },
    library: { type: 'string' },
  },
});
const { years, bodies, shoots, share, library } = values;
const [name = ''] = positionals;
const bench = BENCHES[name];
const isOfDates = [years, bodies, shoots, share].some((value) => value !== undefined);
if (!bench || (isOfDates && name !== 'dates') || (library !== undefined && name !== 'clusters')) {
  process.stderr.write(
    `npm run bench -- NAME [--seed N] [--size N] [--json]\nNAME: ${Object.keys(BENCHES).join(', ')}\ndates alone: [--years N] [--bodies N] [--shoots N] [--share NAME=0.1]…\nclusters alone: [--library PHOTOS]\n`,
  );
  process.exit(2);
}
const { run } = (await bench.load()) as { run: Bench };
const size = values.size === undefined ? bench.size : Number(values.size);
const report = await run({
  seed: Number(values.seed ?? 1),
  ...(size !== null && { size }),
  ...(years !== undefined && { years: Number(years) }),
  ...(bodies !== undefined && { bodies: Number(bodies) }),
  ...(shoots !== undefined && { shoots: Number(shoots) }),
  ...(share !== undefined && { share }),
  ...(library !== undefined && { library: Number(library) }),
} as Parameters<Bench>[0]).catch((error: unknown) => {
  if (!(error instanceof RangeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
});
process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : forPeople(report));
process.exit(report.goals.every((goal) => goal.holds) ? 0 : 1);

function forPeople({ name: title, machine, rows, goals }: BenchReport): string {
  const tables = withEqualColumns(rows).map((part) => {
    const columns = Object.keys(part[0] ?? {});
    return table(
      columns,
      part.map((row) => columns.map((column) => format(row[column]))),
    );
  });
  const verdicts = goals.map(({ what, goal, value, holds }) => [
    holds ? 'holds' : value === null ? 'not measured' : 'FAILS',
    what,
    goal,
    format(value),
  ]);
  return `${title} on ${machine}\n\n${tables.join('\n\n')}\n\n${table(['', 'what', 'goal', 'measured'], verdicts)}\n`;
}

/** Rows that follow one another and have the same columns are one table. */
function withEqualColumns(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  for (const row of rows) {
    const last = parts.at(-1)?.[0];
    if (last !== undefined && Object.keys(last).join() === Object.keys(row).join()) parts.at(-1)!.push(row);
    else parts.push([row]);
  }
  return parts;
}

function format(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toPrecision(3);
  return value === null || value === undefined ? '–' : String(value);
}
