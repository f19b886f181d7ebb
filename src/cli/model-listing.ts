import type { ListedModel, ModelSize } from '../app/models/list-models.ts';
import type { ModelKind } from '../domain/model.ts';
import type { ModelStatus } from '../models/model-store.ts';
import { bytes, printable, table } from './output.ts';
import { wrapped } from './wrap.ts';

const HEADINGS: Readonly<Record<ModelKind, string>> = {
  embedder: 'Vectors: search by words, labels, clusters (embeddings.model, embeddings.pretrained)',
  'object-detector': 'Objects and people',
  'face-detector': 'Faces',
  captioner: 'Sentences about pictures',
};

/** The catalogue as a person reads it, a table for each kind of network. */
export function modelListing(models: readonly ListedModel[], folder: string, width: number): string {
  const parts: string[] = [];
  for (const [kind, heading] of Object.entries(HEADINGS)) {
    const own = models.filter(({ entry }) => entry.kind === kind);
    if (own.length === 0) continue;
    const rows = own.map((model) => [
      model.label,
      downloadInWords(model),
      model.entry.licence.use === 'any' ? model.entry.licence.name : 'RESEARCH ONLY',
      stateInWords(model.status),
      marksOf(model).join(', '),
    ]);
    parts.push(
      `${wrapped('', heading, width)}\n${table(['model', 'download', 'licence', 'state', ''], rows)}\n\n`,
    );
    for (const { label, entry } of own) {
      parts.push(wrapped(`  ${label}  `, [entry.title, ...(entry.notes ?? [])].join('. '), width));
    }
    parts.push('\n');
  }
  parts.push(wrapped('', `They are kept in ${printable(folder)} (models.dir).`, width));
  parts.push('  Bring one            photo-tag models pull NAME\n');
  parts.push('  Bring what is meant  photo-tag models pull\n');
  return parts.join('');
}

function marksOf({ isRecommended, isConfigured }: ListedModel): string[] {
  return [isConfigured ? 'used by your configuration' : '', isRecommended ? 'recommended' : ''].filter(
    (mark) => mark !== '',
  );
}

/** `int8 432.0 MB (fp32 1.7 GB, fp16 857.0 MB)`: first what this machine gets. */
function downloadInWords({ sizes, precision }: ListedModel): string {
  const first = sizes.find((size) => size.precision === precision);
  const others = sizes.filter((size) => size.precision !== precision).map(sizeInWords);
  return `${first === undefined ? '' : sizeInWords(first)}${others.length > 0 ? ` (${others.join(', ')})` : ''}`;
}

function sizeInWords({ precision, bytes: count, unknown }: ModelSize): string {
  const more = unknown > 0 ? (count > 0 ? '+' : '') : '';
  return `${precision} ${count === 0 ? 'size unknown' : bytes(count)}${more}`;
}

export function stateInWords({ installed, files, partBytes }: ModelStatus): string {
  if (files.some(({ state }) => state === 'changed')) return 'DAMAGED';
  if (installed.length > 0) return `installed (${installed.join(', ')})`;
  if (partBytes > 0) return `stopped at ${bytes(partBytes)}`;
  return files.length > 0 ? 'incomplete' : 'not there';
}

export function listedForPrograms({ label, entry, sizes, precision, status, ...marks }: ListedModel) {
  const { name, pretrained, kind, title, repository, revision, licence, accuracy, notes = [] } = entry;
  const { folder, installed, files, partBytes } = status;
  return {
    label,
    ...{ name, pretrained, kind, title, repository, revision, licence, accuracy, notes },
    ...{ sizes, precision, folder, installed, files, partBytes },
    ...marks,
  };
}
