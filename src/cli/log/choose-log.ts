import type { Logger } from 'pino';
import { type ConfigSources, loadSettings, type Settings } from '../../config/load.ts';
import { secretsOf } from './hide.ts';
import { LOG_LEVELS, type LogLevel, openJsonLog } from './json-log.ts';

export interface LogRequest {
  readonly args: readonly string[];
  /** The folder that the program was started in. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stderr: NodeJS.WritableStream;
  readonly version: string;
}

/**
 * The log that was asked for by `--log json`, `PHOTO_TAG_LOG` or `runtime.log`, in that order; null: words for people. A
 * configuration that cannot be read says so itself, later.
 */
export function chooseLog({ args, folder, environment, stderr, version }: LogRequest): Logger | null {
  const sources = sourcesIn(args, folder);
  const settings = settingsOf(sources);
  const format = valueOf(args, '--log') ?? environment.PHOTO_TAG_LOG ?? settings?.runtime.log;
  if (format !== 'json') return null;
  const level =
    valueOf(args, '--log-level') ?? environment.PHOTO_TAG_LOG_LEVEL ?? settings?.runtime.log_level;
  return openJsonLog(stderr, {
    level: LOG_LEVELS.find((one) => one === level) ?? ('info' satisfies LogLevel),
    version,
    secrets: secretsOf(environment),
    folders: settings?.runtime.log_paths ? null : foldersOf(settings, sources),
  });
}

/** Before the command line is read as a whole, and its mistakes are told. */
function sourcesIn(args: readonly string[], folder: string): ConfigSources {
  return { folder, configFile: valueOf(args, '--config'), dataFolder: valueOf(args, '--data') };
}

function settingsOf(sources: ConfigSources): Settings | null {
  try {
    return loadSettings(sources);
  } catch {
    return null;
  }
}

/** Not the root of the system, which is in every address and every date. */
function foldersOf(settings: Settings | null, { folder }: ConfigSources): string[] {
  const folders = [folder, ...(settings === null ? [] : [settings.dataFolder, ...settings.roots])];
  return folders.filter((one) => one.length > 1);
}

function valueOf(args: readonly string[], option: string): string | undefined {
  const index = args.findIndex((arg) => arg === option || arg.startsWith(`${option}=`));
  if (index < 0) return undefined;
  return args[index]!.includes('=') ? args[index]!.slice(option.length + 1) : args[index + 1];
}
