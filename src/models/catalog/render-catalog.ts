import {
  type ModelEntry,
  type ModelFile,
  type ModelKind,
  modelLabel,
  type Precision,
} from '../../domain/model.ts';
import { defaultPrecision, filesOf, precisionsOf } from './default-precision.ts';
import { CATALOG } from './index.ts';

export const CATALOG_BEGIN = '<!-- the catalogue, written by `npm run render-examples` -->';
export const CATALOG_END = '<!-- end of the catalogue -->';

const HEADINGS: Readonly<Record<ModelKind, string>> = {
  embedder: 'Vectors',
  'object-detector': 'Objects and people',
  'face-detector': 'Faces',
  captioner: 'Sentences',
};

/** The page with the catalogue as it is now between its two marks. */
export function withCatalog(page: string): string {
  const [before, rest] = page.split(CATALOG_BEGIN);
  const after = rest?.split(CATALOG_END)[1];
  if (before === undefined || after === undefined)
    throw new Error('the page lacks the marks of the catalogue');
  return `${before}${CATALOG_BEGIN}\n\n${renderCatalog()}\n${CATALOG_END}${after}`;
}

export function renderCatalog(catalog: readonly ModelEntry[] = CATALOG): string {
  return Object.entries(HEADINGS)
    .map(([kind, heading]) => {
      const entries = catalog.filter((entry) => entry.kind === kind);
      return `### ${heading}\n\n${tableOf(entries)}${entries.map(noteOf).join('')}`;
    })
    .join('\n');
}

function tableOf(entries: readonly ModelEntry[]): string {
  const rows = entries.map((entry) => [
    `\`${modelLabel(entry)}\`${entry.recommended ? ' **recommended**' : ''}`,
    inputOf(entry),
    precisionsOf(entry)
      .map((precision) => `${precision} ${sizeOf(entry, precision)}`)
      .join('<br>'),
    `${defaultPrecision(entry, 'cpu')}, ${defaultPrecision(entry, 'cuda')}`,
    `[${entry.licence.name}](${entry.licence.source})${entry.licence.use === 'any' ? '' : ', **research only**'}`,
    entry.accuracy.map(({ what, value, source }) => `[${what}: ${value}](${source})`).join('<br>') ||
      'not known',
    `[${entry.repository}](https://huggingface.co/${entry.repository}) at \`${entry.revision.slice(0, 8)}\``,
  ]);
  const head = [
    'model',
    'input',
    'download',
    'default on CPU, GPU',
    'licence',
    'published accuracy',
    'files',
  ];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function inputOf({ embedder, detector }: ModelEntry): string {
  if (embedder !== undefined) {
    const { sizePx, fit, filter } = embedder.preprocessing;
    return `${sizePx} px, ${fit}, ${filter}; ${embedder.dimensions} numbers; ${embedder.contextLength} tokens, padded with ${embedder.padId ?? 'its own'}${embedder.textCase === 'lower' ? ', lower case' : ''}`;
  }
  return detector === undefined
    ? 'as its own configuration says'
    : `${detector.inputPx} px, ${detector.family}`;
}

/** Rounded sizes have a tilde, and a plus says that the size of some files is not known. */
function sizeOf(entry: ModelEntry, precision: Precision): string {
  const files = filesOf(entry, precision);
  const known = (file: ModelFile) => file.bytes ?? file.roughBytes ?? 0;
  const bytes = files.reduce((sum, file) => sum + known(file), 0);
  if (files.every((file) => file.precision === null || known(file) === 0)) return 'size not known';
  const isExact = files.every((file) => file.bytes !== null);
  const more = files.some((file) => known(file) === 0) ? '+' : '';
  return `${isExact ? '' : '~'}${(bytes / 1e6).toFixed(bytes < 1e6 ? 1 : 0)} MB${more}`;
}

const noteOf = (entry: ModelEntry): string =>
  `\n\`${modelLabel(entry)}\`: ${[entry.title, ...(entry.notes ?? [])].join('. ').replace(/\.?$/, '.')}\n`;
