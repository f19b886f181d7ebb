import type { Command } from 'commander';
import type { Check } from '../app/doctor.ts';
import type { Library } from '../app/library.ts';
import type { ConfigSources } from '../config/load.ts';

export interface GlobalOptions {
  readonly config?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** What commands need from outside; bin.ts gives the real thing. */
export interface CliContext {
  /** The folder that the program was started in. */
  readonly folder: string;
  openLibrary(sources: ConfigSources): Promise<Library>;
  examine(sources: ConfigSources): Promise<Check[]>;
  /** Renders the sample library unless it is there; the folder with its photos. */
  renderSamples(folder: string, onProgress: (done: number, total: number) => void): Promise<string>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

/** Opens the library that the options name, and closes it whatever happens. */
export async function withLibrary<Result>(
  context: CliContext,
  command: Command,
  roots: readonly string[],
  work: (library: Library) => Promise<Result>,
): Promise<Result> {
  const { config, data } = globalOptions(command);
  const library = await context.openLibrary({
    folder: context.folder,
    configFile: config,
    dataFolder: data,
    roots,
  });
  try {
    return await work(library);
  } finally {
    await library.close();
  }
}
