import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { DatabaseAddress, isPostgresUrl } from '../domain/database-address.ts';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { PathMap, trimmedRules } from '../domain/path-map.ts';
import { parseYaml } from './parse.ts';
import { formatProblems } from './problem.ts';
import { type Config, configSchema } from './schema.ts';
import { loadVocabulary, type Vocabulary } from './vocabulary.ts';

/** Where the work happens; everything that a command line may override. */
export interface ConfigSources {
  /** Folder that relative paths count from. */
  readonly folder: string;
  /** `--config FILE`; without it `config/config.yaml` where it exists, else the defaults. */
  readonly configFile?: string | undefined;
  /** `--data DIR`: takes the place of `data/` in relative paths. */
  readonly dataFolder?: string | undefined;
  /** Roots on the command line take the place of those in the file. */
  readonly roots?: readonly string[] | undefined;
  /** `--device` of a worker takes the place of `embeddings.device`. */
  readonly device?: Config['embeddings']['device'] | undefined;
}

/** The configuration with every path absolute. */
export interface Settings extends Config {
  /** The config file that was read, or null for the defaults. */
  readonly configFile: string | null;
  readonly dataFolder: string;
  /** Where the library is kept; `runtime.cache_db` is the same without a password. */
  readonly database: DatabaseAddress;
  readonly vocabulary: Vocabulary;
  /**
   * Roots, originals and sidecars (`xmp.sidecar_root` too) are named as the library has them; who touches a file asks
   * here where it lies.
   */
  readonly places: PathMap;
}

export function loadSettings(sources: ConfigSources): Settings {
  const file = findConfigFile(sources);
  const config = file === null ? configSchema.parse({}) : readConfig(file);
  const dataFolder = resolve(sources.folder, sources.dataFolder ?? 'data');
  const absolute = (path: string): string => absolutePath(path, sources.folder, dataFolder);
  const database = databaseOf(config.runtime.cache_db, absolute);
  const places = new PathMap(trimmedRules(config.runtime.path_map));
  const roots = (sources.roots?.length ? sources.roots : config.roots).map((root) =>
    places.toLibrary(resolve(sources.folder, root)),
  );
  return {
    ...config,
    roots: [...new Set(roots)],
    proxy: { ...config.proxy, cache_dir: places.toLocal(absolute(config.proxy.cache_dir)) },
    models: { ...config.models, dir: absolute(config.models.dir) },
    xmp: { ...config.xmp, sidecar_root: absolute(config.xmp.sidecar_root || 'data/sidecars') },
    embeddings: { ...config.embeddings, device: sources.device ?? config.embeddings.device },
    ck_tagging: { ...config.ck_tagging, vocab_file: absolute(config.ck_tagging.vocab_file) },
    review: { ...config.review, audit_csv: absolute(config.review.audit_csv) },
    runtime: { ...config.runtime, cache_db: database.shown },
    configFile: file,
    dataFolder,
    database,
    places,
    vocabulary: loadVocabulary(absolute(config.ck_tagging.vocab_file), config),
  };
}

/** The variable wins: a password is then in no file. Relative paths count from the folder, as all others. */
function databaseOf(configured: string, absolute: (path: string) => string): DatabaseAddress {
  const named = process.env.PHOTO_TAG_DATABASE_URL || configured;
  return new DatabaseAddress(isPostgresUrl(named) ? named : absolute(named));
}

function findConfigFile({ folder, configFile }: ConfigSources): string | null {
  if (configFile !== undefined) {
    const file = resolve(folder, configFile);
    if (existsSync(file)) return file;
    throw new PhotoTagError('CONFIG_MISSING', `There is no configuration file ${file}`, {
      file,
      remedy: 'Check the name given with --config, or write one with `photo-tag init`.',
    });
  }
  const standard = join(folder, 'config', 'config.yaml');
  return existsSync(standard) ? standard : null;
}

function readConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PhotoTagError(
      'CONFIG_MISSING',
      `The configuration ${file} cannot be read: ${messageOf(cause)}`,
      {
        file,
        cause,
        remedy: 'Make the file readable, or name another with --config.',
      },
    );
  }
  const result = parseYaml(text, configSchema);
  if (result.ok) return result.value;
  throw new PhotoTagError('CONFIG_INVALID', formatProblems(file, result.problems), {
    file,
    remedy: 'Mend the lines above; `photo-tag init --print` shows every setting with its default.',
  });
}

function absolutePath(path: string, folder: string, dataFolder: string): string {
  if (isAbsolute(path)) return path;
  const inData = path === 'data' || path.startsWith(`data${sep}`) || path.startsWith('data/');
  return inData ? resolve(dataFolder, path.slice('data/'.length)) : resolve(folder, path);
}
