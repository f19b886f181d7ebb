import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../config/load.ts';
import type { KeptFile } from '../../store/database-backup.ts';

export const CONFIG_NAME = 'config.yaml';
const VOCABULARY_NAME = 'ck_vocab.yaml';
const EVALUATIONS = 'evaluations';

/** Files beside the database that nothing makes again. Proxies, networks, tables and pages are made again. */
export function libraryFiles({ configFile, ck_tagging, dataFolder }: Settings): KeptFile[] {
  const evaluations = join(dataFolder, EVALUATIONS);
  const saved = existsSync(evaluations) ? readdirSync(evaluations) : [];
  return [
    ...fileOf(CONFIG_NAME, configFile),
    ...fileOf(VOCABULARY_NAME, ck_tagging.vocab_file),
    ...saved
      .filter((name) => name.endsWith('.json'))
      .sort()
      .flatMap((name) => fileOf(`${EVALUATIONS}/${name}`, join(evaluations, name))),
  ];
}

/** Where a file of a backup belongs; null for a name that no version of photo-tag gives. */
export function placeOf(
  name: string,
  { ck_tagging, dataFolder }: Settings,
  configFile: string,
): string | null {
  if (name === CONFIG_NAME) return configFile;
  if (name === VOCABULARY_NAME) return ck_tagging.vocab_file;
  const evaluation = /^evaluations\/([^/\\]+\.json)$/.exec(name)?.[1];
  return evaluation === undefined || evaluation.startsWith('.')
    ? null
    : join(dataFolder, EVALUATIONS, evaluation);
}

const fileOf = (name: string, path: string | null): KeptFile[] =>
  path !== null && existsSync(path) ? [{ name, bytes: readFileSync(path) }] : [];
