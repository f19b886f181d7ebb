import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearMiss } from '../../config/near-miss.ts';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { Evaluation } from './evaluation.ts';
import { writeWhole } from './write-whole.ts';

/** Of what is in the files; another number is not read. */
const VERSION = 1;

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u;

const folderOf = (dataFolder: string): string => join(dataFolder, 'evaluations');

/**
 * The file that an evaluation of that name goes to.
 * @throws PhotoTagError USAGE where the name is none, or one is kept under it already
 */
export function placeForEvaluation(dataFolder: string, name: string): string {
  const file = fileOf(dataFolder, name);
  if (existsSync(file)) {
    throw new PhotoTagError('USAGE', `An evaluation “${name}” is kept already`, {
      file,
      remedy: 'Choose another name, or delete the file.',
    });
  }
  return file;
}

export function saveEvaluation(file: string, evaluation: Evaluation): void {
  writeWhole(file, `${JSON.stringify({ version: VERSION, ...evaluation }, null, 1)}\n`, 'The evaluation');
}

/** @throws PhotoTagError USAGE where there is none of that name, DATA_FOLDER where it cannot be read */
export function loadEvaluation(dataFolder: string, name: string): Evaluation {
  const file = fileOf(dataFolder, name);
  if (!existsSync(file)) throw notKept(dataFolder, name);
  try {
    const { version, ...evaluation } = JSON.parse(readFileSync(file, 'utf8')) as Evaluation & {
      version?: unknown;
    };
    if (version !== VERSION || !Array.isArray(evaluation.labels)) throw new Error('it is of another version');
    return evaluation;
  } catch (cause) {
    throw new PhotoTagError('DATA_FOLDER', `The evaluation “${name}” cannot be read: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Compare with another one, or delete the file.',
    });
  }
}

function fileOf(dataFolder: string, name: string): string {
  if (!NAME.test(name)) {
    throw new PhotoTagError('USAGE', `“${name}” is no name for an evaluation`, {
      remedy: 'Use letters, digits, spaces, points, - and _, as in before-teaching.',
    });
  }
  return join(folderOf(dataFolder), `${name}.json`);
}

function notKept(dataFolder: string, name: string): PhotoTagError {
  const folder = folderOf(dataFolder);
  const kept = existsSync(folder)
    ? readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []))
    : [];
  const meant = nearMiss(name, kept);
  return new PhotoTagError('USAGE', `No evaluation “${name}” is kept`, {
    file: folder,
    remedy:
      meant !== null
        ? `Did you mean ${meant}?`
        : kept.length > 0
          ? `These are kept: ${kept.sort().join(', ')}.`
          : 'Keep one first: photo-tag eval --save NAME.',
  });
}
