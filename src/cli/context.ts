import type { Command } from 'commander';
import type { Logger } from 'pino';
import type { BackupTools } from '../app/backup/backup-tools.ts';
import type { Check } from '../app/doctor.ts';
import type { Library } from '../app/library.ts';
import type { Runner } from '../app/run-desk.ts';
import type { ConfigSources, Settings } from '../config/load.ts';
import type { ModelStore } from '../models/model-store.ts';
import type { StoreOptions } from '../store/store.ts';
import type { StoreCopier } from '../store/store-copy.ts';
import { printable } from './output.ts';

export interface GlobalOptions {
  readonly config?: string;
  readonly data?: string;
  readonly json?: boolean;
  /** Of a worker alone. */
  readonly device?: ConfigSources['device'];
}

/** What commands need from outside; bin.ts gives the real thing. */
export interface CliContext {
  /** The folder that the program was started in. */
  readonly folder: string;
  openLibrary(sources: ConfigSources, options: StoreOptions): Promise<Library>;
  /** @param isQuick without what takes seconds: loading and measuring networks */
  examine(sources: ConfigSources, isQuick: boolean): Promise<Check[]>;
  /** Nothing is opened by it. */
  backups(sources: ConfigSources): BackupTools;
  openModels(sources: ConfigSources): { settings: Settings; store: ModelStore };
  readonly copyStore: StoreCopier;
  /** Renders the sample library unless it is there; the folder with its photos. */
  renderSamples(folder: string, onProgress: (done: number, total: number) => void): Promise<string>;
  /** Starts runs in a process of their own. */
  runner(sources: ConfigSources): Runner;
  /** Asks somebody who sits at the terminal; undefined where nobody does. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
  /** Where lines for programs were asked for; what is said to people on `stderr` is among them then. */
  readonly log?: Logger | undefined;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

/** The networks of the configuration that the options name. */
export function modelsOf(context: CliContext, command: Command): ReturnType<CliContext['openModels']> {
  const { config, data } = globalOptions(command);
  return context.openModels({ folder: context.folder, configFile: config, dataFolder: data });
}

export function sourcesOf(context: CliContext, command: Command, roots: readonly string[]): ConfigSources {
  const { config, data, device } = globalOptions(command);
  return { folder: context.folder, configFile: config, dataFolder: data, roots, device };
}

/** Says what is to be said before it is open. */
export const openFor = (
  context: CliContext,
  sources: ConfigSources,
  options: Pick<StoreOptions, 'cacheKiB'> = {},
): Promise<Library> =>
  context.openLibrary(sources, {
    ...options,
    onUpgrade: (notice) => void context.stderr.write(`${printable(notice)}\n`),
  });

/** Opens the library that the options name, and closes it whatever happens. */
export async function withLibrary<Result>(
  context: CliContext,
  command: Command,
  roots: readonly string[],
  work: (library: Library) => Promise<Result>,
): Promise<Result> {
  const library = await openFor(context, sourcesOf(context, command, roots));
  try {
    return await work(library);
  } finally {
    await library.close();
  }
}
