import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { writeClusterMap } from '../../app/cluster-map/index.ts';
import { type ClusterRow, listClusters } from '../../app/list-clusters.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable, table } from '../output.ts';

interface ClustersOptions {
  readonly list?: boolean;
  /** True where no file is named. */
  readonly map?: string | true;
}

/**
 * Gives the stage's command two ways to look at what it has made; with either the stage does not run.
 * @param runStage what the command does without them
 */
export function addClusterViews(
  command: Command,
  context: CliContext,
  runStage: (command: Command) => Promise<void>,
): void {
  command
    .option('--list', 'run nothing: show all clusters with window, members, bursts and medoid')
    .addOption(
      new Option(
        '--map [file]',
        'run nothing: write a page (.html) with all medoids, alike ones side by side (default: cluster-map.html in the data folder)',
      ).conflicts('list'),
    )
    .action((options: ClustersOptions) => {
      if (options.list) return list(context, command);
      if (options.map !== undefined) return map(context, command, options.map);
      return runStage(command);
    });
}

function list(context: CliContext, command: Command): Promise<void> {
  return withLibrary(context, command, [], async (library) => {
    const rows = await Array.fromAsync(listClusters(library));
    if (globalOptions(command).json) {
      context.stdout.write(json(rows));
      return;
    }
    if (rows.length > 0) context.stdout.write(`${table(HEAD, rows.map(cells))}\n`);
    context.stderr.write(
      rows.length === 0
        ? 'No clusters yet: run `photo-tag run FOLDER` first.\n'
        : `${rows.length} clusters, ${sum(rows, 'members')} photos; ${sum(rows, 'withoutDuplicates')} without near-duplicates\n`,
    );
  });
}

const HEAD = ['cluster', 'window', 'start', 'end', 'photos', 'bursts', 'keep', 'held', 'method', 'medoid'];

const cells = (row: ClusterRow): string[] => [
  row.id,
  row.windowId,
  row.start?.replace('T', ' ') ?? 'no date',
  row.end?.replace('T', ' ') ?? '',
  String(row.members),
  String(row.bursts),
  String(row.withoutDuplicates),
  String(row.heldBack),
  row.method,
  row.path,
];

const sum = (rows: readonly ClusterRow[], column: 'members' | 'withoutDuplicates'): number =>
  rows.reduce((total, row) => total + row[column], 0);

function map(context: CliContext, command: Command, named: string | true): Promise<void> {
  return withLibrary(context, command, [], async (library) => {
    const file =
      named === true
        ? resolve(library.settings.dataFolder, 'cluster-map.html')
        : resolve(context.folder, named);
    const report = await writeClusterMap(library, {
      file,
      signal: context.signal,
      onProgress: progressLines(context.stderr),
    });
    if (globalOptions(command).json) {
      context.stdout.write(json(report));
      return;
    }
    const { clusters, shown } = report;
    const hidden = clusters > shown ? ` (of ${clusters}: the largest that have a vector)` : '';
    context.stdout.write(`${printable(file)}  ${shown} clusters${hidden}\n`);
  });
}

/** Small maps are done before a line could be read. */
const SAID_FROM = 2000;
const SAID_EVERY = 1000;

function progressLines(stream: NodeJS.WritableStream) {
  let said = 0;
  return (step: 'arranging' | 'thumbnails', done: number, total: number): void => {
    if (total < SAID_FROM) return;
    if (step === 'arranging') stream.write(`Arranging ${total} clusters…\n`);
    else if (done - said >= SAID_EVERY) {
      said = done;
      stream.write(`${done} of ${total} thumbnails\n`);
    }
  };
}
