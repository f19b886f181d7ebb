import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { renderExampleConfig } from '../config/render.ts';
import { renderExampleVocabulary } from '../config/render-vocabulary.ts';
import { messageOf, PhotoTagError } from '../domain/errors.ts';

export interface InitRequest {
  readonly folder: string;
  readonly configFile?: string | undefined;
  readonly roots: readonly string[];
  /** Replaces files that are there. */
  readonly force: boolean;
}

/** Writes a config file and the seed vocabulary; never over existing ones. The files that were written. */
export function initConfig(request: InitRequest): string[] {
  const config = resolve(request.folder, request.configFile ?? join('config', 'config.yaml'));
  const vocabulary = join(request.folder, 'config', 'ck_vocab.yaml');
  const roots = request.roots.map((root) => resolve(request.folder, root));
  if (existsSync(config) && !request.force) {
    throw new PhotoTagError('USAGE', `${config} is there already`, {
      file: config,
      remedy: 'Edit it, or replace it with --force.',
    });
  }
  const written = [config];
  put(config, renderExampleConfig(roots));
  if (!existsSync(vocabulary) || request.force) {
    put(vocabulary, renderExampleVocabulary());
    written.push(vocabulary);
  }
  return written;
}

function put(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (cause) {
    throw new PhotoTagError('USAGE', `${file} cannot be written: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Choose a folder that can be written with --config.',
    });
  }
}
