import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { Library } from '../library.ts';
import { type Comparison, compareEvaluations } from './compare-evaluations.ts';
import { evaluateProposals } from './evaluate-proposals.ts';
import type { Evaluation } from './evaluation.ts';
import { notesOnDecisions, notesOnLabels, notesOnTable } from './evaluation-notes.ts';
import { findLabelledPhotos, type UnknownPhoto } from './find-labelled-photos.ts';
import { readLabels } from './read-labels.ts';
import { loadEvaluation, placeForEvaluation, saveEvaluation } from './saved-evaluations.ts';
import { type Prefixes, truthsOfDecisions, truthsOfRows } from './truths.ts';

export interface EvaluationRequest {
  /** A table of photo, label and verdict; left out: what was decided in the library. */
  readonly table?: string | undefined;
  /** What the table does not say of its photos and labels is a no. */
  readonly complete?: boolean | undefined;
  /** Decisions are held against proposals as they stand now, also where these have learned from them. */
  readonly now?: boolean | undefined;
  /** Keeps the evaluation under that name. */
  readonly saveAs?: string | undefined;
  /** The name of a kept one that this one is compared with. */
  readonly against?: string | undefined;
  /** Where relative paths begin. */
  readonly workingFolder: string;
  readonly onProgress?: ((photos: number) => void) | undefined;
}

export interface EvaluationReport {
  readonly evaluation: Evaluation;
  readonly comparison: Comparison | null;
  /** Where it is kept; null where it is not. */
  readonly savedAs: string | null;
  /** What the reader of the figures must know. */
  readonly notes: readonly string[];
}

/** How well proposals do: held against decisions of the library, or against a table. */
export async function evaluateTags(library: Library, request: EvaluationRequest): Promise<EvaluationReport> {
  const { dataFolder } = library.settings;
  if (request.complete && request.table === undefined) {
    throw new PhotoTagError('USAGE', '--complete speaks of a table, and none is named', {
      remedy: 'Add --labels FILE.',
    });
  }
  if (request.now && request.table !== undefined) {
    throw new PhotoTagError(
      'USAGE',
      '--now speaks of decisions; a table is always held against what is proposed now',
      {
        remedy: 'Leave --now out, or --labels.',
      },
    );
  }
  // What cannot work is said before minutes are spent on a large library.
  const place = request.saveAs === undefined ? null : placeForEvaluation(dataFolder, request.saveAs);
  const earlier = request.against === undefined ? null : loadEvaluation(dataFolder, request.against);
  const { evaluation, notes } = await evaluated(library, request);
  if (place !== null) saveEvaluation(place, evaluation);
  return {
    evaluation,
    comparison: earlier && compareEvaluations(request.against!, earlier, evaluation),
    savedAs: place,
    notes,
  };
}

type Found = Pick<EvaluationReport, 'evaluation' | 'notes'>;

async function evaluated(library: Library, request: EvaluationRequest): Promise<Found> {
  const prefixes = { CK: library.settings.xmp.prefix_ck, AI: library.settings.xmp.prefix_ai };
  const at = new Date().toISOString();
  if (request.table !== undefined) return fromTable(library, request, request.table, prefixes, at);
  const now = request.now ?? false;
  const found = await evaluateProposals(library.store, {
    truths: truthsOfDecisions(prefixes),
    whenDecided: !now,
    onProgress: request.onProgress,
  });
  const evaluation = { at, basis: { kind: 'decisions', now }, ...found } as const;
  return { evaluation, notes: notesOnDecisions(evaluation) };
}

async function fromTable(
  { store, settings }: Library,
  { complete = false, workingFolder, onProgress }: EvaluationRequest,
  named: string,
  prefixes: Prefixes,
  at: string,
): Promise<Found> {
  const table = resolve(workingFolder, named);
  const rows = readLabels(contentOf(table), table);
  const { sha1s, unknown } = await findLabelledPhotos(store, rows, { table, workingFolder });
  if (sha1s.size === 0) throw nothingFound(table, unknown[0]);
  const truths = truthsOfRows(rows, sha1s, { prefixes, complete, table });
  const found = await evaluateProposals(store, {
    truths,
    labels: truths.labels,
    whenDecided: false,
    onProgress,
  });
  const used = (await store.tags.names()).map(({ layer, name }) => ({ name, prefix: prefixes[layer] }));
  const terms = settings.vocabulary.terms.map(({ name }) => ({ name, prefix: prefixes.CK }));
  return {
    evaluation: { at, basis: { kind: 'table', file: table, complete }, ...found, photos: truths.photos },
    notes: [
      ...notesOnTable({ rows, unknown, complete }),
      ...notesOnLabels(found.labels, [...used, ...terms]),
    ],
  };
}

function contentOf(table: string): Uint8Array {
  try {
    return readFileSync(table);
  } catch (cause) {
    throw new PhotoTagError('USAGE', `The table cannot be read: ${messageOf(cause)}`, {
      file: table,
      cause,
      remedy: 'Name a file with the columns photo, label and verdict; docs/evaluation.md shows one.',
    });
  }
}

function nothingFound(table: string, first: UnknownPhoto | undefined): PhotoTagError {
  return first === undefined
    ? new PhotoTagError('USAGE', `${table} has no row below its first line`, {
        file: table,
        remedy: 'Write a row for each photo and label; docs/evaluation.md shows a table.',
      })
    : new PhotoTagError(
        'USAGE',
        `${table}: no photo in it is in this library; line ${first.line} names ${first.name}`,
        {
          file: table,
          remedy:
            'Write paths as `photo-tag search --json` shows them, or name the right library with --data.',
        },
      );
}
