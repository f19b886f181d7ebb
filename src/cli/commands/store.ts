import { resolve } from 'node:path';
import type { Command } from 'commander';
import { DatabaseAddress, isPostgresUrl } from '../../domain/database-address.ts';
import type { StoreCopyProgress } from '../../store/store-copy.ts';
import { type CliContext, globalOptions } from '../context.ts';
import { json, printable, table } from '../output.ts';
import { progressView } from '../progress-view.ts';

interface CopyOptions {
  readonly from: string;
  readonly to: string;
  readonly replace?: boolean;
}

/** `store`: libraries in SQLite files and in Postgres databases. */
export function addStoreCommand(program: Command, context: CliContext): void {
  const store = program.command('store').description('the database of a library: copy it to another one');
  store
    .command('copy')
    .description('copy a library between SQLite and Postgres, either way, and compare the copy with it')
    .requiredOption('--from <library>', 'a SQLite file, or postgres://user@host/database')
    .requiredOption('--to <library>', 'where to; it must be empty')
    .option('--replace', 'it need not be empty: what is in it goes')
    .addHelpText(
      'after',
      '\nAll or nothing: what is stopped leaves the target as it was. The library may be in use meanwhile; what is' +
        '\nwritten to it from then on is not copied. Passwords come from the URL, PGPASSWORD or ~/.pgpass.' +
        '\nThen set runtime.cache_db, or PHOTO_TAG_DATABASE_URL, to the copy. docs/postgres.md says more.',
    )
    .action((options: CopyOptions, command: Command) => copy(context, command, options));
}

async function copy(context: CliContext, command: Command, options: CopyOptions): Promise<void> {
  const address = (text: string) =>
    new DatabaseAddress(isPostgresUrl(text) ? text : resolve(context.folder, text));
  const view = progressView(context.stderr);
  const to = address(options.to);
  try {
    const tables = await context.copyStore({
      from: address(options.from),
      to,
      replace: options.replace ?? false,
      signal: context.signal,
      onProgress: paced((progress) => view.update(progress)),
    });
    view.end();
    if (globalOptions(command).json) {
      context.stdout.write(json({ to: to.shown, tables }));
      return;
    }
    const filled = tables.filter(({ rows }) => rows > 0);
    const rows = filled.map((one) => [one.table, one.rows.toLocaleString('en'), one.digest]);
    if (rows.length > 0) context.stdout.write(`${table(['table', 'rows', 'checksum'], rows)}\n`);
    const total = tables.reduce((sum, one) => sum + one.rows, 0).toLocaleString('en');
    context.stdout.write(`${total} rows copied to ${printable(to.shown)}, read back and found the same.\n`);
  } finally {
    view.end();
  }
}

/** With a rate, and the time that is left by it. */
function paced(show: (progress: Parameters<ReturnType<typeof progressView>['update']>[0]) => void) {
  let step: StoreCopyProgress['step'] | null = null;
  let startedAt = 0;
  return ({ step: now, done, total }: StoreCopyProgress): void => {
    if (now !== step) startedAt = performance.now();
    step = now;
    const elapsedSeconds = (performance.now() - startedAt) / 1000;
    const ratePerSecond = elapsedSeconds > 0 ? done / elapsedSeconds : 0;
    const secondsLeft = ratePerSecond > 0 ? (total - done) / ratePerSecond : null;
    show({
      ...{ stage: now, unit: 'rows', done, total, failed: 0, skipped: 0 },
      ...{ elapsedSeconds, ratePerSecond, secondsLeft },
    });
  };
}
